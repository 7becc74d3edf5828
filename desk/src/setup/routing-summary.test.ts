import { createInstance } from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { noDeadlines } from './deadlines-draft.ts'
import { weekOf } from './hours-text.ts'
import { draftOf, type HoursDraft, officeHours, type RoutingDraft } from './routing-draft.ts'
import { summaryOf } from './routing-summary.ts'

const texts = createInstance()
beforeAll(async () => {
  await texts.init({
    lng: 'en',
    ns: ['desk'],
    defaultNS: 'desk',
    resources: { en: { desk: en }, de: { desk: de } },
    interpolation: { escapeValue: false },
  })
})

const names: Record<string, string> = { grp_sales: 'sales', grp_night: 'night' }

type Told = { scope?: string | null; own?: RoutingDraft; workspace?: RoutingDraft; language?: 'en' | 'de' }

function told({ scope = 'grp_support', own = {}, workspace = {}, language = 'en' }: Told): string {
  const words = { t: texts.getFixedT(language, 'desk'), language, nameOf: (group: string) => names[group] ?? group }
  return summaryOf({ scope, own, workspace }, words).join(' ')
}

const open = officeHours('Support', 'UTC')
const never: HoursDraft = { ...open, week: weekOf(() => '') }
const goes = 'A request goes to whoever has the fewest conversations, of those who are online and have room.'
const first = 'The request that has waited longest is first.'
const waits = 'A request waits until somebody takes it.'
const inherits = 'Nothing is set for this group, so the workspace’s settings count.'

describe('what a group says', () => {
  test('[RO-21] nothing: the workspace’s settings count, and what they do', () => {
    expect(told({})).toBe(`${inherits} ${waits}`)
    expect(told({ workspace: { automatic: true } })).toBe(`${inherits} ${goes} ${first}`)
  })

  test('[RO-21] nothing in the workspace: requests wait', () => {
    expect(told({ scope: null })).toBe(waits)
  })

  test('[RO-21] something of its own goes before the workspace’s', () => {
    expect(told({ own: { automatic: false }, workspace: { automatic: true } })).toBe(waits)
    expect(told({ own: { limit: 2 }, workspace: { automatic: true, limit: 5 } })).toBe(
      `${goes} ${first} An operator without a limit of their own has at most 2 conversations at once.`,
    )
  })

  test('[RO-22] [RO-40] all of it', () => {
    const own = draftOf({
      automatic: true,
      pick: 'less_busy',
      limit: 3,
      required: { skills: ['billing'], languages: ['de'] },
      preferred: { skills: ['wine'] },
      fallbacks: [
        { group: 'grp_sales', afterSeconds: 60 },
        { group: 'grp_night', afterSeconds: 300 },
      ],
    })
    expect(told({ own: { ...own, hours: open } })).toBe(
      [
        goes,
        first,
        'Only operators with “billing” and “de” are asked.',
        'Operators with more of “wine” come first.',
        'An operator without a limit of their own has at most 3 conversations at once.',
        'After 1 minute, or at once when nobody here is online with room, “sales” is asked too.',
        'After 5 minutes, or at once when nobody of those before is online with room, “night” is asked too.',
        'Outside of the opening hours nobody here is asked, and the other groups are at once.',
      ].join(' '),
    )
  })
})

describe('part by part', () => {
  test.each([
    ['random', 'goes to anybody, by chance,'],
    ['less_busy', 'goes to whoever has the fewest conversations,'],
    ['longest_idle', 'goes to whoever has been without a new conversation longest,'],
    ['round_robin', 'goes to whoever’s turn it is,'],
    ['two_choices', 'goes to the less busy of two drawn by chance,'],
    ['sticky', 'goes to whoever had the contact last, else whoever has the fewest conversations,'],
  ] as const)('[RO-31] the order %s', (pick, words) => {
    expect(told({ own: { automatic: true, pick } })).toContain(words)
    expect(told({ own: { pick } })).toMatch(/^A request waits .* When a chatbot assigns somebody/)
  })

  test.each([
    [0, 'seconds', '“sales” is asked too from the beginning.'],
    [1, 'seconds', 'After 1 second, or'],
    [45, 'seconds', 'After 45 seconds, or'],
    [120, 'seconds', 'After 2 minutes, or'],
    [2, 'minutes', 'After 2 minutes, or'],
    [null, 'minutes', '“sales” is asked too from the beginning.'],
  ] as const)('[RO-22] another group after %s %s', (amount, unit, words) => {
    expect(told({ own: { automatic: true, fallbacks: [{ key: 0, group: 'grp_sales', amount, unit }] } })).toContain(
      words,
    )
  })

  test('[RO-22] a line without a group is not told, and without automatic assignment no group is asked', () => {
    const line = { key: 0, amount: 1, unit: 'minutes' } as const
    expect(told({ own: { automatic: true, fallbacks: [{ ...line, group: null }] } })).toBe(`${goes} ${first}`)
    expect(told({ own: { fallbacks: [{ ...line, group: 'grp_sales' }] } })).toBe(
      `${waits} Other groups are asked only while requests are assigned automatically.`,
    )
  })

  test.each([
    [{ automatic: true, hours: open }, 'Outside of the opening hours nobody is asked.'],
    [{ automatic: true, hours: never }, 'nobody here is ever asked.'],
    [{ hours: open }, 'Outside of the opening hours chatbots find nobody here.'],
    [{ hours: never }, 'nobody here is ever asked.'],
  ] satisfies [RoutingDraft, string][])('[RO-40] opening hours, %#', (own, words) => {
    expect(told({ own })).toContain(words)
  })

  test('[RO-40] always open says nothing of hours, also where the workspace has some', () => {
    expect(told({ own: { automatic: true, hours: null }, workspace: { hours: open } })).toBe(`${goes} ${first}`)
  })

  test.each([
    [0, 'gets no conversation'],
    [1, 'at most 1 conversation at once'],
    [4, 'at most 4 conversations at once'],
  ])('[RO-10] a limit of %i', (limit, words) => {
    expect(told({ own: { limit } })).toContain(words)
  })
})

