/** Mistakes in what live clients are shown. */
import { type Planted, runs } from './planted.ts'

const follow = 'server/src/live/log-follow.ts'
const inbox = 'server/src/live/inbox-feed.ts'

export const mistakesInLive: readonly Planted[] = [
  {
    bug: 'a hint is taken for the truth: whoever follows stands where it says',
    rule: 'I-50',
    changes: [
      {
        file: follow,
        before:
          'if (this.#isReading) this.#saidToEndAt = Math.max(this.#saidToEndAt, lastSeq)\n    else void this.#read()',
        after:
          'if (this.#isReading) this.#saidToEndAt = Math.max(this.#saidToEndAt, lastSeq)\n    else void this.#read().then(() => (this.#position = Number.isFinite(lastSeq) ? lastSeq : this.#position))',
      },
    ],
    caughtBy: runs('busy'),
  },
  {
    bug: 'who follows a log skips an event',
    rule: 'I-30',
    changes: [
      {
        file: follow,
        before: 'await this.#parts.read(this.#position)',
        after: 'await this.#parts.read(this.#position === 0 ? 0 : this.#position + 1)',
      },
    ],
    caughtBy: runs('calm'),
  },
  {
    bug: 'what was said while a page was read is forgotten',
    rule: 'I-30',
    changes: [{ file: follow, before: 'while (this.#saidToEndAt > this.#position)', after: 'while (false)' }],
    caughtBy: { kind: 'tests', project: 'server', path: 'server/src/live/log-follow.test.ts' },
  },
  {
    bug: 'somebody joins a read of the log that has begun',
    rule: 'I-30',
    changes: [
      {
        file: 'server/src/live/log-reader.ts',
        before:
          '      await null\n      this.#planned.delete(key)\n      return this.#conversations.events(workspace, conversation, after, limits.replayPage)',
        after:
          '      const events = await this.#conversations.events(workspace, conversation, after, limits.replayPage)\n      this.#planned.delete(key)\n      return events',
      },
    ],
    caughtBy: { kind: 'tests', project: 'server', path: 'server/src/live' },
  },
  {
    bug: 'a desk that comes back is not told what it missed',
    rule: 'D-10',
    changes: [
      {
        file: inbox,
        before: 'const missed = from < position ? await this.#missed(from, position) : []',
        after: 'const missed = from > position ? await this.#missed(from, position) : []',
      },
    ],
    caughtBy: runs('stormy'),
  },
  {
    bug: 'nobody looks into the store for hints that were lost',
    rule: 'I-50',
    changes: [
      {
        file: 'server/src/conversations/watch.ts',
        before: 'if (this.#isDue()) this.#running = this.#look()',
        after: 'void (this.#isDue() && this.#look)',
      },
    ],
    caughtBy: { kind: 'tests', project: 'server', path: 'server/src/conversations/watch.test.ts' },
  },
  {
    bug: 'a run that is asked for during another one is left out',
    rule: 'I-30',
    changes: [
      {
        file: 'server/src/conversations/one-at-a-time.ts',
        before: '      .then(() => {\n        next = null\n        return run()\n      })',
        after: '      .then(() => {\n        next = null\n      })',
      },
    ],
    caughtBy: { kind: 'tests', project: 'server', path: 'server/src/conversations' },
  },
  {
    bug: 'presence is told once and never again',
    rule: 'RO-2',
    changes: [
      {
        file: 'server/src/live/presence-feed.ts',
        before: 'if (this.#shown.get(id) !== text) for (const watcher',
        after: 'if (this.#shown.get(id) === undefined) for (const watcher',
      },
    ],
    caughtBy: runs('calm'),
  },
]
