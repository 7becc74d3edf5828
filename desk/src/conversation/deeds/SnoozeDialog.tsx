import type { ConversationView } from '@baton/core/protocol'
import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSnoozed } from '../../inbox/snoozed.ts'
import { useTimes } from '../../shell/times.ts'
import { snooze } from './deeds.ts'
import styles from './snooze-dialog.module.css'
import { fieldValue, longestSnoozeMs, readField, snoozeTimes } from './snooze-times.ts'
import { useHand } from './use-hand.ts'

const arrows: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

/** [U-02] Until when: a number chooses, or the arrows and Enter. The times are those of the operator's clock. */
export function SnoozeDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useTranslation()
  const times = useTimes()
  const hand = useHand()
  const [now] = useState(() => new Date())
  const isAside = isSnoozed(view, now.getTime())
  const choices = snoozeTimes(now)
  const put = (until: Date | null) => {
    const words =
      until === null
        ? t('snooze.done.ended', { contact: view.contactName })
        : t('snooze.done.until', { contact: view.contactName, time: times.ahead(until.toISOString()) })
    snooze(hand, view, until?.toISOString() ?? null, words)
    onClose()
  }
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    const step = arrows[event.key]
    if (step !== undefined) {
      event.preventDefault()
      moveFocus(event.currentTarget, step)
    }
    if (event.key === '0' && isAside) put(null)
    const chosen = choices[Number(event.key) - 1]
    if (chosen?.at != null) put(chosen.at)
    if (event.key === ownNumber) {
      event.preventDefault()
      event.currentTarget.querySelector('input')?.focus()
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('snooze.title')}
      size={400}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to what stands in it */}
      <div onKeyDown={press}>
        <p className={styles.hint}>{t('snooze.hint')}</p>
        {isAside && (
          <Choice number="0" words={t('snooze.end')} isFirst onChoose={() => put(null)}>
            {times.ahead(view.snoozedUntil ?? '')}
          </Choice>
        )}
        {choices.map(({ choice, at }, index) => (
          <Choice
            key={choice}
            number={String(index + 1)}
            words={t(`snooze.choice.${choice}`)}
            isFirst={index === 0 && !isAside}
            onChoose={at === null ? null : () => put(at)}
          >
            {at === null ? t('snooze.over') : times.ahead(at.toISOString())}
          </Choice>
        ))}
        <Own now={now} onChoose={put} />
      </div>
    </Modal>
  )
}

/** The number of the time of one's own. */
const ownNumber = '5'

function Choice({
  number,
  words,
  isFirst,
  onChoose,
  children,
}: {
  number: string
  words: string
  isFirst: boolean
  /** Null: it cannot be chosen now. */
  onChoose: (() => void) | null
  children: string
}) {
  return (
    <button
      type="button"
      className={styles.choice}
      data-autofocus={isFirst || undefined}
      disabled={onChoose === null}
      onClick={() => onChoose?.()}
    >
      <kbd>{number}</kbd>
      <span className={styles.words}>{words}</span>
      <span className={`${styles.time} tabular`}>{children}</span>
    </button>
  )
}

function Own({ now, onChoose }: { now: Date; onChoose: (at: Date) => void }) {
  const { t } = useTranslation()
  const [value, setValue] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readField(value, new Date())
    if ('at' in read) onChoose(read.at)
    else setWrong(t(`snooze.wrong.${read.wrong}`))
  }
  return (
    <form className={styles.own} onSubmit={submit} noValidate>
      <TextInput
        className={styles.field ?? ''}
        type="datetime-local"
        label={
          <>
            <kbd>{ownNumber}</kbd> {t('snooze.own')}
          </>
        }
        min={fieldValue(now)}
        max={fieldValue(new Date(now.getTime() + longestSnoozeMs))}
        value={value}
        error={wrong}
        onChange={(event) => {
          setValue(event.currentTarget.value)
          setWrong(null)
        }}
      />
      <Button type="submit">{t('act.snooze')}</Button>
    </form>
  )
}

/** To the next or the one before of all that can be chosen; beyond the last one comes the first. */
function moveFocus(within: Element, step: 1 | -1): void {
  const places = [...within.querySelectorAll<HTMLElement>('button:enabled, input')]
  const current = document.activeElement
  const at = current instanceof HTMLElement ? places.indexOf(current) : -1
  places.at((at + step) % places.length)?.focus()
}
