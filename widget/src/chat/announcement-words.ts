import type { Announcement } from '../state/announcement.ts'
import type { Texts } from '../texts/texts.ts'

export function announcementWords(says: Announcement, { says: words, operator }: Texts): string {
  switch (says.kind) {
    case 'asking':
      return words.asking
    case 'asking_again':
      return words.askingAgain(says.from)
    case 'joined':
      return words.joined(says.name ?? operator)
    case 'passed_on':
      return words.passedOn(says.from, says.name ?? operator)
    case 'left':
      return words.left(says.name)
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
