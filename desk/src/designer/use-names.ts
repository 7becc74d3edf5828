import { useTranslation } from 'react-i18next'

const triggers = [
  'on_click',
  'on_input',
  'on_give_up',
  'on_condition_met',
  'on_else',
  'on_success',
  'on_failure',
  'on_handed_over',
  'on_unavailable',
  'on_timeout',
  'on_date_available',
  'on_chosen',
  'on_forget_request',
] as const

const groups = ['content', 'input', 'flow', 'people', 'data', 'integration', 'ai', 'privacy'] as const

/** Triggers in words; one that these texts do not know is said by its name. */
export function useTriggerName(): (trigger: string) => string {
  const { t } = useTranslation()
  return (trigger) => {
    const known = triggers.find((one) => one === trigger)
    return known === undefined ? trigger.replaceAll('_', ' ') : t(`designer.triggers.${known}`)
  }
}

export function useGroupName(): (group: string) => string {
  const { t } = useTranslation()
  return (group) => t(`designer.groups.${groups.find((one) => one === group) ?? 'other'}`)
}