describe('offers, newcomers, seats and deadlines', () => {
  test('[RO-30] who is asked first, for how long, and what a no means; as usual where nothing is said', () => {
    expect(told({ own: draftOf({ automatic: true, offer: {} }) })).toContain(
      'They are asked first, and have 20 seconds to answer. Who declines or does not answer is left alone for 1 minute, and after 3 offers the request is open for all.',
    )
    expect(
      told({ own: draftOf({ automatic: true, offer: { seconds: 90, coolDownSeconds: 0, rounds: 1 } }) }),
    ).toContain(
      'have 90 seconds to answer. Who declines or does not answer is left alone for 0 seconds, and after 1 offer the',
    )
    expect(told({ own: draftOf({ offer: {} }) })).toContain('Nobody is asked before')
    const off = { own: draftOf({ offer: null }), workspace: draftOf({ automatic: true, offer: {} }) }
    expect(told(off)).not.toMatch(/asked first/)
  })

  test('[RO-32] what a newcomer gets', () => {
    expect(told({ own: draftOf({ ramp: { everySeconds: 30 } }) })).toContain(
      'at most one in 30 seconds for the first 5 minutes, while anybody else could take it.',
    )
  })

  test('[RO-10] what counts as how many conversations; one is the rule and not told', () => {
    const own = draftOf({ channelWeights: { web: 1, phone: 3, video: 2 }, holdIsFree: true })
    expect(told({ scope: null, own })).toContain('by their channel: “phone” as 3 and “video” as 2. One that waits')
    expect(told({ scope: null, own: draftOf({ channelWeights: { web: 1 } }) })).toBe(waits)
  })

  test('[RO-2] [RO-22] [RO-24] every deadline is a sentence; one without a time yet is none', () => {
    const own = draftOf({
      deadlines: {
        unanswered: { afterSeconds: 300, outcome: 'group', group: 'grp_sales' },
        waiting: { afterSeconds: 60, interaction: 'still here' },
        firstAnswer: { afterSeconds: 120 },
        unreachable: { afterSeconds: 120, outcome: 'hand_back' },
        idle: { afterSeconds: 1_800, warnSeconds: 300, outcome: 'close' },
        wrapUp: { afterSeconds: 45 },
        away: { afterSeconds: 1_800 },
      },
    })
    expect(told({ scope: null, own })).toBe(
      [
        waits,
        'When nobody takes it for 5 minutes, it is passed on to “sales”.',
        'While it waits, “still here” runs every 1 minute.',
        'An owner who does not write for 2 minutes gives way to the next one.',
        'When its owner is gone for 2 minutes, the chatbot goes on.',
        'When nobody writes for 30 minutes, the conversation is closed.',
        'Contact and owner are warned 5 minutes before.',
        'A closed conversation keeps its owner’s seat for 45 seconds.',
        'Whoever is away for 30 minutes counts as offline.',
      ].join(' '),
    )
    const unfinished = { ...noDeadlines, firstAnswer: { amount: null, unit: 'minutes' } } as const
    expect(told({ scope: null, own: { deadlines: unfinished } })).toBe(waits)
  })
})

const switches = [undefined, false, true]
const picks = [undefined, 'random', 'less_busy', 'longest_idle', 'round_robin', 'two_choices', 'sticky'] as const
const limits = [undefined, 0, 1, 7]
const abilities = [undefined, { skills: [], languages: [] }, { skills: ['a', 'b'], languages: ['de'] }]
const chains = [undefined, 0, 1, 90].map((amount): RoutingDraft['fallbacks'] =>
  amount === undefined ? amount : [{ key: 0, group: 'grp_sales', amount, unit: 'seconds' }],
)
const calendars = [undefined, null, open, never]

test('[RO-21] every combination is told in both languages, in whole sentences without a blank left', () => {
  for (const automatic of switches)
    for (const pick of picks)
      for (const limit of limits)
        for (const required of abilities)
          for (const fallbacks of chains)
            for (const hours of calendars)
              for (const language of ['en', 'de'] as const) {
                const own = { automatic, pick, limit, required, preferred: required, fallbacks, hours }
                const text = told({ own, language })
                expect(text).toMatch(/^[A-ZÄÖÜ].*\.$/)
                expect(text).not.toMatch(/[{}]|undefined|routing\.|null|\.\.|,,/)
              }
})
