/** Mistakes in what nodes share beside conversations: work, mail, keys, tickets, settings, rights, forgetting. */
import { type Planted, runs } from './planted.ts'

const outbox = 'server/src/store/postgres/outbox.ts'
const access = 'server/src/store/postgres/access.ts'

export const mistakesInSharing: readonly Planted[] = [
  {
    bug: 'work that another node has claimed is claimed again',
    rule: 'FL-5',
    changes: [
      {
        file: outbox,
        before: 'where due_at <= $1 and claimed_until <= $1 and id <> all($4)',
        after: 'where due_at <= $1 and id <> all($4)',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'claims of work lapse at once',
    rule: 'FL-5',
    changes: [
      {
        file: 'server/src/conversations/works.ts',
        before: 'const leaseOfClaim = 20_000',
        after: 'const leaseOfClaim = 1',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'messages of one workspace are handed out side by side',
    rule: 'I-35',
    changes: [
      {
        file: outbox,
        before: 'and p.claimed_until > $1 and p.due_at is not null)',
        after: 'and p.claimed_until > $1 and p.due_at is null)',
      },
    ],
    caughtBy: {
      kind: 'tests',
      project: 'server',
      path: 'server/src/store/postgres/nodes.test.ts',
      title: 'work and messages are handed',
    },
  },
  {
    bug: 'a ticket can be spent twice',
    rule: 'S-10',
    changes: [
      {
        file: access,
        before: "text: 'delete from tickets where hash = $1 returning holder, expires_at'",
        after: "text: 'select holder, expires_at from tickets where hash = $1'",
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'two calls with one key both do it',
    rule: 'O-11',
    changes: [
      {
        file: access,
        before: '    where a.expires_at <= $5 returning scope',
        after: '    where $5::bigint > 0 returning scope',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'an ended session is kept',
    rule: 'S-07',
    changes: [
      {
        file: access,
        before: "text: 'delete from sessions where hash = $1' }",
        after: "text: 'delete from sessions where hash = $1 and false' }",
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'what is kept in memory of settings is never forgotten',
    rule: 'I-49',
    changes: [
      {
        file: 'server/src/store/postgres/settings.ts',
        before: '    this.#known.set(workspace, revision)\n    this.#onChanged(workspace)',
        after: '    this.#known.set(workspace, revision)',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'statements of one workspace see rows of all',
    rule: 'I-38',
    changes: [
      {
        file: 'server/src/store/postgres/migrate.ts',
        before: 'using (${mine}) with check (${mine})',
        after: 'using (true) with check (${mine})',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'a late message brings a forgotten contact back',
    rule: 'I-46',
    changes: [
      { file: 'server/src/store/postgres/commit-statement.ts', before: ' where contacts.erasing = 0', after: '' },
      {
        file: 'server/src/store/postgres/batch.ts',
        before: "if (known?.erasing === 1) return { kind: 'erasing' }",
        after: '',
      },
    ],
    caughtBy: runs('forgetting'),
  },
  {
    bug: 'keys of forgotten conversations stay',
    rule: 'I-46',
    changes: [
      { file: 'server/src/store/postgres/contacts.ts', before: "  ['idempotency_keys', 'conversation'],\n", after: '' },
    ],
    caughtBy: runs('forgetting'),
  },
  {
    bug: 'keys of different contacts are taken for one',
    rule: 'D-02',
    changes: [{ file: 'server/src/http/talk.ts', before: '`contact ${bot} ${contact}`', after: '`contact ${bot}`' }],
    caughtBy: runs('calm'),
  },
  {
    bug: 'the second of two who forget a contact takes what is new with it',
    rule: 'I-15',
    changes: [
      {
        file: 'server/src/store/sqlite/contacts.ts',
        before: 'if (this.#isErasing.get(workspace, id) === undefined) return { conversations: [], files: [] }',
        after: '',
      },
    ],
    caughtBy: {
      kind: 'tests',
      project: 'server',
      path: 'server/src/store/sqlite/sqlite.test.ts',
      title: 'who comes back',
    },
  },
]
