/** Identities: branded strings with a readable prefix, minted only by an injected `NewId`. */
export type Id<Kind extends string> = string & { readonly kindOfId: Kind }

const prefixes = {
  workspace: 'ws',
  operator: 'op',
  group: 'grp',
  bot: 'bot',
  conversation: 'conv',
  event: 'evt',
  turn: 'turn',
  effect: 'eff',
  key: 'key',
  session: 'ses',
  file: 'file',
  widget: 'wid',
  cannedReply: 'can',
  savedFilter: 'flt',
} as const

export type IdKind = keyof typeof prefixes

export type WorkspaceId = Id<'workspace'>
export type OperatorId = Id<'operator'>
export type GroupId = Id<'group'>
export type BotId = Id<'bot'>
export type ConversationId = Id<'conversation'>
export type EventId = Id<'event'>
export type TurnId = Id<'turn'>
export type EffectId = Id<'effect'>
export type KeyId = Id<'key'>
export type FileId = Id<'file'>
export type CannedReplyId = Id<'cannedReply'>
export type SavedFilterId = Id<'savedFilter'>
/** The caller's own stable name for a contact; unique in its workspace. */
export type ContactId = Id<'contact'>

/** Mints a fresh identity; production draws cryptographic chance, tests count. */
export type NewId = <Kind extends IdKind>(kind: Kind) => Id<Kind>

/** Wraps a source of unique text into a `NewId`. */
export function idsFrom(unique: () => string): NewId {
  return <Kind extends IdKind>(kind: Kind) => `${prefixes[kind]}_${unique()}` as Id<Kind>
}

/** Says that a text read at a door (URL, database, token) names something of this kind. No check of existence. */
export function asId<Kind extends string>(text: string): Id<Kind> {
  return text as Id<Kind>
}
