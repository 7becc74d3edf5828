import { describe, expect, test, vi } from 'vitest'
import { Problem, Unreachable } from '../../api/problem.ts'
import type { SavedDraft } from '../../api/writing.ts'
import { DraftBook } from './draft-book.ts'
import { merged, noDraft, placeOfDrafts, readDraft } from './drafts.ts'
import { keptInMemory } from './testing.ts'

/** A server that keeps what it is told, in its own order; `isDown` makes it unreachable. */
function server() {
  const kept = new Map<string, SavedDraft>()
  let saves = 0
  const calls = {
    isDown: false,
    isGone: false,
    saved: [] as string[],
    list: async () => {
      if (calls.isDown) throw new Unreachable('down')
      return [...kept.values()]
    },
    async save(conversation: string, words: { reply: string; note: string; writtenAt: string }) {
      if (calls.isDown) throw new Unreachable('down')
      if (calls.isGone) throw new Problem(404, {})
      saves += 1
      calls.saved.push(words.reply)
      const draft = { conversation, ...words, savedAt: `2030-01-01T00:00:${String(saves).padStart(2, '0')}Z` }
      if (words.reply === '' && words.note === '') kept.delete(conversation)
      else kept.set(conversation, draft)
      return draft
    },
  }
  return calls
}

/** Lets the pauses of the book pass, and what they set going. */
const pass = () => vi.advanceTimersByTimeAsync(1_500)

function timed(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    vi.useFakeTimers()
    try {
      await run()
    } finally {
      vi.useRealTimers()
    }
  })
}

describe('drafts', () => {
  timed(
    '[U-06] are kept per conversation and operator, survive a reload, and are on the next device a second later',
    async () => {
      const [there, place] = [server(), keptInMemory()]
      const book = new DraftBook('op_ana', place, there)
      book.write('conv_1', { reply: 'Hel' })
      book.write('conv_1', { reply: 'Hello', note: 'to us' })
      expect(new DraftBook('op_ana', place, there).of('conv_1')).toMatchObject({ reply: 'Hello', note: 'to us' })
      expect(new DraftBook('op_ben', place, there).of('conv_1')).toEqual(noDraft)
      await pass()
      expect(there.saved).toEqual(['Hello'])
      const other = new DraftBook('op_ana', keptInMemory(), there)
      await other.pull()
      expect(other.of('conv_1')).toMatchObject({ reply: 'Hello', note: 'to us' })
      expect(other.of('conv_2')).toEqual(noDraft)
    },
  )

  timed('[U-06] what was sent here is gone everywhere, and leaves nothing behind', async () => {
    const [there, place] = [server(), keptInMemory()]
    const [book, other] = [new DraftBook('op_ana', place, there), new DraftBook('op_ana', keptInMemory(), there)]
    book.write('conv_1', { reply: 'Hello' })
    await pass()
    await other.pull()
    book.write('conv_1', { reply: '' })
    await pass()
    await other.pull()
    expect(other.of('conv_1').reply).toBe('')
    expect(place.size()).toBe(0)
  })

  timed('[U-06] what could not be saved is saved when the server is back', async () => {
    const [there, place] = [server(), keptInMemory()]
    there.isDown = true
    const book = new DraftBook('op_ana', place, there)
    book.write('conv_1', { reply: 'written offline' })
    await pass()
    await book.pull()
    there.isDown = false
    // After a reload, too.
    const again = new DraftBook('op_ana', place, there)
    await again.pull()
    await pass()
    expect(there.saved).toEqual(['written offline'])
  })

  timed('[U-06] the last one that the server got wins, but no key is lost that it has not', async () => {
    const there = server()
    const [phone, laptop] = [
      new DraftBook('op_ana', keptInMemory(), there),
      new DraftBook('op_ana', keptInMemory(), there),
    ]
    phone.write('conv_1', { reply: 'from the phone' })
    await pass()
    laptop.write('conv_1', { reply: 'from the laptop' })
    await laptop.pull()
    expect(laptop.of('conv_1').reply).toBe('from the laptop')
    await pass()
    await phone.pull()
    expect(phone.of('conv_1').reply).toBe('from the laptop')
  })

  timed('[U-06] an answer that was under way when a key came does not undo it', async () => {
    const there = server()
    const book = new DraftBook('op_ana', keptInMemory(), there)
    book.write('conv_1', { reply: 'one' })
    await pass()
    const pulled = book.pull()
    book.write('conv_1', { reply: 'one two' })
    await pulled
    expect(book.of('conv_1').reply).toBe('one two')
    await pass()
    expect(there.saved).toEqual(['one', 'one two'])
  })

  timed('[U-06] words of another tab are taken over, and saved by that tab', async () => {
    const [there, place] = [server(), keptInMemory()]
    const [one, other] = [new DraftBook('op_ana', place, there), new DraftBook('op_ana', place, there)]
    expect(other.of('conv_1').reply).toBe('')
    one.write('conv_1', { reply: 'Hello' })
    other.storageChanged(`${placeOfDrafts('op_ana')}conv_1`)
    other.storageChanged('something else')
    expect(other.store.get().conv_1?.reply).toBe('Hello')
    await pass()
    expect(there.saved).toEqual(['Hello'])
  })

  timed('[I-46] where the conversation was erased the words go too', async () => {
    const [there, place] = [server(), keptInMemory()]
    const book = new DraftBook('op_ana', place, there)
    there.isGone = true
    book.write('conv_1', { reply: 'to nobody' })
    await pass()
    expect(book.of('conv_1').reply).toBe('')
    expect(place.size()).toBe(0)
  })

  test('[U-06] newer words stay in a field that has the focus, older ones do not', () => {
    const here = { reply: 'here', note: '', writtenAt: '2030-01-01T00:00:02Z', savedAt: '2030-01-01T00:00:02Z' }
    const there = { reply: 'there', note: '', writtenAt: '2030-01-01T00:00:01Z', savedAt: '2030-01-01T00:00:03Z' }
    expect(merged(here, there, true)).toMatchObject({ reply: 'here', savedAt: null })
    expect(merged(here, there, false)).toEqual(there)
    const later = { ...there, writtenAt: '2030-01-01T00:00:03Z' }
    expect(merged(here, later, true)).toEqual(later)
  })

  test('[U-06] what cannot be read is no draft', () => {
    const place = keptInMemory()
    place.setItem('x', '{nonsense')
    expect(readDraft(place, 'x')).toBeNull()
  })
})
