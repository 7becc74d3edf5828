import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useFoundWords } from './context.ts'
import styles from './designer.module.css'
import { behaviorsOf, nameOf, placeOf } from './document/bot.ts'
import { fieldsOf, pathOf, valueAt, wordOf } from './document/path.ts'
import { type Found, isError } from './document/problems.ts'

/** What the last save found; a click goes to the place. */
export function ProblemsPanel({ isAlone }: { isAlone: boolean }) {
  const { t } = useTranslation()
  const problems = useDesignerState((state) => state.problems)
  const isStale = useDesignerState((state) => state.saving.state !== 'saved')
  const [isOpen, setOpen] = useState(true)
  const errors = problems.filter(isError)
  const warnings = problems.filter((problem) => !isError(problem))
  const isShown = isAlone || (isOpen && problems.length > 0)
  return (
    <section className={styles.problems} data-alone={isAlone} aria-label={t('designer.problems.title')}>
      <UnstyledButton
        className={styles.problemsHead}
        aria-expanded={isShown}
        disabled={isAlone || problems.length === 0}
        onClick={() => setOpen((open) => !open)}
      >
        {problems.length === 0 ? (
          <IconCircleCheck size={16} color="var(--online)" aria-hidden />
        ) : isShown ? (
          <IconChevronDown size={16} aria-hidden />
        ) : (
          <IconChevronRight size={16} aria-hidden />
        )}
        {problems.length === 0 ? t('designer.problems.none') : t('designer.problems.title')}
        {errors.length > 0 && (
          <span className={styles.error}>{t('designer.nodes.errors', { count: errors.length })}</span>
        )}
        {warnings.length > 0 && (
          <span className={styles.warning}>{t('designer.nodes.warnings', { count: warnings.length })}</span>
        )}
        {isStale && <span className="quiet">{t('designer.problems.stale')}</span>}
      </UnstyledButton>
      {isShown && problems.length > 0 && (
        <ul className={styles.problemList}>
          {[...errors, ...warnings].map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand at the same place twice
            <ProblemLine key={`${problem.path} ${problem.code} ${index}`} problem={problem} />
          ))}
        </ul>
      )}
      {isAlone && problems.length === 0 && <p className="quiet">{t('designer.problems.none_text')}</p>}
    </section>
  )
}

/** One problem with its place in words; a click leads there. */
export function ProblemLine({ problem }: { problem: Found }) {
  const { session } = useDesigner()
  const wordsOf = useFoundWords()
  return (
    <li>
      <UnstyledButton className={styles.problem} onClick={() => session.goTo(pathOf(problem.path))}>
        {isError(problem) ? (
          <IconCircleX size={16} className={styles.error} aria-hidden />
        ) : (
          <IconAlertTriangle size={16} className={styles.warning} aria-hidden />
        )}
        <span>
          <span className="quiet" dir="auto">
            <Where path={problem.path} />
          </span>
          {wordsOf(problem)}
        </span>
      </UnstyledButton>
    </li>
  )
}

/** The place in words: behavior, interaction, action. */
function Where({ path }: { path: string }) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const { draft } = session
  const { behavior, node, action } = placeOf(pathOf(path))
  const type = action === null ? '' : wordOf(fieldsOf(valueAt(draft, action)).type)
  const parts = [
    behavior === null ? '' : nameOf(behaviorsOf(draft)[behavior] ?? {}),
    node?.kind === 'interaction' ? wordOf(fieldsOf(valueAt(draft, node.path)).name) : '',
    node !== null && node.kind !== 'interaction' ? t(`designer.nodes.${node.kind}`) : '',
    catalogue.get(type)?.title ?? type,
  ].filter((part) => part !== '')
  return parts.length === 0 ? t('designer.problems.whole') : parts.join(' › ')
}
