import { type Static, Type } from 'typebox'
import { calendarSettings } from '../calendar/calendar.ts'
import type { GroupId } from '../ids.ts'
import type { Abilities } from './seat.ts'

/** [RO-31] The orders that a group can have for what nobody asks a certain order for. */
export const groupPicks = ['random', 'less_busy', 'longest_idle', 'round_robin', 'two_choices', 'sticky'] as const
export type GroupPick = (typeof groupPicks)[number]

/** Limits, delays and lists stay within these; delays in seconds. */
const mostLimit = 1_000
const mostDelay = 86_400
const mostFallbacks = 10
const longestDeadline = 30 * 86_400
/** In seconds: WCAG 2.2.1 wants 20 to answer a warning, and the warning takes at most half of the idle time. */
const shortestWarning = 20
const shortestIdle = 2 * shortestWarning
const mostAbilities = 50
const mostWeight = 100
const mostChannels = 50
const mostRounds = 100
const longestOffer = 3_600

const words = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: mostAbilities, uniqueItems: true })

const deadlineOf = (title: string, shortest = 1) => Type.Integer({ minimum: shortest, maximum: longestDeadline, title })
const deadline = deadlineOf('After so many seconds')

const abilities = (title: string, description: string) =>
  Type.Optional(
    Type.Object(
      {
        skills: Type.Optional(words),
        languages: Type.Optional(words),
      },
      { additionalProperties: false, title, description },
    ),
  )

/**
 * How the requests of a group find an operator; for a workspace, how those for everybody do, and what groups that say
 * nothing take over from it. Nothing set: exactly as handoff.md says.
 */
export const routingSettings = Type.Object(
  {
    automatic: Type.Optional(
      Type.Boolean({
        title: 'Assign requests automatically',
        description:
          'A request goes to an operator as soon as one who is online has room, whoever has waited longest first. Off: requests wait until somebody takes them.',
      }),
    ),
    pick: Type.Optional(
      Type.Enum([...groupPicks], {
        title: 'Who gets it',
        description:
          'The order for automatic assignments, and for takeovers of a flow that name none. Left out: the least busy, and by chance in a flow.',
        optionTitles: {
          random: 'Anybody, by chance',
          less_busy: 'Whoever has the fewest conversations',
          longest_idle: 'Whoever has been without a new one longest',
          round_robin: 'Everybody in turn',
          two_choices: 'The less busy of two drawn by chance',
          sticky: 'Whoever had the contact last, else whoever has the fewest conversations',
        },
      }),
    ),
    limit: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: mostLimit }), Type.Null()], {
        title: 'Conversations at once',
        description: 'The limit of each operator here who has none of their own. Left out: none.',
      }),
    ),
    channelWeights: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 60 }), Type.Integer({ minimum: 1, maximum: mostWeight }), {
        additionalProperties: false,
        maxProperties: mostChannels,
        title: 'What channels weigh',
        description:
          'How many of an operator’s conversations at once one of this channel counts as. Left out: one. Only for the whole workspace.',
      }),
    ),
    holdIsFree: Type.Optional(
      Type.Boolean({
        title: 'Waiting for the contact is free',
        description:
          'A conversation in which the owner wrote last does not count as one of their conversations at once until the contact writes again.',
      }),
    ),
    offer: Type.Optional(
      Type.Union(
        [
          Type.Object(
            {
              seconds: Type.Optional(
                Type.Integer({ minimum: 1, maximum: longestOffer, default: 20, title: 'Time to answer (seconds)' }),
              ),
              coolDownSeconds: Type.Optional(
                Type.Integer({
                  minimum: 0,
                  maximum: mostDelay,
                  default: 60,
                  title: 'Left alone after declining (seconds)',
                }),
              ),
              rounds: Type.Optional(
                Type.Integer({ minimum: 1, maximum: mostRounds, default: 3, title: 'Asked at most so many times' }),
              ),
            },
            { additionalProperties: false },
          ),
          Type.Null(),
        ],
        {
          title: 'Ask before assigning',
          description:
            'Whoever is picked is asked and may decline; then the next is. After so many the request stays open for all. Needs automatic assignment.',
        },
      ),
    ),
    ramp: Type.Optional(
      Type.Union(
        [
          Type.Object(
            {
              everySeconds: Type.Integer({ minimum: 1, maximum: mostDelay, title: 'One in so many seconds' }),
              lastsSeconds: Type.Optional(
                Type.Integer({ minimum: 1, maximum: mostDelay, default: 300, title: 'For so many seconds' }),
              ),
            },
            { additionalProperties: false },
          ),
          Type.Null(),
        ],
        {
          title: 'Newcomers',
          description:
            'Who has just come online gets at most one conversation in that time while anybody else could take it.',
        },
      ),
    ),
    required: abilities('Required', 'Only operators who have all of it are asked.'),
    preferred: abilities('Preferred', 'Operators who have more of it come first.'),
    fallbacks: Type.Optional(
      Type.Array(
        Type.Object(
          {
            group: Type.String({ minLength: 1, maxLength: 200, reference: 'group' }),
            afterSeconds: Type.Integer({ minimum: 0, maximum: mostDelay }),
          },
          { additionalProperties: false },
        ),
        {
          maxItems: mostFallbacks,
          title: 'Other groups',
          description:
            'Asked too when a request has waited so many seconds, or at once when nobody of the groups before is online and has room. Needs automatic assignment.',
        },
      ),
    ),
    deadlines: Type.Optional(
      Type.Object(
        {
          unanswered: Type.Optional(
            Type.Object(
              {
                afterSeconds: deadline,
                outcome: Type.Enum(['withdraw', 'interaction', 'group'], {
                  optionTitles: {
                    withdraw: 'Withdraw the request: the bot goes on alone',
                    interaction: 'Start an interaction of the bot; the request stays',
                    group: 'Pass the request on to another group',
                  },
                }),
                interaction: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
                group: Type.Optional(Type.String({ minLength: 1, maxLength: 200, reference: 'group' })),
              },
              { additionalProperties: false, title: 'Nobody takes a request' },
            ),
          ),
          waiting: Type.Optional(
            Type.Object(
              { afterSeconds: deadline, interaction: Type.String({ minLength: 1, maxLength: 200 }) },
              {
                additionalProperties: false,
                title: 'While somebody waits',
                description:
                  'An interaction of the bot that runs again and again in this distance, as long as nobody takes the request.',
              },
            ),
          ),
          firstAnswer: Type.Optional(
            Type.Object(
              { afterSeconds: deadline },
              {
                additionalProperties: false,
                title: 'The owner does not answer',
                description:
                  'Without a first message to the contact the conversation waits for somebody again, with its age.',
              },
            ),
          ),
          unreachable: Type.Optional(
            Type.Object(
              {
                afterSeconds: deadline,
                outcome: Type.Enum(['requeue', 'hand_back'], {
                  optionTitles: {
                    requeue: 'The conversation waits for somebody again, with its age',
                    hand_back: 'Give control back to the bot',
                  },
                }),
              },
              {
                additionalProperties: false,
                title: 'The owner is gone',
                description: 'Offline for so long; two minutes are usual. Left out: they keep it.',
              },
            ),
          ),
          idle: Type.Optional(
            Type.Object(
              {
                afterSeconds: deadlineOf('After so many seconds', shortestIdle),
                warnSeconds: Type.Optional(
                  deadlineOf('So many seconds before, contact and owner are warned', shortestWarning),
                ),
                outcome: Type.Enum(['hand_back', 'close'], {
                  optionTitles: { hand_back: 'Give control back to the bot', close: 'Close the conversation' },
                }),
              },
              {
                additionalProperties: false,
                title: 'Nobody writes any more',
                description: 'Of a conversation that an operator holds; half an hour is usual on websites.',
              },
            ),
          ),
          wrapUp: Type.Optional(
            Type.Object(
              { afterSeconds: deadlineOf('For so many seconds') },
              {
                additionalProperties: false,
                title: 'Wrap-up',
                description: 'After closing, the conversation still counts as one of the owner’s for so long.',
              },
            ),
          ),
          away: Type.Optional(
            Type.Object(
              { afterSeconds: deadline },
              {
                additionalProperties: false,
                title: 'Away too long',
                description: 'Whoever is away for so long counts as offline. Only for the whole workspace.',
              },
            ),
          ),
        },
        {
          additionalProperties: false,
          title: 'Deadlines',
          description: 'What happens when nobody does anything. Left out: nothing.',
        },
      ),
    ),
    calendar: Type.Optional(
      Type.Union([calendarSettings, Type.Null()], {
        title: 'Opening hours',
        description: 'Outside of them nobody here is a candidate (reason `group_closed`). Left out: always open.',
      }),
    ),
  },
  { additionalProperties: false, title: 'Routing' },
)

