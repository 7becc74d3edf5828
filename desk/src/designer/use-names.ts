import type { Trigger } from '@baton/core/flow'
import { useTranslation } from 'react-i18next'

/** The compiler asks for each trigger that an action may have. */
const triggers: Readonly<Record<Trigger, true>> = {
  on_click: true,
  on_input: true,
  on_give_up: true,
  on_condition_met: true,
  on_else: true,
  on_success: true,
  on_failure: true,
  on_chosen: true,
  on_opt_in: true,
  on_opt_out: true,
  on_forget_request: true,
  on_date_available: true,
  on_handed_over: true,
  on_unavailable: true,
  on_timeout: true,
}

const groups = ['content', 'input', 'flow', 'people', 'data', 'integration', 'ai', 'privacy'] as const

/** Triggers in words; one that these texts do not know is said by its name. */
export function useTriggerName(): (trigger: string) => string {
  const { t } = useTranslation()
  return (trigger) => (isKnown(trigger) ? t(`designer.triggers.${trigger}`) : trigger.replaceAll('_', ' '))
}

function isKnown(trigger: string): trigger is Trigger {
  return trigger in triggers
}

export function useGroupName(): (group: string) => string {
  const { t } = useTranslation()
  return (group) => t(`designer.groups.${groups.find((one) => one === group) ?? 'other'}`)
}
