import { ActionIcon, Button } from '@mantine/core'
import { IconAlertCircle, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../commands/Keys.tsx'
import { useShownShortcuts } from '../commands/own-shortcuts.ts'
import { captionOf } from '../commands/shortcuts.ts'
import { useCommands } from '../commands/use-commands.ts'
import { useLive } from '../live/hooks.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { CountdownRing } from './Countdown.tsx'
import styles from './offers.module.css'
import { type Offer, secondsLeft } from './offers.ts'
import { type Refused, useOffers } from './use-offers.ts'

/** So many stand in sight at once. */
const mostShown = 3

/** [RO-30] Whoever is asked sees it at once, and goes on with what they do until they answer. */
export function Offers() {
  const { t } = useTranslation()
  const { offers, accept, decline, refused, dismiss } = useOffers()
  const [first] = offers
  useCommands(
    first === undefined
      ? {}
      : {
          accept: { run: () => accept(first.row), words: `${t('offer.accept')} ${first.row.contactName}` },
          decline: { run: () => decline(first.row), words: `${t('offer.decline')} ${first.row.contactName}` },
        },
  )
  return (
    <section className={styles.place} aria-label={t('offer.region')}>
      <div role="status" className="hidden-text">
        {first !== undefined && <Announcement key={`${first.row.id} ${first.until}`} offer={first} />}
      </div>
      {offers.slice(0, mostShown).map((offer, index) => (
        <OfferLine
          key={`${offer.row.id} ${offer.until}`}
          offer={offer}
          isFirst={index === 0}
          onAccept={() => accept(offer.row)}
          onDecline={() => decline(offer.row)}
        />
      ))}
      {offers.length > mostShown && (
        <p className={styles.more}>{t('offer.more', { count: offers.length - mostShown })}</p>
      )}
      <div role="alert">{refused !== null && <RefusedLine refused={refused} onClose={dismiss} />}</div>
    </section>
  )
}

/** Said once: the time as it was when it came. */
function Announcement({ offer: { row, until } }: { offer: Offer }) {
  const { t } = useTranslation()
  const { store } = useLive()
  const [count] = useState(() => secondsLeft(until, Date.now(), store.get().clockAhead))
  const { accept, decline } = useShownShortcuts()
  const keys =
    accept === null || decline === null
      ? null
      : t('offer.announced_keys', { accept: captionOf(accept), decline: captionOf(decline) })
  return (
    <>
      {t('offer.announced', { contact: row.contactName, count })}
      {keys !== null && ` ${keys}`}
    </>
  )
}

type LineProps = {
  offer: Offer
  isFirst: boolean
  onAccept: () => void
  onDecline: () => void
}

/** Stands for the name in the sentence, and in no text. */
const mark = '\u0000'

function OfferLine({ offer: { row }, isFirst, onAccept, onDecline }: LineProps) {
  const { t } = useTranslation()
  const hint = useKeyHint(styles.key)
  const place = { name: 'inbox', conversation: row.id } as const
  // The name is a link, wherever the sentence has it.
  const [before, after] = t('offer.head', { contact: mark }).split(mark)
  return (
    <div className={styles.offer}>
      <CountdownRing until={row.offeredUntil ?? ''} />
      <div className={styles.words}>
        <span className={styles.head}>
          {before}
          <a
            className={styles.name}
            href={pathOf(place)}
            title={t('offer.look')}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              goTo(place)
            }}
          >
            <bdi>{row.contactName}</bdi>
          </a>
          {after}
          <span className={styles.since}>
            {row.group !== null && (
              <>
                <bdi>{row.group.name}</bdi>
                {' · '}
              </>
            )}
            {t('offer.waiting')} <Waiting since={row.requestedAt ?? row.lastActivityAt} isUrgencyShown />
          </span>
        </span>
        {row.lastLine !== null && row.lastLine.text !== '' && (
          <span className={`${styles.last} cut`}>
            <bdi>{row.lastLine.text}</bdi>
          </span>
        )}
      </div>
      <div className={styles.acts}>
        <Button variant="filled" rightSection={isFirst && hint('accept')} onClick={onAccept}>
          {t('offer.accept')}
          <span className="hidden-text"> {row.contactName}</span>
        </Button>
        <Button rightSection={isFirst && hint('decline')} onClick={onDecline}>
          {t('offer.decline')}
          <span className="hidden-text"> {row.contactName}</span>
        </Button>
      </div>
    </div>
  )
}

function RefusedLine({ refused: { row, refusal, error }, onClose }: { refused: Refused; onClose: () => void }) {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const contact = row.contactName
  const text =
    refusal.kind === 'taken'
      ? t('offer.taken', { owner: refusal.owner, contact })
      : refusal.kind === 'too_late'
        ? t('offer.too_late', { contact })
        : failureText(error)
  return (
    <p className={styles.refused}>
      <IconAlertCircle size={16} aria-hidden />
      <span dir="auto">{text}</span>
      <ActionIcon variant="subtle" aria-label={t('common.close')} onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </p>
  )
}
