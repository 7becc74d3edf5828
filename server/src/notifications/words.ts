/** What operators read outside of the desk, in the languages that they can choose there. */
export type Words = {
  request: (group: string | null) => string
  requestOf: (contact: string, group: string | null) => string
  requestText: string
  mention: string
  mentionOf: (contact: string) => string
  mentionText: string
  test: string
  testText: string
  open: string
  why: (workspace: string) => string
  change: string
}

const english: Words = {
  request: (group) => (group === null ? 'Somebody waits for an operator' : `Somebody waits for ${group}`),
  requestOf: (contact, group) =>
    group === null ? `${contact} waits for an operator` : `${contact} waits for ${group}`,
  requestText: 'Nobody at a desk has seen it yet.',
  mention: 'A note for you',
  mentionOf: (contact) => `A note for you: ${contact}`,
  mentionText: 'Open the conversation to read it.',
  test: 'Notifications work here',
  testText: 'This is how you are told that somebody waits.',
  open: 'Open the conversation',
  why: (workspace) => `You get this as an operator of ${workspace}.`,
  change: 'Change what you are told of',
}

const german: Words = {
  request: (group) => (group === null ? 'Jemand wartet auf eine Person' : `Jemand wartet auf ${group}`),
  requestOf: (contact, group) =>
    group === null ? `${contact} wartet auf eine Person` : `${contact} wartet auf ${group}`,
  requestText: 'Noch hat es niemand an einem Arbeitsplatz gesehen.',
  mention: 'Eine Notiz wartet',
  mentionOf: (contact) => `Eine Notiz zu ${contact}`,
  mentionText: 'In der Unterhaltung steht, worum es geht.',
  test: 'Benachrichtigungen kommen hier an',
  testText: 'So meldet sich der Arbeitsplatz, wenn jemand wartet.',
  open: 'Unterhaltung öffnen',
  why: (workspace) => `Diese Nachricht geht an das Team von ${workspace}.`,
  change: 'Benachrichtigungen ändern',
}

export function wordsIn(language: string | null): Words {
  return language?.startsWith('de') ? german : english
}
