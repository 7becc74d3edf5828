/** What the process keeps, one interface per noun, in the language of the product. No other room or folder knows SQL. */
import type { CalendarSettings } from '@baton/core/calendar'
import type { Change } from '@baton/core/command'
import type { Actor, ChatState, ConversationEvent, ConversationRecord, Variables } from '@baton/core/conversation'
import type { BotDocument, OutsideWork } from '@baton/core/flow'
import type {
  BotId,
  CannedReplyId,
  ContactId,
  ConversationId,
  EffectId,
  FileId,
  GroupId,
  KeyId,
  NewId,
  OperatorId,
  SavedFilterId,
  TurnId,
  WorkspaceId,
} from '@baton/core/ids'
import type { AskedRequest, NotificationRules, NotificationSettings, Stage } from '@baton/core/notifications'
import type { ReadMark, WidgetSettings } from '@baton/core/protocol'
import type { Result } from '@baton/core/result'
import type { PresenceStatus, Role, Routing, Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'

export type Store = {
  workspaces: Workspaces
  operators: Operators
  groups: Groups
  routings: Routings
  bots: Bots
  widgetSettings: WidgetSettingsStore
  identitySecrets: IdentitySecrets
  visits: Visits
  cannedReplies: CannedReplies
  replyDrafts: ReplyDrafts
  savedFilters: SavedFilters
  mentions: Mentions
  readMarks: ReadMarks
  conversations: Conversations
  contacts: Contacts
  access: Access
  files: Files
  audit: Audit
  reports: Reports
  outbox: Outbox
  works: Works
  notifications: Notifications
  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>
  /** Looks whether another process (a node, the command line) has changed what is kept in memory here, and tells `onChanged`. */
  refresh(): Promise<void>
  /** Work that only one process at a time may do, such as the first start; the others wait for it. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Commits what was handed in, then ends. */
  close(): Promise<void>
}

/** What every store is opened with. */
export type StoreOptions = {
  newId: NewId
  now: () => Instant
  /** Told of every change of a conversation made by this process, after its commit and in the order of commits. */
  onCommitted: (committed: Committed) => void
  /** Told when another process has changed what is kept in memory of a workspace (bots, keys, names); null: of all. */
  onChanged?: (workspace: WorkspaceId | null) => void
}

/** The store cannot take the write (disk full, locked, gone): the caller may try again. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** Thrown by a decision that needs something that is not in memory yet: the store undoes it, waits for `load`, and asks again. */
export class NotReady extends Error {
  override name = 'NotReady'
  readonly load: () => Promise<void>

  constructor(load: () => Promise<void>) {
    super('not in memory yet')
    this.load = load
  }
}

// --- workspaces

export type Workspace = {
  id: WorkspaceId
  name: string
  packages: string[]
  locale: string
  timeZone: string
  /** [U-14] Operators see what a contact writes before it is sent. Absent: they do not. */
  typingPreview?: boolean
}

export type Workspaces = {
  all(): Promise<Workspace[]>
  find(id: WorkspaceId): Promise<Workspace | null>
  findByName(name: string): Promise<Workspace | null>
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
  /** [RO-2] Missed an offer and has done nothing since; ends with what they choose, or do. */
  unresponsive: boolean
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

/** [I-15] [HO-34] What is kept of an operator, and what counting says: `load` is to be `owned`, and `reserved` is to be `units - owned`. */
export type Recount = {
  load: number
  /** [RO-10] Seats taken beside the load, but for what is taken after closing. */
  reserved: number
  /** Open conversations that are theirs. */
  owned: number
  /** Seats that these take, and those that are offered to them. */
  units: number
}

export type Operators = {
  /** Everybody of a workspace as routing sees them now. Read only: writing is the store's. */
  team(workspace: WorkspaceId): Promise<Team>
  /** The same as this process last saw it, for names on lists: at no cost, and at most seconds behind other nodes. */
  roster(workspace: WorkspaceId): Promise<Team>
  list(workspace: WorkspaceId): Promise<Operator[]>
  find(workspace: WorkspaceId, reference: string): Promise<Operator | null>
  /** Counts, as of one moment. Null: there is no such operator. */
  recount(workspace: WorkspaceId, id: OperatorId): Promise<Recount | null>
  /** For signing in: the same address may belong to several workspaces. */
  findByEmail(email: string): Promise<Operator[]>
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
  list(workspace: WorkspaceId): Promise<Group[]>
  find(workspace: WorkspaceId, reference: string): Promise<Group | null>
  add(workspace: WorkspaceId, group: Group, by: AuditOrigin): Promise<Result<Group, NameTaken>>
  rename(workspace: WorkspaceId, id: GroupId, name: string, by: AuditOrigin): Promise<Result<Group, NameTaken>>
  /** Lets `decide` change each request for it, all in one transaction. */
  remove(workspace: WorkspaceId, id: GroupId, decide: Propose, by: AuditOrigin): Promise<void>
}

// --- how requests find operators

/** [RO-31] What an operator can do, how much of the work is theirs, and [RO-40] when they work; null: always. */
export type OperatorAbilities = {
  skills: string[]
  languages: string[]
  weight: number
  calendar: CalendarSettings | null
}

/** A request that waits, as the queue sees it. `offeredUntil`: somebody is asked alone (RO-30); null: nobody is. */
export type Queued = {
  id: ConversationId
  channel: string
  group: GroupId | null
  requestedAt: Instant
  offeredUntil: Instant | null
  offersMade: number
}

/** [RO-23] How long somebody waited who stood at a place of a queue: from when they came to it until they had an operator. */
export type Wait = { group: GroupId | null; position: number; milliseconds: number; at: Instant }

/** [RO-3] Whether somebody of a group, or of everybody (null), who is online has room, and since when that is so. */
export type Coverage = { group: GroupId | null; isCovered: boolean; since: Instant }

export type Routings = {
  /** What a group says for itself; of null: what the workspace says. */
  of(workspace: WorkspaceId, group: GroupId | null): Promise<Routing>
  set(workspace: WorkspaceId, group: GroupId | null, routing: Routing, by: AuditOrigin): Promise<void>
  abilities(workspace: WorkspaceId, operator: OperatorId): Promise<OperatorAbilities>
  /** Those of everybody of whom anything is said. */
  allAbilities(workspace: WorkspaceId): Promise<Map<OperatorId, OperatorAbilities>>
  setAbilities(
    workspace: WorkspaceId,
    operator: OperatorId,
    abilities: OperatorAbilities,
    by: AuditOrigin,
  ): Promise<void>
  /** [RO-21] Where requests of anybody may be assigned by themselves. */
  automatic(): Promise<WorkspaceId[]>
  /** [RO-20] The requests that wait, whoever is first first: by age, a point of priority counting as a minute of it. */
  queue(workspace: WorkspaceId, limit: number): Promise<Queued[]>
  /** Keeps some hundreds for each group; older ones go. */
  noteWait(workspace: WorkspaceId, wait: Wait): Promise<void>
  /** The latest waits of a group, or of requests for everybody, the newest first. */
  waits(workspace: WorkspaceId, group: GroupId | null, limit: number): Promise<Wait[]>
  /** What is known of it; a group that nothing is known of was never looked at. */
  coverage(workspace: WorkspaceId): Promise<Coverage[]>
  /**
   * [RO-3] Says how it is now. False: it was known already, perhaps from another node. A change is an audit record
   * (`coverage_lost`, `coverage_restored`) and a message of the outbox (`coverage_changed`) in the same transaction; what is
   * noted for the first time is neither.
   */
  setCovered(workspace: WorkspaceId, group: GroupId | null, isCovered: boolean): Promise<boolean>
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

/** What whoever writes a draft goes by; what is left out is not looked at. */
export type Seen = {
  /** The draft as it was read. */
  draftTag?: string
  /** The page that edits: refused while another one does. */
  editor?: { page: string; now: Instant }
}

export type DraftChanged = { kind: 'draft_changed' }
export type DraftTaken = { kind: 'draft_taken'; by: string }

/** Who edits a draft: one page of a browser, until it is over. */
export type DraftEditor = { page: string; name: string; since: Instant; until: Instant }
export type EditWish = { page: string; name: string; now: Instant; until: Instant; takesOver: boolean }

export type Bots = {
  list(workspace: WorkspaceId): Promise<Bot[]>
  find(workspace: WorkspaceId, reference: string): Promise<Bot | null>
  findAnywhere(id: BotId): Promise<Bot | null>
  /** As `find`, without reading the document. */
  findId(workspace: WorkspaceId, reference: string): Promise<BotId | null>
  names(workspace: WorkspaceId): Promise<ReadonlyMap<BotId, string>>
  add(workspace: WorkspaceId, bot: Pick<Bot, 'id' | 'name' | 'draft'>, by: AuditOrigin): Promise<Result<Bot, NameTaken>>
  saveDraft(
    workspace: WorkspaceId,
    id: BotId,
    name: string,
    draft: Record<string, unknown>,
    by: AuditOrigin,
    seen?: Seen,
  ): Promise<Result<Bot, NameTaken | DraftChanged | DraftTaken>>
  /** Null when the draft is not the one any more that was checked. */
  publish(
    workspace: WorkspaceId,
    id: BotId,
    version: number,
    document: BotDocument,
    by: AuditOrigin,
    seen?: Seen,
  ): Promise<Bot | null>
  /**
   * Lets a page edit the draft for a while, or goes on doing so. Answers who edits it then: another page whose time is not
   * over, unless this one takes over.
   */
  edit(workspace: WorkspaceId, id: BotId, wish: EditWish): Promise<DraftEditor>
  /** The page edits no more; nothing where another one does by now. */
  stopEditing(workspace: WorkspaceId, id: BotId, page: string): Promise<void>
  version(id: BotId, version: number): Promise<BotDocument | null>
  /** Those that were published, the newest first; at most so many, all of them before `before`. */
  versions(id: BotId, before: number | null, limit: number): Promise<number[]>
  allowSites(workspace: WorkspaceId, id: BotId, sites: string[], by: AuditOrigin): Promise<Bot>
}

// --- how the chat of a bot looks

/** `revision`: counts the changes. */
export type KeptWidgetSettings = { settings: WidgetSettings; revision: number }
export type WidgetSettingsChanged = { kind: 'widget_settings_changed' }

export type WidgetSettingsStore = {
  /** Null: nothing was ever set. */
  find(workspace: WorkspaceId, bot: BotId): Promise<KeptWidgetSettings | null>
  /** `seen`: the revision that the writer has read, 0 where nothing was set; null: not looked at. */
  set(
    workspace: WorkspaceId,
    bot: BotId,
    settings: WidgetSettings,
    seen: number | null,
    by: AuditOrigin,
  ): Promise<Result<KeptWidgetSettings, WidgetSettingsChanged>>
}

/** [V-13] With what a site signs who its contacts are. `previous`: the one before it, null where there was none. */
export type IdentitySecret = { secret: string; previous: string | null; rotatedAt: Instant }

export type IdentitySecrets = {
  /** Null: nobody vouches for anybody. */
  find(workspace: WorkspaceId, bot: BotId): Promise<IdentitySecret | null>
  /** The one that is there becomes the previous one. */
  rotate(workspace: WorkspaceId, bot: BotId, secret: string, by: AuditOrigin): Promise<IdentitySecret>
  /** With the previous one. False: there was none. */
  remove(workspace: WorkspaceId, bot: BotId, by: AuditOrigin): Promise<boolean>
}

// --- what became of contacts in a bot

/** How often, in one interaction: it began to run, control left the chatbot there, the conversation ended there with it. */
export type VisitCounts = { entered: number; toOperators: number; left: number }
export type InteractionVisits = VisitCounts & { behavior: string; interaction: string }
/** Of one day: days since 1970, UTC. */
export type VisitSum = InteractionVisits & { bot: BotId; day: number }

/** [FL-3] (c) A message that nothing in a bot answered but perhaps its fallback; `seq`: where it stands in the log. */
export type MissedMessage = { bot: BotId; conversation: ConversationId; seq: number; at: Instant }

export type Visits = {
  /**
   * Adds to what is kept, all of it or nothing. Messages of conversations that are gone are left out, and so is what is
   * older than anybody may ask for.
   */
  add(workspace: WorkspaceId, sums: readonly VisitSum[], misses: readonly MissedMessage[]): Promise<void>
  /** The sums of the days from one on, by behavior and interaction. */
  list(workspace: WorkspaceId, bot: BotId, fromDay: number): Promise<InteractionVisits[]>
  /** With what they say, as far as the log still has it, the latest first. */
  misses(
    workspace: WorkspaceId,
    bot: BotId,
    from: Instant,
    limit: number,
  ): Promise<(Omit<MissedMessage, 'bot'> & { text: string })[]>
}

// --- what the team and each operator have

/** `operator`: whose it is; null: the team's. */
export type Owned = { id: string; operator: OperatorId | null }

/** The scope is an operator, or null for the team: what belongs to another scope is not found. */
export type TeamAndOwn<Thing extends Owned, Refusal> = {
  /** In the order of what names them. */
  list(workspace: WorkspaceId, scope: OperatorId | null): Promise<Thing[]>
  add(workspace: WorkspaceId, thing: Thing, by: AuditOrigin): Promise<Result<Thing, Refusal>>
  change(
    workspace: WorkspaceId,
    scope: OperatorId | null,
    id: Thing['id'],
    change: Partial<Omit<Thing, keyof Owned>>,
    by: AuditOrigin,
  ): Promise<Result<Thing, Refusal>>
  /** False: there is no such one. */
  remove(workspace: WorkspaceId, scope: OperatorId | null, id: Thing['id'], by: AuditOrigin): Promise<boolean>
}

// --- what operators keep for writing

/** [U-09] A text in stock. `operator`: whose it is; null: the team's. */
export type CannedReply = {
  id: CannedReplyId
  operator: OperatorId | null
  shortcut: string
  title: string
  text: string
}

/** `shortcut_taken`: another one of the same scope has it, in whatever case. */
export type CannedReplyRefusal =
  | { kind: 'shortcut_taken'; shortcut: string }
  | { kind: 'too_many'; limit: number }
  | { kind: 'unknown_reply' }

/** By shortcut. */
export type CannedReplies = TeamAndOwn<CannedReply, CannedReplyRefusal>

/** [U-06] What an operator has written in a conversation and not sent. `savedAt`: the server's order; the last one wins. */
export type ReplyDraft = {
  conversation: ConversationId
  reply: string
  note: string
  writtenAt: Instant
  savedAt: Instant
}

/** [I-40] Only ever read by the operator who wrote them. */
export type ReplyDrafts = {
  /** The last saved first. */
  list(workspace: WorkspaceId, operator: OperatorId): Promise<ReplyDraft[]>
  /** One without any text is no draft any more. False: there is no such conversation. */
  save(workspace: WorkspaceId, operator: OperatorId, draft: ReplyDraft): Promise<boolean>
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
  /** [RO-31] Who owned the previous one last; null: nobody, or there was none. */
  lastOwner: OperatorId | null
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
  contact?: ContactId
  status?: 'open' | 'closed'
  /** [U-02] Only what is put aside now, or only what is not. */
  snoozed?: boolean
  tag?: string
  /** A language as such, or one of a region: `de` is `de-AT` too. */
  language?: string
  search?: string
  limit: number
  cursor?: Cursor
}

/** [U-11] What says of a conversation whether it is unread. */
export type Glance = {
  id: ConversationId
  status: 'open' | 'closed'
  operator: { id: OperatorId } | null
  lastSeq: number
  lastLine: { by: string } | null
}

/** `snoozed`: how many of `mine` are put aside now. */
export type ConversationCounts = { requested: number; mine: number; snoozed: number; open: number }

// --- filters by name, notes for somebody

/** [U-15] What a filter of the inbox looks for, as its call takes it: ids and words. */
export type FilterQuery = Partial<
  Record<'chatState' | 'status' | 'group' | 'operator' | 'bot' | 'channel' | 'tag' | 'language' | 'q', string>
>

/** `operator`: whose it is; null: the team's. */
export type SavedFilter = { id: SavedFilterId; operator: OperatorId | null; name: string; query: FilterQuery }

/** `name_taken`: another one of the same scope has it, in whatever case. */
export type SavedFilterRefusal = NameTaken | { kind: 'too_many'; limit: number } | { kind: 'unknown_filter' }

/** By name. */
export type SavedFilters = TeamAndOwn<SavedFilter, SavedFilterRefusal>

/** A note that is for somebody, perhaps among others. */
export type Mention = {
  conversation: ConversationId
  seq: number
  at: Instant
  by: Actor
  text: string
  isRead: boolean
}

/** As far as somebody has read the notes of a conversation. */
export type ReadMention = { conversation: ConversationId; seq: number }

export type Mentions = {
  /** Those for an operator, the latest first. */
  list(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Mention[]>
  /** Never back; conversations that are not there are left out. */
  read(workspace: WorkspaceId, operator: OperatorId, places: readonly ReadMention[]): Promise<void>
}

// --- how far operators have read

/** `isMarked`: what comes after it is to be unread again; only this goes back. */
export type ReadWish = Pick<ReadMark, 'upTo' | 'isMarked'>

/** [U-11] Marks lie within the log: what is asked for beyond its end is at its end. [I-40] Each operator has their own. */
export type ReadMarks = {
  /** Of these conversations, where anything is known. */
  of(
    workspace: WorkspaceId,
    operator: OperatorId,
    conversations: readonly ConversationId[],
  ): Promise<Map<ConversationId, ReadMark>>
  /** The last changed first. */
  latest(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Map<ConversationId, ReadMark>>
  /** What stands afterwards, whether this wish changed anything or not. Null: there is no such conversation. */
  set(
    workspace: WorkspaceId,
    operator: OperatorId,
    conversation: ConversationId,
    wish: ReadWish,
  ): Promise<{ mark: ReadMark; isChanged: boolean } | null>
}

/** Where a page ends: the sorted value and the id of its last row. */
export type Cursor = { at: number; id: string }

export type Page<Item> = { items: Item[]; next: Cursor | null }

export type Finding = { conversation: ConversationId; event: ConversationEvent }

export type InboxItem = { position: number; conversation: ConversationId; event: ConversationEvent }

export type Conversations = {
  /** The only writer of conversations: reads, decides and writes in one transaction, answered after its commit. */
  change<Refusal>(
    target: Target,
    decide: (found: Found) => Result<Change, Refusal>,
    idempotency?: Idempotency,
  ): Promise<ChangeAnswer<Refusal>>
  find(workspace: WorkspaceId, id: ConversationId): Promise<ConversationRecord | null>
  /** The contact's open conversation, else their last one. */
  findOfContact(
    workspace: WorkspaceId,
    bot: BotId,
    channel: string,
    contact: ContactId,
  ): Promise<ConversationRecord | null>
  list(workspace: WorkspaceId, filter: ListFilter): Promise<Page<ConversationRecord>>
  /** Those that `list` finds, of each only what says whether it is unread; in no order where that takes longer. */
  glance(workspace: WorkspaceId, filter: ListFilter): Promise<{ items: Glance[]; isMore: boolean }>
  /** Those that are there, in no order. */
  several(workspace: WorkspaceId, ids: readonly ConversationId[]): Promise<ConversationRecord[]>
  count(workspace: WorkspaceId, operator: OperatorId | null): Promise<ConversationCounts>
  /** Requests that wait, over all workspaces, by the name of the group; null: for anybody. At most 200 names, the longest first. */
  waiting(): Promise<{ group: string | null; count: number }[]>
  events(workspace: WorkspaceId, id: ConversationId, after: number, limit: number): Promise<ConversationEvent[]>
  /** The bubbles of these turns, in order. */
  saidIn(workspace: WorkspaceId, id: ConversationId, turns: readonly TurnId[]): Promise<ConversationEvent[]>
  /** The events by which people came to hold these, in order. It looks through their logs: for a page of a list. */
  takings(
    workspace: WorkspaceId,
    conversations: readonly ConversationId[],
  ): Promise<{ conversation: ConversationId; event: ConversationEvent }[]>
  /**
   * Where a search finds these, one event of each: the newest message that has all of its words, else the newest
   * event that has. For a page of what the list has just answered.
   */
  findings(workspace: WorkspaceId, conversations: readonly ConversationId[], search: string): Promise<Finding[]>
  /** Everything that happened in a workspace after a position of its common log. What is read once is never added to behind. */
  inbox(workspace: WorkspaceId, after: number, limit: number): Promise<InboxItem[]>
  lastPosition(workspace: WorkspaceId): Promise<number>
  /** Which conversations have moved after a position, for nodes that no hint reached; at most `limit` events are looked at. */
  moved(workspace: WorkspaceId, after: number, limit: number): Promise<Moved>
  /** Lets the text index follow the log by so many events. */
  index(limit: number): Promise<void>
}

/** `position` is how far was looked. */
export type Moved = { position: number; conversations: { id: ConversationId; lastSeq: number }[] }

// --- contacts

export type Adoption = {
  conversation: ConversationId
  from: ContactId
  to: ContactId
  /** Under which keys of the one are known, and under which they are to be. */
  scopes: { from: string; to: string }
}

export type Contacts = {
  find(workspace: WorkspaceId, id: ContactId): Promise<{ id: ContactId; variables: Variables } | null>
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
  /**
   * [V-13] An open conversation goes over to the contact whom the site has vouched for, with its files and with what was
   * sent in it: what is sent again then is still known. `decide` writes it into the log. False, and nothing is changed:
   * it is not open and `from`'s any more, `to` has one open already, or one of them is being forgotten.
   */
  adopt(workspace: WorkspaceId, adoption: Adoption, decide: Propose): Promise<boolean>
  /** Erasures that a crash interrupted. */
  unfinished(): Promise<{ workspace: WorkspaceId; id: ContactId }[]>
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
  findSession(hash: string): Promise<Session | null>
  endSession(hash: string): Promise<void>
  addKey(hash: string, key: ApiKey, by: AuditOrigin): Promise<void>
  findKey(hash: string): Promise<ApiKey | null>
  touchKey(id: KeyId, at: Instant): Promise<void>
  keys(workspace: WorkspaceId): Promise<ApiKey[]>
  revokeKey(workspace: WorkspaceId, id: KeyId, by: AuditOrigin): Promise<boolean>
  addLink(hash: string, link: Link): Promise<void>
  findLink(hash: string): Promise<Link | null>
  /** True for exactly one caller. */
  spendLink(hash: string): Promise<boolean>
  /** [S-10] A ticket opens one socket, once: true for exactly one caller, on whichever node. */
  addTicket(hash: string, holder: TicketHolder, expiresAt: Instant): Promise<void>
  spendTicket(hash: string): Promise<TicketHolder | null>
  /** [O-11] Takes a key for a call that is about to run, until the time given; says what was answered, or that it is under way. */
  reserveAnswer(scope: string, key: string, hash: string, until: Instant): Promise<Reservation>
  saveAnswer(scope: string, key: string, answer: SavedAnswer, expiresAt: Instant): Promise<void>
  /** The call did not succeed: the key is free again. */
  releaseAnswer(scope: string, key: string): Promise<void>
  sweep(now: Instant): Promise<void>
}

/** Who asked for the ticket, as ids: what they may do is looked up when it is spent. */
export type TicketHolder =
  | { kind: 'operator'; session: string }
  | { kind: 'program'; key: KeyId; workspace: WorkspaceId; role: Role }
  | { kind: 'contact'; workspace: WorkspaceId; bot: BotId; contact: ContactId; locale: string | null }

export type SavedAnswer = { hash: string; status: number; body: string }
/** `other_body`: the key was used, or is being used, with another body. */
export type Reservation =
  | { kind: 'yours' }
  | { kind: 'under_way' }
  | { kind: 'other_body' }
  | { kind: 'answered'; answer: SavedAnswer }

// --- files, audit, reports, outbox, works

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
  find(id: FileId): Promise<StoredFile | null>
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

/** Which records; whoever did it and what it was about may have been written down in several ways. */
export type AuditFilter = {
  actors?: readonly string[]
  action?: string
  objects?: readonly string[]
  from?: Instant
  /** Not included. */
  until?: Instant
}

/** `next`: go on with the records before this number; null: there are no more. */
export type AuditPage = { records: AuditRecord[]; next: number | null }

export type Audit = {
  /** What changes nothing and is to be known all the same: that something was taken out of the system. */
  note(
    workspace: WorkspaceId,
    told: { action: string; object: string; after?: unknown },
    by: AuditOrigin,
  ): Promise<void>
  list(workspace: WorkspaceId, before: number | null, limit: number): Promise<AuditRecord[]>
  /** Looks through a bounded number of records, newest first: a page may have none and still not be the last. */
  search(workspace: WorkspaceId, filter: AuditFilter, before: number | null, limit: number): Promise<AuditPage>
  /** [I-33] The first record that does not follow from the one before it; null when the chain holds. */
  verify(workspace: WorkspaceId): Promise<number | null>
}

/** `until` is not included. */
export type ReportPeriod = { from: Instant; until: Instant; bot?: BotId; channel?: string }

/** One log, whole but for what figures do without: the messages of bots, and the words of the others. */
export type ReportedLog = { conversation: ConversationId; bot: BotId; channel: string; log: ConversationEvent[] }

/** What changed presence: a missed offer or what ended that, a device that connected, the operator's choice, a status set by API, another limit. Disabling begins no span. */
export type PresenceCause = 'connected' | 'chosen' | 'api' | 'enabled' | 'disabled' | 'limit_changed' | 'unresponsive'

/** [RO-4] A time in which the effective status and the limit of an operator stayed the same. */
export type PresenceSpan = {
  operator: OperatorId
  status: PresenceStatus
  cause: PresenceCause
  capacity: number | null
  from: Instant
  /** May lie ahead: it ends then unless something changes. Null: nothing ends it so far. */
  until: Instant | null
}

/** Requests that wait for a group; null: for anybody. */
export type WaitingGroup = { group: GroupId | null; count: number; longestSince: Instant }

export type Reports = {
  /**
   * The logs of conversations that were open in a period: those in which something has happened since it began, and those
   * that people have had all along. Left out are those that a bot has alone and in which nobody has written since. Some at
   * a time, each once, in no order; whoever stops listening stops the reading.
   */
  logs(workspace: WorkspaceId, period: ReportPeriod): AsyncIterable<ReportedLog[]>
  /** Spans that touch a period, by operator and in order. Where there is none the operator was offline. */
  presence(workspace: WorkspaceId, from: Instant, until: Instant): Promise<PresenceSpan[]>
  waiting(workspace: WorkspaceId): Promise<WaitingGroup[]>
}

export type OutboxMessage = {
  position: number
  workspace: WorkspaceId
  topic: OutboxTopic
  payload: unknown
  attempts: number
}
export type OutboxTopic = 'control_changed' | 'coverage_changed' | 'mail'

export type Outbox = {
  add(workspace: WorkspaceId, topic: OutboxTopic, payload: unknown): Promise<void>
  /**
   * Takes what is due, the earliest first, so that no other node carries it too, until `until` or until it is done or
   * postponed. While messages of a workspace are taken, later ones of it wait: they leave in order.
   */
  claim(limit: number, until: Instant): Promise<OutboxMessage[]>
  done(positions: readonly number[]): Promise<void>
  /** Tried in vain: again at `at`; null parks it. */
  postpone(position: number, at: Instant | null): Promise<void>
  pending(): Promise<{ count: number; oldestAt: Instant | null }>
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
  /** Takes work that is due, the earliest first, so that no other node does it too, until `until`; `known` is being done here already. */
  claim(limit: number, known: ReadonlySet<EffectId>, until: Instant): Promise<PendingWork[]>
  /** Still being done here: it stays taken until `until`. */
  extend(ids: readonly EffectId[], until: Instant): Promise<void>
  /** Not begun after all: whoever looks next may take it. */
  release(ids: readonly EffectId[]): Promise<void>
  /** When the next one falls due. */
  nextDueAt(): Promise<Instant | null>
}

// --- notifications

/** A browser that takes pushes. `signer`: the public key it expects them to be signed with. */
export type PushSubscription = {
  id: string
  operator: OperatorId
  endpoint: string
  key: string
  secret: string
  signer: string
  createdAt: Instant
}

/** A request that was not decided on yet. */
export type UndecidedRequest = Pick<AskedRequest, 'group' | 'requestedAt' | 'operator'> & {
  conversation: ConversationId
  channel: string
  offeredUntil: Instant | null
  offersMade: number
  epoch: number
}

/** One operator is to be told of one thing, in one way. */
export type Delivery = {
  id: string
  workspace: WorkspaceId
  conversation: ConversationId
  about: { kind: 'request'; epoch: number } | { kind: 'mention'; seq: number }
  operator: OperatorId
  way: { kind: 'mail' } | { kind: 'push'; subscription: string }
  createdAt: Instant
  attempts: number
}
export type NewDelivery = Pick<Delivery, 'about' | 'operator' | 'way'>

export type Notifications = {
  /** The usual ones where nothing was said. */
  settings(workspace: WorkspaceId, operator: OperatorId): Promise<NotificationSettings>
  /** Those of everybody who has said anything. */
  allSettings(workspace: WorkspaceId): Promise<Map<OperatorId, NotificationSettings>>
  /** Nothing where there is no such operator any more. */
  setSettings(workspace: WorkspaceId, operator: OperatorId, settings: NotificationSettings): Promise<void>
  rules(workspace: WorkspaceId): Promise<NotificationRules>
  setRules(workspace: WorkspaceId, rules: NotificationRules, by: AuditOrigin): Promise<void>
  /** Of one operator, or of everybody; the oldest first. */
  subscriptions(workspace: WorkspaceId, operator: OperatorId | null): Promise<PushSubscription[]>
  /** A browser belongs to whoever signed in there last. Of each operator some are kept, and the oldest go. */
  subscribe(workspace: WorkspaceId, subscription: PushSubscription): Promise<void>
  /** In place of the old one; once more is the same. False: neither of them is that operator's. */
  renew(workspace: WorkspaceId, old: string, subscription: PushSubscription): Promise<boolean>
  /** False: there was none of that operator. */
  unsubscribe(workspace: WorkspaceId, operator: OperatorId, id: string): Promise<boolean>
  /** One of an operator's devices has a desk in sight until then, or had. */
  see(workspace: WorkspaceId, operator: OperatorId, device: string, until: Instant): Promise<void>
  sights(workspace: WorkspaceId): Promise<Map<OperatorId, Instant>>
  /** Where anybody could be told of a request. */
  concerned(): Promise<WorkspaceId[]>
  /** Requests of that age that were not decided on at this stage, the oldest first. */
  undecided(workspace: WorkspaceId, stage: Stage, age: { from: Instant; until: Instant }): Promise<UndecidedRequest[]>
  /** Who is to be told. False: it was decided already, perhaps on another node, and nothing is written. */
  decide(
    workspace: WorkspaceId,
    request: UndecidedRequest,
    stage: Stage,
    deliveries: readonly NewDelivery[],
  ): Promise<boolean>
  /** To be sent from `dueAt` on; what is planned or was sent already stays as it is. */
  plan(
    workspace: WorkspaceId,
    conversation: ConversationId,
    deliveries: readonly NewDelivery[],
    dueAt: Instant,
  ): Promise<void>
  /** Takes what is due, so that no other node sends it too, until `until`. */
  claim(limit: number, until: Instant): Promise<Delivery[]>
  done(id: string): Promise<void>
  postpone(id: string, at: Instant): Promise<void>
  nextDueAt(): Promise<Instant | null>
  /** What was told long ago is forgotten. */
  sweep(): Promise<void>
}
