/** Mistakes in the rules themselves. */
import { type Planted, runs } from './planted.ts'

const turn = 'core/src/command/turn.ts'
const draft = 'core/src/command/draft.ts'
const tests = (path: string) => ({ kind: 'tests', project: 'rules', path }) as const

export const mistakesInRules: readonly Planted[] = [
  {
    bug: 'an answer of an older epoch goes on in its turn',
    rule: 'I-04',
    changes: [
      { file: turn, before: ' || turn.epoch !== draft.conversation.epoch) {', after: ') {' },
      {
        file: turn,
        before: 'turn: turn !== null && turn.epoch !== draft.conversation.epoch ? null : turn,',
        after: 'turn,',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'the bot goes on with what waited when somebody took over',
    rule: 'I-03',
    changes: [
      {
        file: turn,
        before: "queue: isTakenOver ? queue.filter(({ kind }) => kind === 'interaction') : queue,",
        after: 'queue,',
      },
      {
        file: turn,
        before: "if (draft.conversation.holder.state === 'taken_over' && !speaks) {",
        after: 'if (false) {',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'the rest of an interaction runs after an assignment',
    rule: 'I-07',
    changes: [
      {
        file: turn,
        before: "if (result.rest === 'ends') {",
        after: "if (result.rest === 'ends' && result.outcome !== 'assigned') {",
      },
      {
        file: turn,
        before: "if (draft.conversation.holder.state === 'taken_over' && !speaks) {",
        after: 'if (false) {',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a transfer leaves the load with the one before',
    rule: 'I-15',
    changes: [
      {
        file: draft,
        before: 'if (from !== null) this.#record(from, -1)',
        after: 'if (from !== null && to === null) this.#record(from, -1)',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'what throws half-way leaves loads as it had changed them',
    rule: 'HO-34',
    changes: [
      {
        file: draft,
        before: 'for (const takeBack of this.#undoing.reverse()) takeBack()',
        after: 'void this.#undoing',
      },
    ],
    caughtBy: tests('core/src/command'),
  },
  {
    bug: 'a change of owner does not count as a change of control',
    rule: 'I-36',
    changes: [
      {
        file: 'core/src/conversation/holder.ts',
        before: 'return from.state !== to.state || ownerOf(from) !== ownerOf(to)',
        after: 'return from.state !== to.state',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a lease counts for ever once it was there',
    rule: 'I-17',
    changes: [
      {
        file: 'server/src/store/seats.ts',
        before: 'if (from === null || until === null || until <= from) return',
        after: 'if (from === null || until === null) return',
      },
    ],
    caughtBy: {
      kind: 'tests',
      project: 'server',
      path: 'server/src/store/sqlite/sqlite.test.ts',
      title: 'keeps an operator reachable',
    },
  },
  {
    bug: 'less busy picks anybody who has room',
    rule: 'I-12',
    changes: [
      {
        file: 'core/src/routing/pool.ts',
        before: '({ weight, byLoad }) => ({ score: (byLoad.lowest ?? 0) / weight, best: byLoad.best })',
        after: '({ all }) => ({ score: 0, best: all.best })',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a claim takes from an owner',
    rule: 'I-37',
    changes: [
      {
        file: 'core/src/handoff/moves.ts',
        before:
          "  if (owner === operator) return ok([])\n  if (owner !== null) return refuse({ kind: 'owned', owner })\n",
        after: '  if (owner === operator) return ok([])\n',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'notes are shown to contacts',
    rule: 'I-40',
    changes: [
      { file: 'core/src/protocol/contact-view.ts', before: '      if (event.data.note) return null\n', after: '' },
    ],
    caughtBy: runs('calm'),
  },
]
