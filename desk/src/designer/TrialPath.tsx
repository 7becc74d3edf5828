import { useTranslation } from 'react-i18next'
import { useDesigner, useDraft } from './context.ts'
import { placeOf } from './document/bot.ts'
import { fieldsOf, pathOf, valueAt, wordOf } from './document/path.ts'
import { summaryOf } from './document/rows.ts'
import styles from './trial.module.css'

/** What the last step ran, in order; a click shows the place. */
export function TrialPath({ path, isOld }: { path: readonly string[]; isOld: boolean }) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const draft = useDraft()
  const steps = isOld ? [] : path
  return (
    <details open>
      <summary>{t('designer.trial.what_ran')}</summary>
      {steps.length === 0 && <p className="quiet">{t('designer.trial.nothing_ran')}</p>}
      <ol className={styles.path}>
        {steps.map((place, index) => {
          const at = pathOf(place)
          const action = fieldsOf(valueAt(draft, at))
          const { node } = placeOf(at)
          const description = catalogue.get(wordOf(action.type))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same action may run twice
            <li key={index}>
              <button type="button" onClick={() => session.goTo(at)}>
                <span className="tabular">{index + 1}</span>
                <span className="cut" dir="auto">
                  {node?.kind === 'interaction' ? `${wordOf(fieldsOf(valueAt(draft, node.path)).name)} › ` : ''}
                  {description?.title ?? wordOf(action.type)}
                  <span className="quiet"> {summaryOf(action, description)}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </details>
  )
}
