import { type Static, Type } from 'typebox'
import { calendarSettings } from '../calendar/calendar.ts'
import type { GroupId } from '../ids.ts'
import type { Abilities } from './seat.ts'

/** [RO-31] The orders that a group can have for what nobody asks a certain order for. */
export const groupPicks = ['random', 'less_busy', 'longest_idle', 'two_choices'] as const
export type GroupPick = (typeof groupPicks)[number]

/** Limits, delays and lists stay within these; delays in seconds. */
const mostLimit = 1_000
const mostDelay = 86_400
const mostFallbacks = 10
const longestDeadline = 30 * 86_400
const mostAbilities = 50

const words = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: mostAbilities, uniqueItems: true })

const deadline = Type.Integer({ minimum: 1, maximum: longestDeadline, title: 'After so many seconds' })

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
          two_choices: 'The less busy of two drawn by chance',
        },
      }),
    ),
    limit: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: mostLimit }), Type.Null()], {
        title: 'Conversations at once',
        description: 'The limit of each operator here who has none of their own. Left out: none.',
      }),
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
                outcome: Type.Enum(['withdraw', 'interaction'], {
                  optionTitles: {
                    withdraw: 'Withdraw the request: the bot goes on alone',
                    interaction: 'Start an interaction of the bot; the request stays',
                  },
                }),
                interaction: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
              },
              { additionalProperties: false, title: 'Nobody takes a request' },
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
          idle: Type.Optional(
            Type.Object(
              {
                afterSeconds: deadline,
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
export type Deadlines = NonNullable<RoutingSettings['deadlines']>

/** The same with groups by their id, as it is kept. */
export type Routing = Omit<RoutingSettings, 'fallbacks'> & {
  fallbacks?: readonly { group: GroupId; afterSeconds: number }[]
  required?: Abilities
  preferred?: Abilities
}

export const plainRouting: Routing = {}

/** [RO-10] [RO-40] What a group says for itself, and what it takes over from its workspace. */
export function routingWithin(workspace: Routing, group: Routing): Routing {
  return { ...workspace, ...group }
}
