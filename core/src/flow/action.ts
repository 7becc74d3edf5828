import type { Static, TObject } from 'typebox'
import type { Bubble, Cause, Part, PartKind } from '../conversation/message.ts'
import type { Stretch } from '../conversation/transcript.ts'
import type { Value, Variables } from '../conversation/value.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { GroupId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { PeopleView } from './people.ts'

/** What a channel can do; an action names what it needs (HO-22). */
export type Capability = 'push' | Exclude<PartKind, 'text'>

/** What an installation may lack (operations.md): `model`, a language model. */
export type Service = 'model'

/** Moments at which an action runs the operations filed under it. */
export type Trigger =
  | 'on_click'
  | 'on_input'
  | 'on_give_up'
  | 'on_condition_met'
  | 'on_else'
  | 'on_success'
  | 'on_failure'
  | 'on_chosen'
  | 'on_opt_in'
  | 'on_opt_out'
  | 'on_forget_request'
  | 'on_date_available'
  | 'on_handed_over'
  | 'on_unavailable'
  | 'on_timeout'

export const triggers: readonly Trigger[] = [
  'on_click',
  'on_input',
  'on_give_up',
  'on_condition_met',
  'on_else',
  'on_success',
  'on_failure',
  'on_chosen',
  'on_opt_in',
  'on_opt_out',
  'on_forget_request',
  'on_date_available',
  'on_handed_over',
  'on_unavailable',
  'on_timeout',
]

/** Where a flow may go: by name, or one of the places that have no name. */
export type JumpTarget = {
  behavior?: string
  interaction?: string
  to?: 'start' | 'previous' | 'fallback' | 'bookmark'
}

/** Work that the process does after what was said so far is committed; its answer comes back into the same turn (FL-5). */
export type OutsideWork =
  | { kind: 'delay'; milliseconds: number }
  /** No turn waits for it: what happens when nobody does anything (routing.md §5). Whose deadline it is, and from when it counts. */
  | {
      kind: 'deadline'
      deadline: 'unanswered' | 'waiting' | 'offer' | 'first_answer' | 'unreachable' | 'idle_warning' | 'idle'
      group: GroupId | null
      since: Instant
      milliseconds: number
    }
  | {
      kind: 'http'
      method: string
      url: string
      headers: Record<string, string>
      body: string | null
      timeoutMs: number
    }
  | { kind: 'mail'; to: string; subject: string; text: string; replyTo: string | null }
  /** JavaScript of the bot's author, shut in (S-35); `variables` is all that it sees. */
  | { kind: 'script'; code: string; variables: Variables; timeoutMs: number }
  | ModelWork
  /** An address under which an operator sees the conversation, for so long; perhaps takes it, and gives it back at the end. */
  | { kind: 'link'; hours: number; takesOver: boolean; handsOver: boolean }
  | AsideWork

/** One answer of a language model to the contact. What was said is read from the log when the model is asked. */
export type ModelWork = {
  kind: 'model'
  model: string
  /** The author's; what a contact says is never part of it. */
  instructions: string
  /** What the model may call for instead of answering, or beside it. */
  tools: readonly ModelTool[]
  /** How many messages of the conversation the model sees, the last ones. */
  historyMessages: number
  /** Of the answer. */
  maxTokens: number
  /** Null: the model's own. */
  temperature: number | null
  timeoutMs: number
  /** What was spent before; the answer brings it back with its own share. */
  spent: Spent
  /** Null until the turn that waits for it says what the answer is about. */
  stretch: Stretch | null
}

/** A function in the words of JSON Schema that a model is offered; an action does what it calls for, or not. */
export type ModelTool = { name: string; description: string; parameters: { [name: string]: Value } }

/** `arguments` as the model wrote them: anything at all. */
export type ModelCall = { name: string; arguments: string }

/** Answers of a model, and tokens read and written for them. */
export type Spent = { answers: number; tokens: number }

/** Work that is still to be done when its conversation is closed. All other work ends with it (HO-8). */
export const outlivingKinds: readonly OutsideWork['kind'][] = ['webhook', 'forget', 'notice']

