/** What the process keeps, one interface per noun, in the language of the product. No other room or folder knows SQL. */
import type { Change } from '@baton/core/command'
import type { ChatState, ConversationEvent, ConversationRecord, Variables } from '@baton/core/conversation'
import type { BotDocument, OutsideWork } from '@baton/core/flow'
import type {
  BotId,
  ContactId,
  ConversationId,
  EffectId,
  FileId,
  GroupId,
  KeyId,
  OperatorId,
  TurnId,
  WorkspaceId,
} from '@baton/core/ids'
import type { Result } from '@baton/core/result'
import type { PresenceStatus, Role, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'

export type Store = {
  workspaces: Workspaces
  operators: Operators
  groups: Groups
  bots: Bots
  conversations: Conversations
  contacts: Contacts
  access: Access
  files: Files
  audit: Audit
  outbox: Outbox
  works: Works
  /** Throws when the store cannot be reached. */
  ping(): void
  /** Whether another process (the command line) has written since this was last asked; what is kept in memory is then read again. */
  hasChangedElsewhere(): boolean
  close(): Promise<void>
}

/** The store cannot take the write (disk full, locked, gone): the caller may try again. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

// --- workspaces

export type Workspace = { id: WorkspaceId; name: string; packages: string[]; locale: string; timeZone: string }

export type Workspaces = {
  all(): Workspace[]
  find(id: WorkspaceId): Workspace | null
  findByName(name: string): Workspace | null
  add(workspace: Workspace, by: AuditOrigin): Promise<Result<Workspace, NameTaken>>
  change(
    id: WorkspaceId,
    change: Partial<Omit<Workspace, 'id'>>,
    by: AuditOrigin,
  ): Promise<Result<Workspace, NameTaken>>
}

export type NameTaken = { kind: 'name_taken'; name: string }

// --- operators, groups, presence

export type Operator = {
  id: OperatorId
  workspace: WorkspaceId
  name: string
  email: string
  role: Role
  groups: GroupId[]
  capacity: number | null
  enabled: boolean
  load: number
  status: PresenceStatus
  language: string | null
  picture: string | null
  passwordHash: string | null
  /** Goes up when all sessions end. */
  generation: number
}

export type NewOperator = Pick<Operator, 'id' | 'name' | 'email' | 'role' | 'groups' | 'capacity'>
export type OperatorChange = Partial<
  Pick<Operator, 'name' | 'email' | 'role' | 'groups' | 'capacity' | 'language' | 'picture' | 'passwordHash'>
>

export type Operators = {
  /** Everybody of a workspace as routing sees them now. Read only: writing is the store's. */
  team(workspace: WorkspaceId): Team
  list(workspace: WorkspaceId): Operator[]
  find(workspace: WorkspaceId, reference: string): Operator | null
  /** For signing in: the same address may belong to several workspaces. */
  findByEmail(email: string): Operator[]
  add(workspace: WorkspaceId, operator: NewOperator, by: AuditOrigin): Promise<Result<Operator, NameTaken>>
  change(
    workspace: WorkspaceId,
    id: OperatorId,
    change: OperatorChange,
    by: AuditOrigin,
  ): Promise<Result<Operator, NameTaken>>
  enable(workspace: WorkspaceId, id: OperatorId, by: AuditOrigin): Promise<void>
  /** [HO-46] Disables or deletes, and lets `decide` change each conversation they hold or were asked for, all in one transaction. */
  retire(
    workspace: WorkspaceId,
    id: OperatorId,
    how: 'disable' | 'delete',
    decide: Propose,
    by: AuditOrigin,
  ): Promise<void>
  /** A status that holds until it is changed, or until `until`. */
  setApiStatus(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus, until: Instant | null): Promise<void>
  /** The operator's own choice; ends a status set by API. */
  choose(workspace: WorkspaceId, id: OperatorId, status: PresenceStatus): Promise<void>
  /** [RO-1] A live device of the operator, until `expiresAt` unless renewed. */
  lease(workspace: WorkspaceId, id: OperatorId, device: string, expiresAt: Instant): Promise<void>
  endSessions(workspace: WorkspaceId, id: OperatorId): Promise<void>
}

export type Group = { id: GroupId; name: string }

export type Groups = {
  list(workspace: WorkspaceId): Group[]
  find(workspace: WorkspaceId, reference: string): Group | null
  add(workspace: WorkspaceId, group: Group, by: AuditOrigin): Promise<Result<Group, NameTaken>>
  rename(workspace: WorkspaceId, id: GroupId, name: string, by: AuditOrigin): Promise<Result<Group, NameTaken>>
  /** Lets `decide` change each request for it, all in one transaction. */
  remove(workspace: WorkspaceId, id: GroupId, decide: Propose, by: AuditOrigin): Promise<void>
}

