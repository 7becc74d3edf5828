import { ActionIcon, Alert, Button, NativeSelect, Table, TextInput } from '@mantine/core'
import { IconAlertCircle, IconRefresh, IconSend, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { pretences } from '../api/trial.ts'
import { WhyDialog } from '../conversation/why/WhyDialog.tsx'
import { useFailureText } from '../shell/Failure.tsx'
import { StateMark } from '../shell/StateMark.tsx'
import { Tip } from '../shell/Tip.tsx'
import { useDesigner, useTrialState } from './context.ts'
import { ProblemLine } from './ProblemsPanel.tsx'
import { TrialLog } from './TrialLog.tsx'
import { TrialPath } from './TrialPath.tsx'
import { TrialWorkForm } from './TrialWorkForm.tsx'
import styles from './trial.module.css'
import { NotSaved } from './trial.ts'

/** A conversation with the draft, beside its picture: what was said, what ran, what is known, and why somebody was picked. */
export function TrialPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { trial } = useDesigner()
  const events = useTrialState((state) => state.events)
  const last = useTrialState((state) => state.last)
  const error = useTrialState((state) => state.error)
  const isBusy = useTrialState((state) => state.isBusy)
  const isOld = useTrialState((state) => state.isOld)
  const pretend = useTrialState((state) => state.pretend)
  const [isWhyOpen, setWhyOpen] = useState(false)
  useEffect(() => {
    const { last: known, isBusy: begins } = trial.store.get()
    if (known === null && !begins) void trial.begin()
  }, [trial])
  return (
    <section className={styles.panel} aria-label={t('designer.trial.title')}>
      <header className={styles.head}>
        <h2>{t('designer.trial.title')}</h2>
        <Button size="compact-sm" leftSection={<IconRefresh size={14} />} onClick={() => void trial.begin()}>
          {t('designer.trial.again')}
        </Button>
        <Tip label={t('designer.trial.close')}>
          <ActionIcon variant="subtle" aria-label={t('designer.trial.close')} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tip>
      </header>
      <div className={styles.pretend}>
        <NativeSelect
          size="xs"
          label={t('designer.trial.team')}
          value={pretend}
          onChange={(event) => trial.pretend(pretences.find((one) => one === event.currentTarget.value) ?? 'as_it_is')}
          data={pretences.map((value) => ({ value, label: t(`designer.trial.pretend.${value}`) }))}
        />
      </div>
      {isOld && <p className={styles.old}>{t('designer.trial.old')}</p>}
      <TrialLog events={events} isOpen={last?.status === 'open' && !isBusy} />
      <div className={styles.after}>
        {last !== null && (
          <p className={styles.holder} role="status">
            <StateMark state={last.status === 'closed' ? 'closed' : last.holder.chatState} />
            <span dir="auto">
              {last.status === 'closed'
                ? t('designer.trial.closed')
                : t(`designer.trial.holder.${last.holder.chatState}`, { name: last.holder.operator?.name ?? '' })}
            </span>
            {last.decision !== null && (
              <Button size="compact-xs" variant="subtle" onClick={() => setWhyOpen(true)}>
                {t('designer.trial.why')}
              </Button>
            )}
            {last.status === 'open' && last.holder.chatState !== 'chatbot_controlled' && (
              <Button size="compact-xs" disabled={isBusy} onClick={() => void trial.take({ handOver: true })}>
                {t('designer.trial.hand_over')}
              </Button>
            )}
          </p>
        )}
        {last?.works.map((work) => (
          <TrialWorkForm key={work.id} work={work} />
        ))}
        {last !== null && <Undone kinds={last.undone} />}
        {error !== null && <TrialError error={error} />}
      </div>
      <Composer isOff={last === null || last.status === 'closed' || isBusy} />
      {last !== null && (
        <div className={styles.known}>
          <TrialPath path={last.path} isOld={isOld} />
          <details>
            <summary>{t('designer.trial.variables')}</summary>
            <VariablesTable variables={last.variables} tags={last.tags} />
          </details>
        </div>
      )}
      {isWhyOpen && last?.decision != null && (
        <WhyDialog decision={last.decision} reason={last.reason} onClose={() => setWhyOpen(false)} />
      )}
    </section>
  )
}

const namedWork = ['webhook', 'forget', 'notice'] as const

function Undone({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation()
  const names = namedWork.filter((one) => kinds.includes(one)).map((one) => t(`designer.trial.work.${one}`))
  return names.length === 0 ? null : <p className="quiet">{t('designer.trial.undone', { kinds: names.join(', ') })}</p>
}

/** What stops the draft from being tried, each with the way to its place. */
function TrialError({ error }: { error: Error }) {
  const { t } = useTranslation()
  const failure = useFailureText()
  const problem = problemOf(error)
  const errors = problem?.code === 'bot_invalid' ? problem.errors : []
  return (
    <Alert role="alert" color="red" icon={<IconAlertCircle size={16} aria-hidden />}>
      {error instanceof NotSaved
        ? t('designer.trial.not_saved')
        : errors.length > 0
          ? t('designer.trial.invalid', { count: errors.length })
          : failure(error)}
      {errors.length > 0 && (
        <ul className={styles.errors}>
          {errors.map((one) => (
            <ProblemLine key={`${one.path} ${one.code}`} problem={{ ...one, level: 'error' }} />
          ))}
        </ul>
      )}
    </Alert>
  )
}

function Composer({ isOff }: { isOff: boolean }) {
  const { t } = useTranslation()
  const { trial } = useDesigner()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        if (isOff || text.trim() === '') return
        void trial.say(text.trim())
        setText('')
        field.current?.focus()
      }}
    >
      <TextInput
        ref={field}
        data-local
        aria-label={t('designer.trial.say')}
        placeholder={t('designer.trial.say')}
        value={text}
        maxLength={10_000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ActionIcon type="submit" size="lg" variant="filled" aria-label={t('designer.trial.send')} disabled={isOff}>
        <IconSend size={16} />
      </ActionIcon>
    </form>
  )
}

/** What has no value says nothing. */
function VariablesTable({ variables, tags }: { variables: Record<string, unknown>; tags: readonly string[] }) {
  const { t } = useTranslation()
  const rows = Object.entries(variables).filter(([, value]) => value !== '' && value !== null)
  return (
    <Table className={styles.variables} aria-label={t('designer.trial.variables')}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">
              <code>{name}</code>
            </Table.Th>
            <Table.Td dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</Table.Td>
          </Table.Tr>
        ))}
        {tags.length > 0 && (
          <Table.Tr>
            <Table.Th scope="row">{t('designer.trial.tags')}</Table.Th>
            <Table.Td dir="auto">{tags.join(', ')}</Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  )
}
