import { useTranslation } from 'react-i18next'
import { AbilitiesInput } from './AbilitiesInput.tsx'
import { RoutingSetting } from './RoutingSetting.tsx'
import type { AbilitiesDraft } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

type Props = { form: RoutingForm; setting: 'required' | 'preferred' }

const none: AbilitiesDraft = { skills: [], languages: [] }

/** [RO-31] What somebody must, or should, be able to do. */
export function RoutingAbilities({ form, setting }: Props) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const shown = form.shown[setting] ?? none
  const change = (part: Partial<AbilitiesDraft>) => {
    const next = { ...shown, ...part }
    const isEmpty = next.skills.length === 0 && next.languages.length === 0
    // Asking for nothing needs saying only where the workspace asks for something.
    form.change({ [setting]: isEmpty && form.defaults[setting] === undefined ? undefined : next })
  }
  return (
    <RoutingSetting form={form} setting={setting} title={t(`routing.${setting}`)} text={t(`routing.${setting}_hint`)}>
      {(['skills', 'languages'] as const).map((kind) => (
        <AbilitiesInput
          key={kind}
          kind={kind}
          isReadOnly={form.isReadOnly}
          isTellingUnknown
          value={shown[kind]}
          error={errorAt(`${setting}.${kind}`)}
          onChange={(value) => change({ [kind]: value })}
        />
      ))}
    </RoutingSetting>
  )
}
