import type { FailedReason } from '../state/outbox.ts'

const failed: Record<FailedReason, string> = {
  refused: 'Not sent: it was not accepted.',
  too_long: 'Not sent: it is too long.',
  locked: 'Not sent: this conversation is locked.',
  too_large: 'Not sent: files may have up to 10 MB.',
  not_reached: 'Not sent: the connection failed.',
  type_refused: 'Not sent: this kind of file is not accepted.',
}

export const en = {
  language: 'en',
  direction: 'ltr',
  conversation: 'Conversation',
  close: 'Close chat',
  assistant: 'Automated assistant',
  you: 'You',
  team: 'Team',
  operator: 'Team member',
  holder: {
    chatbot: 'Automated assistant',
    requested: 'Asking somebody to join',
    takenOver: (name: string) => `${name} is here`,
    closed: 'This conversation has ended',
  },
  says: {
    asking: 'We are asking somebody to join. The assistant keeps answering.',
    askingAgain: (name: string | null) =>
      name ? `${name} has passed you on. We are asking somebody to join.` : 'We are asking somebody else to join.',
    joined: (name: string) => `${name} joined`,
    passedOn: (from: string | null, name: string) => (from ? `${from} left, ${name} joined` : `${name} joined`),
    left: (name: string | null) => (name ? `${name} left. The assistant is back.` : 'The assistant is back.'),
    nobodyJoined: 'We are no longer asking somebody to join. The assistant keeps answering.',
    closed: 'This conversation has ended.',
    divider: 'New conversation',
  },
  typing: (name: string) => `${name} is writing`,
  link: {
    connecting: 'Connecting…',
    offline: 'You are offline. What you write is kept and sent later.',
    back: 'Connected again.',
  },
  delivery: {
    waiting: 'Waiting to be sent',
    sending: 'Sending…',
    sent: 'Sent',
    failed,
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    discard: 'Remove',
    uploading: (percent: number) => `Uploading, ${percent} %`,
  },
  composer: {
    label: 'Your message',
    placeholder: 'Write a message…',
    startAnew: 'Write to start again…',
    choose: 'Please choose one of the answers above.',
    locked: 'You cannot write in this conversation at the moment.',
    send: 'Send',
    attach: 'Attach a file (up to 10 MB)',
    left: (count: number) => (count < 0 ? `${-count} too many` : `${count} left`),
  },
  choices: 'Answers to choose from',
  latest: 'Latest messages',
  image: 'Image',
  imageMissing: 'This image could not be loaded.',
  opensNewTab: '(opens in a new tab)',
  download: (name: string, size: string) => `Download ${name}, ${size}`,
  location: 'Location',
  today: 'Today',
  yesterday: 'Yesterday',
  refused: {
    site: 'This chat is not set up for this site.',
    bot: 'This chat does not exist any more.',
    other: 'This chat cannot be opened at the moment.',
    retry: 'Try again',
  },
}

export const launcherEn = {
  open: 'Open chat',
  close: 'Close chat',
  unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
}
