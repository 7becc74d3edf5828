import { useTranslation } from 'react-i18next'
import type { Place } from '../../api/conversations.ts'
import type { Log } from '../../live/log.ts'
import { useChannelName } from '../../shell/channel-name.ts'
import { mayOverrule, useMe } from '../../shell/session.ts'
import { useTimes } from '../../shell/times.ts'
import { shortSpan } from '../../shell/waiting.ts'
import { standingOf } from '../standing.ts'
import { useQueuePlace } from '../use-queue-place.ts'
import { ContactCard } from './ContactCard.tsx'
import styles from './details.module.css'
import { EarlierConversations } from './EarlierConversations.tsx'
import { Holders } from './Holders.tsx'
import { Tags } from './Tags.tsx'
import { useVariables } from './use-variables.ts'
import { Variables } from './Variables.tsx'
import { WhyNow } from './WhyNow.tsx'

/** What is known about the conversation besides what was said. */
export function Details({ log }: { log: Log }) {
  const { t } = useTranslation()
  const times = useTimes()
  const channelName = useChannelName()
  const { view } = log
  const me = useMe()
  const standing = standingOf(view, me.id)
  const place = useQueuePlace(view.id, standing)
  const variables = useVariables(view)
  // What is known of the contact is the owner's to keep; while nobody is, anybody's.
  const mayChange = standing.kind !== 'closed' && (standing.kind !== 'others' || mayOverrule(me))
  const facts: [string, string][] = [
    [t('details.bot'), view.botName],
    [t('details.channel'), channelName(view.channel)],
    [t('details.group'), view.group?.name ?? t('details.none')],
    [t('details.owner'), view.operator?.name ?? t('details.none')],
    ...(view.openedAt === '' ? [] : [[t('details.opened'), times.date(view.openedAt)] satisfies [string, string]]),
  ]
  return (
    <div className={styles.details}>
      <ContactCard view={view} variables={variables} mayChange={mayChange} />
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {place !== null && <PlaceLine place={place} />}
      <WhyNow log={log} />
      <Tags view={view} />
      <Variables variables={variables} mayChange={mayChange} />
      <Holders log={log} />
      {/* Last: it comes later, and moves nothing. */}
      <EarlierConversations view={view} />
    </div>
  )
}

/** [RO-23] What the contact is told, and what it rests on. */
function PlaceLine({ place: { position, waiting, estimate } }: { place: Place }) {
  const { t, i18n } = useTranslation()
  return (
    <p className={styles.place}>
      {t('details.place', { position, waiting })}{' '}
      {estimate === null
        ? t('details.place_unknown')
        : t('details.place_estimate', {
            span: shortSpan(estimate.seconds * 1_000, i18n.language),
            count: estimate.basis,
          })}
    </p>
  )
}