// --- bots

/** The draft and what is live. `version` is that of the draft; publishing makes it live, editing after that begins the next. */
export type Bot = {
  id: BotId
  workspace: WorkspaceId
  name: string
  version: number
  live: number | null
  draft: Record<string, unknown>
  allowedSites: string[]
}

export type Bots = {
  list(workspace: WorkspaceId): Bot[]
  find(workspace: WorkspaceId, reference: string): Bot | null
  findAnywhere(id: BotId): Bot | null
  /** As `find` and `findAnywhere`, without reading the document. */
  findId(workspace: WorkspaceId, reference: string): BotId | null
  nameOf(id: BotId): string | null
  add(workspace: WorkspaceId, bot: Pick<Bot, 'id' | 'name' | 'draft'>, by: AuditOrigin): Promise<Result<Bot, NameTaken>>
  saveDraft(
    workspace: WorkspaceId,
    id: BotId,
    name: string,
    draft: Record<string, unknown>,
    by: AuditOrigin,
  ): Promise<Result<Bot, NameTaken>>
  /** Null when the draft has changed since `version` was checked. */
  publish(
    workspace: WorkspaceId,
    id: BotId,
    version: number,
    document: BotDocument,
    by: AuditOrigin,
  ): Promise<Bot | null>
  version(id: BotId, version: number): BotDocument | null
  allowSites(workspace: WorkspaceId, id: BotId, sites: string[], by: AuditOrigin): Promise<Bot>
}

// --- conversations

/** Which conversation: by its id, or the contact's open one (a new one where there is none). */
export type Target =
  | { workspace: WorkspaceId; conversation: ConversationId }
  | { workspace: WorkspaceId; bot: BotId; channel: string; contact: ContactId }

/** What a decision is given, read in the transaction that will write it. */
export type Found = {
  id: ConversationId
  /** Null: there is no open conversation yet. */
  record: ConversationRecord | null
  bot: BotId
  contact: ContactId
  /** The contact's own variables, which a new conversation begins with. */
  contactVariables: Variables
  previous: ConversationId | null
  team: Team
}

export type Propose = (found: Found) => Result<Change, unknown>

export type Committed = { id: ConversationId; workspace: WorkspaceId; change: Change }

/** [D-02] The same key with the same body is answered again; with another body it is refused. */
export type Idempotency = { scope: string; key: string; hash: string; expiresAt: Instant }

export type ChangeAnswer<Refusal> =
  | { kind: 'committed'; committed: Committed }
  | { kind: 'repeated'; conversation: ConversationId; seq: number | null; turns: TurnId[] }
  | { kind: 'refused'; refusal: Refusal | StoreRefusal }

export type StoreRefusal = { kind: 'unknown_conversation' } | { kind: 'key_reused' } | { kind: 'erasing' }

export type ListFilter = {
  chatState?: ChatState
  group?: GroupId
  operator?: OperatorId
  bot?: BotId
  channel?: string
  status?: 'open' | 'closed'
  search?: string
  limit: number
  cursor?: Cursor
}

/** Where a page ends: the sorted value and the id of its last row. */
export type Cursor = { at: number; id: string }

export type Page<Item> = { items: Item[]; next: Cursor | null }

export type InboxItem = { position: number; conversation: ConversationId; event: ConversationEvent }

export type Conversations = {
  /** The only writer of conversations: reads, decides and writes in one transaction, answered after its commit. */
  change<Refusal>(
    target: Target,
    decide: (found: Found) => Result<Change, Refusal>,
    idempotency?: Idempotency,
  ): Promise<ChangeAnswer<Refusal>>
  find(workspace: WorkspaceId, id: ConversationId): ConversationRecord | null
  /** The contact's open conversation, else their last one. */
  findOfContact(workspace: WorkspaceId, bot: BotId, channel: string, contact: ContactId): ConversationRecord | null
  list(workspace: WorkspaceId, filter: ListFilter): Page<ConversationRecord>
  count(workspace: WorkspaceId, operator: OperatorId | null): { requested: number; mine: number; open: number }
  events(workspace: WorkspaceId, id: ConversationId, after: number, limit: number): ConversationEvent[]
  /** The bubbles of these turns, in order. */
  saidIn(workspace: WorkspaceId, id: ConversationId, turns: readonly TurnId[]): ConversationEvent[]
  /** Everything that happened in a workspace after a position of the common log. */
  inbox(workspace: WorkspaceId, after: number, limit: number): InboxItem[]
  lastPosition(): number
  /** Lets the text index follow the log by so many events. */
  index(limit: number): void
}