/** Work that no turn waits for: what comes of it is settled beside the turns. */
export type AsideWork =
  | WebhookWork
  /** Everything of the contact is erased, with the conversation that this is about. */
  | { kind: 'forget' }
  /** [HO-23] An interaction that starts later. */
  | { kind: 'start'; target: JumpTarget; milliseconds: number }
  /** An operator who came by a link that takes over has the conversation until now. */
  | { kind: 'link_end'; milliseconds: number }
  /** A mail to operators that nobody waits for. */
  | { kind: 'notice'; to: string[]; subject: string; text: string }
  /** A request that this action raised may have been left unanswered. */
  | { kind: 'time_out'; action: string; version: number; milliseconds: number }

/** A message to another system, tried again until it is taken. */
export type WebhookWork = {
  kind: 'webhook'
  url: string
  /** Standard Webhooks: `whsec_…`; null: not signed. */
  secret: string | null
  event: string
  triggeredAt: string
  about: { [name: string]: Value }
  /** What the first try was called: the same at every one, so that the other side can tell. */
  message: string | null
  /** How many tries went before. */
  tries: number
  milliseconds: number
}

/** A file that came with a message. */
export type FilePart = Extract<Part, { type: 'file' }>

/** What an action that waited is told. */
export type Answer =
  /** `tokens`: what the action had spent when it held. */
  | { kind: 'said'; text: string; files?: readonly FilePart[]; tokens?: number }
  | { kind: 'due' }
  | { kind: 'drawn'; number: number }
  | { kind: 'http'; ok: true; status: number; body: string }
  | { kind: 'http'; ok: false; reason: string }
  | { kind: 'link'; url: string }
  | { kind: 'mail'; ok: true }
  | { kind: 'mail'; ok: false; reason: string }
  | { kind: 'script'; ok: true; variables: Variables }
  | { kind: 'script'; ok: false; reason: string }
  | { kind: 'model'; ok: true; text: string; calls: readonly ModelCall[]; spent: Spent }
  | { kind: 'model'; ok: false; reason: string }
  | AsideAnswer

/** What came of work that no turn waited for. `isFinal`: no other try will change it. */
export type AsideAnswer =
  | { kind: 'delivered' }
  | { kind: 'start'; target: JumpTarget }
  | { kind: 'time_out'; action: string; version: number }
  | { kind: 'link_ended' }
  | { kind: 'undelivered'; work: WebhookWork; reason: string; isFinal: boolean }

export type Effect =
  | { kind: 'say'; bubble: Bubble }
  | { kind: 'note'; text: string }
  /** A note that these operators are told of: of a group, some of it, or everybody. `byMail`: also by mail. */
  | { kind: 'notify'; text: string; group: string | null; operators: readonly string[] | null; byMail: boolean }
  | { kind: 'set_variable'; variable: string; value: Value }
  | { kind: 'set_tag' | 'drop_tag'; tag: string }
  | { kind: 'diagnostic'; code: string; message: string; path?: string }
  /** [FL-5] Begun after the commit; the turn goes on at once. */
  | { kind: 'begin'; work: AsideWork }

/** `message`: said when an operator takes over, before they have it. `timeoutMs`: null: a request waits as long as it waits. */
export type AssignWish = { settings: OperatorStateSettings; message: Bubble | null; timeoutMs: number | null }

