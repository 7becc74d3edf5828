import { Button, Modal, Select } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations, type Why } from '../../api/conversations.ts'
import { operators } from '../../api/people.ts'
import { useCommands } from '../../commands/use-commands.ts'
import type { Log } from '../../live/log.ts'
import { Failure } from '../../shell/Failure.tsx'
import { mayOverrule, useMe } from '../../shell/session.ts'
import { useTimes } from '../../shell/times.ts'
import { verdictWords, wordIn } from '../why/decision.ts'
import { DecisionView } from '../why/WhyDialog.tsx'
import styles from './details.module.css'
import { decisionAt, nowTextOf } from './why-now.ts'

/** [RO-50] "Why me?" and "why not me?"; supervisors ask it of anybody. */
export function WhyNow({ log }: { log: Log }) {
  const { t } = useTranslation()
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  const { operator, requestedOperator, offeredUntil } = log.view
  const isMine = operator?.id === me.id || (offeredUntil !== null && requestedOperator?.id === me.id)
  const words = t(isMine ? 'why.now.me' : 'why.now.not_me')
  useCommands({ why: { run: () => setOpen(true), words } })
  return (
    <section className={styles.section}>
      <h3>{t('why.now.title')}</h3>
      <Button size="compact-sm" leftSection={<IconHelpCircle size={16} />} onClick={() => setOpen(true)}>
        {words}
      </Button>
      {isOpen && <WhyNowDialog log={log} title={words} onClose={() => setOpen(false)} />}
    </section>
  )
}

function WhyNowDialog({ log, title, onClose }: { log: Log; title: string; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const maySeeOthers = mayOverrule(me)
  const [asked, setAsked] = useState(me.id)
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list, enabled: maySeeOthers })
  const why = useQuery({
    // Another event may be another answer.
    queryKey: ['why', log.view.id, asked, log.lastSeq],
    queryFn: () => conversations.why(log.view.id, asked),
    staleTime: 0,
    placeholderData: (before) => (before?.operator.id === asked ? before : undefined),
  })
  const shown =
    why.data === undefined || why.data.decided === null ? null : decisionAt(log.events, why.data.decided.seq)
  const options = (people.data ?? [me]).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Modal opened onClose={onClose} title={title} size={520} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className={styles.why}>
        {maySeeOthers && (
          <Select
            label={t('why.now.operator')}
            searchable
            openOnFocus={false}
            allowDeselect={false}
            limit={100}
            data={options}
            value={asked}
            onChange={(value) => value !== null && setAsked(value)}
          />
        )}
        <Failure error={why.error} />
        <div role="status">
          {why.data !== undefined && <Answer why={why.data} isMe={asked === me.id} isShown={shown !== null} />}
        </div>
        {shown !== null && (
          <div className={styles.decided}>
            <DecisionView {...shown} />
          </div>
        )}
      </div>
    </Modal>
  )
}

/** `isShown`: the decision stands below, with whoever was picked. */
function Answer({ why, isMe, isShown }: { why: Why; isMe: boolean; isShown: boolean }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useNowWords(why, isMe)
  const { decided } = why
  const verdict = decided?.verdict == null ? null : wordIn(verdictWords, decided.verdict)
  return (
    <>
      <p className={styles.answer} dir="auto">
        {now}
      </p>
      {decided !== null && (
        <p className={styles.then} dir="auto">
          {t('why.now.decided', { time: times.date(decided.at) })}{' '}
          {!isShown &&
            `${decided.picked === null ? t('why.nobody') : t('why.picked', { name: decided.picked.name })}. `}
          {verdict !== null &&
            decided.picked?.id !== why.operator.id &&
            t('why.now.own_verdict', { name: why.operator.name, verdict: t(`why.verdict.${verdict}`) })}
        </p>
      )}
    </>
  )
}

function useNowWords({ operator: { name }, now }: Why, isMe: boolean): string {
  const { t } = useTranslation()
  const isSilent = useMe().unresponsive === true && isMe
  const said = nowTextOf(now)
  const not = t(isMe ? 'why.now.not_to_you' : 'why.now.not_to', { name })
  switch (said.kind) {
    case 'sentence':
      return t(`why.now.${isMe ? 'you' : 'they'}.${said.word}`, { name, by: said.by })
    case 'full':
      return `${not} ${t('why.now.full', { load: said.load, limit: said.limit })}`
    case 'verdict':
      // Whoever missed a request counts as away, with the desk open before them.
      if (isSilent) return `${not} ${t('unresponsive.text')}`
      return `${not} ${t(`why.verdict.${said.verdict}`)}.`
    case 'plain':
      return said.text
  }
}
