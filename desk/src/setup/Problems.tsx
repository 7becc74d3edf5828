import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BotProblem } from '../api/setup.ts'
import { SaidText, useSaid } from '../sentences/said.tsx'
import { sorted } from './bot-document.ts'
import styles from './setup.module.css'

/** Errors and warnings apart, each with the path it is about. */
export function Problems({ problems }: { problems: BotProblem[] }) {
  const { t } = useTranslation()
  const { errors, warnings } = sorted(problems)
  if (problems.length === 0) {
    return (
      <div className={styles.problems}>
        <h3>
          <IconCircleCheck size={16} color="var(--online)" aria-hidden /> {t('bots.no_problems')}
        </h3>
      </div>
    )
  }
  return (
    <div className={styles.problems}>
      {errors.length > 0 && (
        <div>
          <h3 className={styles.error}>
            <IconCircleX size={16} aria-hidden /> {t('bots.errors', { count: errors.length })}
          </h3>
          <p className="quiet" style={{ margin: '2px 0 6px' }}>
            {t('bots.errors_hint')}
          </p>
          <List problems={errors} />
        </div>
      )}
      {warnings.length > 0 && (
        <div>
          <h3 className={styles.warning}>
            <IconAlertTriangle size={16} aria-hidden /> {t('bots.warnings', { count: warnings.length })}
          </h3>
          <p className="quiet" style={{ margin: '2px 0 6px' }}>
            {t('bots.warnings_hint')}
          </p>
          <List problems={warnings} />
        </div>
      )}
    </div>
  )
}

function List({ problems }: { problems: BotProblem[] }) {
  const said = useSaid()
  return (
    <ul>
      {problems.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand at the same path twice
        <li key={`${problem.path} ${problem.code} ${index}`}>
          <SaidText said={said(problem.message || problem.code)} />
          {problem.path !== '' && <code>{problem.path}</code>}
        </li>
      ))}
    </ul>
  )
}
