import { asId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { isUnread } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import type { Member } from '../access.ts'
import { eachAtMost } from '../conversations/one-at-a-time.ts'
import type { FilterQuery, Glance, ListFilter, SavedFilter } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { route } from './route.ts'

/** Conversations of one filter that are named; more are only said to be there. */
const mostMatches = 100
/** Filters that are looked at: one's own by name, then the team's. */
const mostFilters = 50
const readsAtOnce = 2

type Matches = { filter: string; items: Glance[]; isMore: boolean }

/** [U-15] Which conversations the filters match that an operator has in the inbox, and which of these are unread. */
export function filterMatchRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/me/filters/matches',
    policy: 'signed_in',
    tag: 'Filters',
    summary: `Which conversations match my own filters and the team’s now, at most ${mostMatches} of each, and which of them I have not read`,
    async handle({ asker }) {
      const { workspace, operator } = asker
      const [own, team] = await Promise.all([
        store.savedFilters.list(workspace.id, operator),
        store.savedFilters.list(workspace.id, null),
      ])
      const found = await matchesOf(baton, asker, [...own, ...team].slice(0, mostFilters), operator)
      const ids = new Set(found.flatMap(({ items }) => items.map(({ id }) => id)))
      const marks = await store.readMarks.of(workspace.id, operator, [...ids])
      const isNews = (glance: Glance) => isUnread(glance, marks.get(glance.id) ?? null, operator)
      return {
        items: found.map(({ filter, items, isMore }) => ({
          filter,
          conversations: items.map(idOf),
          unread: items.filter(isNews).map(idOf),
          isMore,
        })),
      }
    },
  })
}

async function matchesOf({ store }: Baton, { workspace }: Member, filters: readonly SavedFilter[], me: OperatorId) {
  const found: Matches[] = []
  await eachAtMost(readsAtOnce, filters.entries(), async ([index, { id, query }]) => {
    found[index] = { filter: id, ...(await store.conversations.glance(workspace.id, shownBy(query, me))) }
    // Many filters keep nobody else waiting longer than one.
    await new Promise((resolve) => setImmediate(resolve))
  })
  return found
}

/** As the inbox shows it: what is closed only where that is asked for, and nothing of mine that I have put aside. */
function shownBy({ chatState, status, group, operator, bot, channel, tag, language, q }: FilterQuery, me: OperatorId) {
  const isMine = operator === me && chatState === undefined && status !== 'closed'
  const state = states.find((one) => one === chatState)
  const filter: ListFilter = {
    limit: mostMatches,
    status: state === undefined && status === 'closed' ? 'closed' : 'open',
    ...(state !== undefined && { chatState: state }),
    ...(group !== undefined && { group: asId<'group'>(group) }),
    ...(operator !== undefined && { operator: asId<'operator'>(operator) }),
    ...(bot !== undefined && { bot: asId<'bot'>(bot) }),
    ...(channel !== undefined && { channel }),
    ...(tag !== undefined && { tag: tag.trim() }),
    ...(language !== undefined && { language }),
    ...(q !== undefined && q.trim() !== '' && { search: q }),
    ...(isMine && { snoozed: false }),
  }
  return filter
}

const states = ['chatbot_controlled', 'operator_requested', 'taken_over'] as const

function idOf({ id }: Glance): ConversationId {
  return id
}
