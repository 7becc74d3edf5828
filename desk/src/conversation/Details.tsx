import { useTranslation } from 'react-i18next'
import type { Place } from '../api/conversations.ts'
import type { Log } from '../live/log.ts'
import { goTo, pathOf } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { shortSpan } from '../shell/waiting.ts'
import styles from './details.module.css'
import { Holders } from './Holders.tsx'
import { standingOf } from './standing.ts'
import { Tags } from './Tags.tsx'
import { useQueuePlace } from './use-queue-place.ts'
import { Variables } from './Variables.tsx'
import { WhyNow } from './WhyNow.tsx'

/** What is known about the conversation besides what was said. */
export function Details({ log }: { log: Log }) {
  const { t } = useTranslation()
  const times = useTimes()
  const { view } = log
  const place = useQueuePlace(view.id, standingOf(view, useMe().id))
  const facts: [string, string][] = [
    [t('details.contact'), view.contactName],
    [t('details.bot'), view.botName],
    [t('details.channel'), view.channel],
    [t('details.group'), view.group?.name ?? t('details.none')],
    [t('details.owner'), view.operator?.name ?? t('details.none')],
    ...(view.openedAt === '' ? [] : [[t('details.opened'), times.date(view.openedAt)] satisfies [string, string]]),
  ]
  const { previous } = view
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
        {previous !== null && (
          <div>
            <dt />
            <dd>
              <a
                href={pathOf({ name: 'inbox', conversation: previous })}
                onClick={(event) => {
                  event.preventDefault()
                  goTo({ name: 'inbox', conversation: previous })
                }}
              >
                {t('details.previous')}
              </a>
            </dd>
          </div>
        )}
      </dl>
      {place !== null && <PlaceLine place={place} />}
      <WhyNow log={log} />
      <Tags view={view} />
      <Variables view={view} />
      <Holders log={log} />
    </div>
  )
}

/** [RO-23] What the contact is told, and what it rests on. */
function PlaceLine({ place: { position, waiting, estimate } }: { place: Place }) {
  const { t } = useTranslation()
  return (
    <p className={styles.place}>
      {t('details.place', { position, waiting })}{' '}
      {estimate === null
        ? t('details.place_unknown')
        : t('details.place_estimate', { span: shortSpan(estimate.seconds * 1_000), count: estimate.basis })}
    </p>
  )
}