export type RoutingSettings = Static<typeof routingSettings>
export type DeadlineSettings = NonNullable<RoutingSettings['deadlines']>

/** [RO-30] What is so where a group that asks before it assigns says nothing else. */
export const usualOffer = { seconds: 20, coolDownSeconds: 60, rounds: 3 } as const

/** [RO-32] How long somebody is a newcomer where a group does not say it, in seconds. */
export const usualRampLasts = 300

/** How long before the idle end contact and owner are warned where nothing else is said, in seconds. */
const usualWarning = 60

/** At most half of the idle time: so the warning after one that was answered lies ahead whenever it was answered. */
export function mostWarning(afterSeconds: number): number {
  return Math.floor(afterSeconds / 2)
}

/** What counts, also of settings that were kept before there were limits to them. */
export function idleTimes({
  afterSeconds,
  warnSeconds = usualWarning,
}: Pick<NonNullable<DeadlineSettings['idle']>, 'afterSeconds' | 'warnSeconds'>) {
  const after = Math.max(shortestIdle, afterSeconds)
  return {
    afterSeconds: after,
    warnSeconds: Math.min(mostWarning(after), Math.max(shortestWarning, warnSeconds)),
  }
}

export type Deadlines = Omit<DeadlineSettings, 'unanswered'> & {
  unanswered?: Omit<NonNullable<DeadlineSettings['unanswered']>, 'group'> & { group?: GroupId }
}

/** The same with groups by their id, as it is kept. */
export type Routing = Omit<RoutingSettings, 'fallbacks' | 'deadlines'> & {
  fallbacks?: readonly { group: GroupId; afterSeconds: number }[]
  deadlines?: Deadlines
  required?: Abilities
  preferred?: Abilities
}

export const plainRouting: Routing = {}

/** [RO-10] [RO-40] What a group says for itself, and what it takes over from its workspace. */
export function routingWithin(workspace: Routing, group: Routing): Routing {
  return { ...workspace, ...group }
}