// --- contacts

export type Contacts = {
  find(workspace: WorkspaceId, id: ContactId): { id: ContactId; variables: Variables } | null
  /**
   * Refuses input from the first step on, closes what is open, has the files' contents removed, then removes everything
   * the contact left; unknown contacts answer 0.
   */
  forget(
    workspace: WorkspaceId,
    id: ContactId,
    close: Propose,
    removeFiles: (files: readonly FileId[]) => Promise<void>,
    by: AuditOrigin,
  ): Promise<{ conversations: ConversationId[]; files: FileId[] }>
  /** Erasures that a crash interrupted. */
  unfinished(): { workspace: WorkspaceId; id: ContactId }[]
}

// --- access

export type Session = { operator: OperatorId; workspace: WorkspaceId; generation: number; expiresAt: Instant }
export type ApiKey = {
  id: KeyId
  workspace: WorkspaceId
  name: string
  role: Role
  createdAt: Instant
  lastUsedAt: Instant | null
}
export type LinkKind = 'setup' | 'invitation' | 'reset'
/** A set-up link of a workspace without operators names nobody: it makes the first administrator. */
export type Link = { operator: OperatorId | null; workspace: WorkspaceId; kind: LinkKind; expiresAt: Instant }

/** Secrets are kept as hashes only; callers hash. */
export type Access = {
  addSession(hash: string, session: Session): Promise<void>
  findSession(hash: string): Session | null
  endSession(hash: string): Promise<void>
  addKey(hash: string, key: ApiKey, by: AuditOrigin): Promise<void>
  findKey(hash: string): ApiKey | null
  touchKey(id: KeyId, at: Instant): Promise<void>
  keys(workspace: WorkspaceId): ApiKey[]
  revokeKey(workspace: WorkspaceId, id: KeyId, by: AuditOrigin): Promise<boolean>
  addLink(hash: string, link: Link): Promise<void>
  findLink(hash: string): Link | null
  /** True for exactly one caller. */
  spendLink(hash: string): Promise<boolean>
  /** The answer a call with this key was given (O-11). */
  findAnswer(scope: string, key: string): SavedAnswer | null
  saveAnswer(scope: string, key: string, answer: SavedAnswer, expiresAt: Instant): Promise<void>
  sweep(now: Instant): Promise<void>
}

export type SavedAnswer = { hash: string; status: number; body: string }

// --- files, audit, outbox, works

export type StoredFile = {
  id: FileId
  workspace: WorkspaceId
  conversation: ConversationId | null
  contact: ContactId
  name: string
  contentType: string
  size: number
}

export type Files = {
  add(file: StoredFile): Promise<void>
  find(id: FileId): StoredFile | null
  remove(id: FileId): Promise<void>
}

/** Who did it, for the audit log. */
export type AuditOrigin = { actor: string; request: string | null }

export type AuditRecord = {
  seq: number
  at: Instant
  actor: string
  action: string
  object: string
  before: unknown
  after: unknown
  epoch: number | null
  request: string | null
  hash: string
}

export type Audit = {
  list(workspace: WorkspaceId, before: number | null, limit: number): AuditRecord[]
  /** [I-33] The first record that does not follow from the one before it; null when the chain holds. */
  verify(workspace: WorkspaceId): number | null
}

export type OutboxMessage = {
  position: number
  workspace: WorkspaceId
  topic: OutboxTopic
  payload: unknown
  attempts: number
}
export type OutboxTopic = 'control_changed' | 'mail'

export type Outbox = {
  add(workspace: WorkspaceId, topic: OutboxTopic, payload: unknown): Promise<void>
  due(limit: number): OutboxMessage[]
  done(positions: readonly number[]): Promise<void>
  /** Tried in vain: again at `at`; null parks it. */
  postpone(position: number, at: Instant | null): Promise<void>
  pending(): { count: number; oldestAt: Instant | null }
}

export type PendingWork = {
  id: EffectId
  workspace: WorkspaceId
  conversation: ConversationId
  turn: TurnId
  epoch: number
  work: OutsideWork
  dueAt: Instant
}

export type Works = {
  /** Work that is due, the earliest first; `known` is being done already. */
  due(now: Instant, limit: number, known: ReadonlySet<EffectId>): PendingWork[]
  /** When the next one falls due. */
  nextDueAt(): Instant | null
}