/** What happens after an action's own effects. */
export type Then =
  | { kind: 'next' }
  /**
   * Runs the operations under a trigger, of the action or of one of its items (`branches[1]`), then the next action.
   * `otherwise` happens instead where the author has put nothing there.
   */
  | { kind: 'fire'; trigger: Trigger; item?: string; otherwise?: readonly Effect[] }
  /** Ends the turn here; the contact's next message comes back to this action, with what it has spent. */
  | { kind: 'hold'; tries: number; tokens?: number }
  | { kind: 'jump'; target: JumpTarget; cancel: boolean }
  /** Remembers where the contact is, for a jump to the bookmark. */
  | { kind: 'bookmark' }
  /** [FL-4] A number from 0 to `below - 1` comes back as an answer at once: chance is not the interpreter's. */
  | { kind: 'draw'; below: number }
  | { kind: 'wait'; work: OutsideWork }
  /** `cause`: `action` when left out. `why`: an AI agent's reason. `fire`: what runs after it, unless an operator has the conversation by it. */
  | {
      kind: 'set_operator_state'
      settings: OperatorStateSettings
      cause?: Cause
      why?: string
      fire?: Trigger
      otherwise?: readonly Effect[]
    }
  /** The same, followed up: what comes of it fires `on_unavailable`, `on_timeout` or `on_handed_over`. */
  | { kind: 'assign'; wish: AssignWish }
  | { kind: 'close' }

export type Step = { effects?: readonly Effect[]; then: Then }

/** What an action may look at. Pure: the same context gives the same step. */
export type ActionContext = {
  now: Instant
  channel: string
  locale: string
  tags: readonly string[]
  /** Whether the contact's message began this turn, and not an opening, a person or a clock. */
  isAsked: boolean
  /** Reads a variable, default and chat variables included; `favorite.color` reaches inside. */
  variable(name: string): Value | undefined
  /** Every variable that can be read, by name. */
  scope(): Variables
  /** Who is there to take over. */
  people: PeopleView
}

export type Problem = { path: string; code: string; message: string }

/** What a check may look at: where the action stands in its list. */
export type Place = { isLast: boolean; path: string }

/**
 * One action of the catalogue (FL-11). Its schema is one closed object of settings whose fields carry the designer's
 * labels (`title`), help (`description`) and defaults, and these marks: `template` (the text is parsed, FL-9),
 * `reference` (`group`, `operator`), `package` (HO-21), `shownWhen`, `multiline`, `optionTitles`.
 */
export type ActionDefinition = {
  type: string
  title: string
  /** One sentence for the designer's list. */
  help: string
  group: 'content' | 'input' | 'flow' | 'people' | 'data' | 'integration' | 'ai' | 'privacy'
  schema: TObject
  triggers: readonly Trigger[]
  /** Where the items stand that carry operations of their own: `buttons`, or `cards[].buttons`. */
  items?: string
  /** What these stand under. `on_click` when left out: the items can be clicked and carry a `payload` too. */
  itemTrigger?: Trigger
  /** [HO-20] `interaction`: only directly inside an interaction. */
  placement: 'anywhere' | 'interaction'
  needs: readonly Capability[]
  /** What the installation must have been given. Left out: nothing. */
  service?: Service
  run(settings: unknown, context: ActionContext): Step
  /** For actions that hold or wait. */
  resume?(settings: unknown, answer: Answer, tries: number, context: ActionContext): Step
  /** What the schema cannot say; problems stop a publish. Paths are relative to the action. */
  check?(settings: unknown): Problem[]
  /** Advice that does not stop a publish. */
  advise?(settings: unknown, place: Place): Problem[]
  /** The interaction this action leads to, for the check of targets and of what can be reached. */
  target?(settings: unknown): JumpTarget | null
}

type Typed<Settings> = {
  run(settings: Settings, context: ActionContext): Step
  resume?(settings: Settings, answer: Answer, tries: number, context: ActionContext): Step
  check?(settings: Settings): Problem[]
  advise?(settings: Settings, place: Place): Problem[]
  target?(settings: Settings): JumpTarget | null
}

/** Declares an action with settings typed by its schema. The engine hands over only settings that the schema accepted. */
export function defineAction<Schema extends TObject>(
  definition: Omit<ActionDefinition, keyof Typed<never> | 'schema'> & { schema: Schema } & Typed<Static<Schema>>,
): ActionDefinition {
  return definition as unknown as ActionDefinition
}

/** The catalogue: every action by its type. */
export type Catalogue = ReadonlyMap<string, ActionDefinition>

export const next: Then = { kind: 'next' }

/** What an action answers: what comes next, after these effects. */
export function step(then: Then, effects: readonly Effect[] = []): Step {
  return { effects, then }
}
