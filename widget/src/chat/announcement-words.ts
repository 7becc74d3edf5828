import type { Announcement } from '../state/announcement.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'

export function announcementWords(says: Announcement, { says: words, operator }: Texts): string {
  switch (says.kind) {
    case 'asking':
      return words.asking
    case 'asking_again':
      return says.from === null ? words.askingAnother : fill(words.askingAgain, { name: says.from })
    case 'joined':
      return fill(words.joined, { name: says.name ?? operator })
    case 'passed_on': {
      const name = says.name ?? operator
      return says.from === null ? fill(words.joined, { name }) : fill(words.passedOn, { from: says.from, name })
    }
    case 'left':
      return says.name === null ? words.back : fill(words.left, { name: says.name })
    case 'nobody_joined':
      return words.nobodyJoined
    case 'closed':
      return words.closed
  }
}

export function announcementMark(says: Announcement): 'chatbot' | 'requested' | 'taken_over' | null {
  switch (says.kind) {
    case 'asking':
    case 'asking_again':
      return 'requested'
    case 'joined':
    case 'passed_on':
      return 'taken_over'
    case 'left':
    case 'nobody_joined':
      return 'chatbot'
    case 'closed':
      return null
  }
}
