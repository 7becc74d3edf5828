import { useTranslation } from 'react-i18next'
import { useDesignerState, useFoundWords } from './context.ts'
import { type Description, isShown, triggersOf, unknownSettings, withUnknown } from './document/catalogue.ts'
import { type Fields, listOf, pathOf } from './document/path.ts'
import { isError, problemsAt } from './document/problems.ts'
import { useFormParts } from './form-parts.ts'
import { HandoffWords } from './HandoffWords.tsx'
import { HelpPage } from './HelpPage.tsx'
import styles from './inspector.module.css'
import { JsonField } from './JsonField.tsx'
import { useTriggerName } from './use-names.ts'

type Props = { at: string; action: Fields; description: Description | undefined; isNested: boolean }

/** The form of one action, drawn from its schema; under it, what happens at its triggers. */
export function ActionForm({ at, action, description, isNested }: Props) {
  const { t } = useTranslation()
  const { ActionList, FieldControl } = useFormParts()
  const nameOfTrigger = useTriggerName()
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  const own = problemsAt(problems, pathOf(at))
  const path = pathOf(at)
  const unknown = unknownSettings(action, description)
  return (
    <div className={styles.cardBody}>
      {description === undefined ? (
        <p className={styles.error}>{t('designer.actions.unknown', { type: String(action.type) })}</p>
      ) : (
        <>
          <p className="quiet">{description.help}</p>
          <HelpPage action={description} />
        </>
      )}
      {description !== undefined && description.packages.length > 0 && (
        <p className="quiet">{t('designer.field.package', { name: description.packages.join(', ') })}</p>
      )}
      {isNested && description?.placement === 'interaction' && (
        <p className={styles.error}>{t('designer.actions.misplaced')}</p>
      )}
      {own.map((problem) => (
        <p key={problem.message} className={isError(problem) ? styles.error : styles.warning}>
          {wordsOf(problem)}
        </p>
      ))}
      {description !== undefined && description.unavailableOn.length > 0 && (
        <p className={styles.warning}>
          {t('designer.actions.unavailable', { channels: description.unavailableOn.join(', ') })}
        </p>
      )}
      {description?.fields
        .filter((field) => isShown(field, action, description.fields))
        .map((field) => (
          <FieldControl key={field.name} field={field} value={action[field.name]} path={[...path, field.name]} />
        ))}
      {Object.keys(unknown).length > 0 && (
        <JsonField
          label={description === undefined ? t('designer.actions.raw') : t('designer.field.other_settings')}
          at={at}
          value={unknown}
          change={(settings) => withUnknown(action, description, settings)}
        />
      )}
      {description?.isHandoff === true && <HandoffWords action={action} />}
      {triggersOf(action, description).map((trigger) => (
        <section key={trigger} className={styles.trigger}>
          <h4>{nameOfTrigger(trigger)}</h4>
          <ActionList
            at={`${at}.${trigger}`}
            actions={listOf(action[trigger])}
            where={nameOfTrigger(trigger)}
            isNested
          />
        </section>
      ))}
    </div>
  )
}
