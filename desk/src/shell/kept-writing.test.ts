import { beforeEach, expect, test, vi } from 'vitest'
import { keepWriting } from './kept-writing.ts'

let isKept: (() => boolean) | null = null
vi.mock('./navigation.ts', () => ({
  keepHere(keep: () => boolean) {
    isKept = keep
    return () => {
      isKept = null
    }
  },
}))

class Field {
  value = ''
  isConnected = true
  readonly #isToBeSent: boolean
  constructor(isToBeSent = true) {
    this.#isToBeSent = isToBeSent
  }
  matches() {
    return this.#isToBeSent
  }
  write(value: string) {
    this.value = value
    const event = new Event('input')
    Object.defineProperty(event, 'target', { value: this })
    document.dispatchEvent(event)
  }
}

const told = vi.fn()
beforeEach(() => {
  told.mockClear()
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('HTMLInputElement', Field)
  vi.stubGlobal('HTMLTextAreaElement', class {})
})

test('a dialog stays while something stands in it that somebody wrote there, and they are told why', () => {
  const end = keepWriting(told)
  const [name, other, search] = [new Field(), new Field(), new Field(false)]
  name.value = 'as it was'
  expect(isKept?.()).toBe(false)
  search.write('An')
  expect(isKept?.()).toBe(false)
  name.write('Night shift')
  other.write('x')
  expect([isKept?.(), told.mock.calls.length]).toEqual([true, 1])
  other.write(' ')
  expect(isKept?.()).toBe(true)
  name.isConnected = false
  expect([isKept?.(), told.mock.calls.length]).toEqual([false, 2])
  end()
  expect(isKept).toBeNull()
})
