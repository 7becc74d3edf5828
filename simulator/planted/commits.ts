/** Mistakes in how nodes commit together: what the several nodes on PostgreSQL stand on. */
import { type Planted, runs } from './planted.ts'

const batch = 'server/src/store/postgres/batch.ts'
const statement = 'server/src/store/postgres/commit-statement.ts'
const lane = 'server/src/store/postgres/lane.ts'
const cache = 'server/src/store/postgres/team-cache.ts'

/** What runs of a minute seldom come to is looked for by tests on real servers. */
const onNodes = (title: string) =>
  ({ kind: 'tests', project: 'server', path: 'server/src/store/postgres/nodes.test.ts', title }) as const

export const mistakesInCommits: readonly Planted[] = [
  {
    bug: 'a commit does not look whether the team has moved on',
    rule: 'I-12',
    changes: [
      {
        file: statement,
        before: 'and ($3::bigint is null or revision = $3)',
        after: 'and ($3::bigint is null or true)',
      },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'a commit does not look at epoch and number of a conversation',
    rule: 'I-28',
    changes: [{ file: statement, before: 'and c.epoch = n.was_epoch and c.last_seq = n.was_seq', after: '' }],
    caughtBy: runs('busy'),
  },
  {
    bug: 'what must be written as decided is not counted',
    rule: 'D-01',
    changes: [
      {
        file: statement,
        before: "baton_expect(${checks.join(' and ')} and",
        after: "baton_expect((${checks.join(' and ')} or true) and",
      },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'a second open conversation of a contact is let in',
    rule: 'I-25',
    changes: [
      {
        file: 'server/src/store/postgres/migrations/0001-foundation.ts',
        before: 'create unique index open_conversations',
        after: 'create index open_conversations',
      },
    ],
    caughtBy: onNodes('first words of a contact'),
  },
  {
    bug: 'positions are taken from what was read, not from the row that is held',
    rule: 'D-04',
    changes: [
      { file: statement, before: 'head.base + n.place', after: 'n.place' },
      { file: batch, before: 'place: logged.length + 1,', after: 'place: this.head.position + logged.length + 1,' },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'the end of the audit chain is not moved on',
    rule: 'I-33',
    changes: [
      {
        file: statement,
        before: 'audit_hash = coalesce($7, audit_hash)',
        after: 'audit_hash = coalesce(audit_hash, $7)',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a key against repetition is not remembered',
    rule: 'D-02',
    changes: [
      { file: batch, before: 'this.#writing.keys.push({ ...row, expires_at: expiresAt })', after: 'void expiresAt' },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a change of loads is decided on whatever team there was',
    rule: 'I-14',
    changes: [
      { file: batch, before: 'if (change.loads.size > 0) this.#dependsOnTeam = true', after: '' },
      { file: batch, before: "if (type === 'assignment_skipped') this.#dependsOnTeam = true", after: '' },
      { file: batch, before: '    this.#dependsOnTeam = true\n  }', after: '  }' },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'what other nodes have changed in the team is not taken in',
    rule: 'I-12',
    changes: [{ file: cache, before: 'for (const row of seats) this.#put(row)', after: 'void seats' }],
    caughtBy: runs('busy'),
  },
  {
    bug: 'loads of a commit that was not written stay in memory',
    rule: 'I-12',
    changes: [{ file: lane, before: 'this.#team.doubt(batch.touched, batch.turned)', after: '' }],
    caughtBy: runs('busy'),
  },
  {
    bug: 'groups and settings of operators are never read again',
    rule: 'I-16',
    changes: [
      { file: cache, before: 'if (head.roster !== this.#roster) return', after: 'if (this.#roster === 0) return' },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'a lease that seems to have ended is never read again',
    rule: 'I-17',
    changes: [
      { file: cache, before: 'return [...this.#doubted, ...this.#ended()]', after: 'return [...this.#doubted]' },
    ],
    caughtBy: runs('stormy'),
  },
  {
    bug: 'a load is not written with what changes it',
    rule: 'I-15',
    changes: [
      {
        file: batch,
        before: 'return [{ operator, by, is_assigned',
        after: 'return [{ operator, by: by > 0 ? by : 0, is_assigned',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'turns that other nodes gave in a circle are not taken in',
    rule: 'RO-31',
    changes: [{ file: cache, before: 'for (const cursor of cursors) this.#turn(cursor)', after: 'void cursors' }],
    caughtBy: onNodes('pick in turn'),
  },
  {
    bug: 'seats that offers take are not written',
    rule: 'RO-10',
    changes: [
      {
        file: batch,
        before: 'reserved: changes.reduce((total, { reserved }) => total + reserved, 0),',
        after: 'reserved: 0,',
      },
    ],
    caughtBy: {
      kind: 'tests',
      project: 'server',
      path: 'server/src/store/postgres/routing.test.ts',
      title: 'an offer takes',
    },
  },
  {
    bug: 'work is not taken out of its table with its answer',
    rule: 'I-42',
    changes: [{ file: batch, before: 'if (change.finished !== null) this', after: 'if (false) this' }],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a change of control is not told to the outbox',
    rule: 'I-34',
    changes: [
      {
        file: batch,
        before: 'outbox.push({ place: outbox.length, topic, payload })',
        after: 'void [outbox, topic, payload]',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'conversations of somebody who is disabled stay theirs',
    rule: 'I-23',
    changes: [
      {
        file: 'server/src/store/postgres/team.ts',
        before: 'held.map((row) => ({ workspace, conversation: asId(row.id) })),',
        after: 'held.slice(held.length).map((row) => ({ workspace, conversation: asId(row.id) })),',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a renewed presence is no news to other nodes',
    rule: 'I-08',
    changes: [
      {
        file: 'server/src/store/postgres/team.ts',
        before: '(before.until > $5::bigint) <> (greatest(others.until, $4::bigint) > $5::bigint)',
        after: 'false',
      },
    ],
    caughtBy: onNodes('who is online'),
  },
]
