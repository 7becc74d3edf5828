import type { Static, TObject } from 'typebox'
import type { Bubble, PartKind } from '../conversation/message.ts'
import type { Value } from '../conversation/value.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { GroupId } from '../ids.ts'
import type { Instant } from '../time.ts'

/** What a channel can do; an action names what it needs (HO-22). */
export type Capability = 'push' | Exclude<PartKind, 'text'>

/** Moments at which an action runs the operations filed under it. */
export type Trigger =
  | 'on_click'
  | 'on_input'
  | 'on_give_up'
  | 'on_condition_met'
  | 'on_else'
  | 'on_success'
  | 'on_failure'

export const triggers: readonly Trigger[] = [
  'on_click',
  'on_input',
  'on_give_up',
  'on_condition_met',
  'on_else',
  'on_success',
  'on_failure',
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
      deadline: 'unanswered' | 'first_answer' | 'idle'
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

/** What an action that waited is told. */
export type Answer =
  | { kind: 'said'; text: string }
  | { kind: 'due' }
  | { kind: 'http'; ok: true; status: number; body: string }
  | { kind: 'http'; ok: false; reason: string }

export type Effect =
  | { kind: 'say'; bubble: Bubble }
  | { kind: 'note'; text: string }
  | { kind: 'set_variable'; variable: string; value: Value }
  | { kind: 'set_tag' | 'drop_tag'; tag: string }
  | { kind: 'diagnostic'; code: string; message: string; path?: string }

/** What happens after an action's own effects. */
export type Then =
  | { kind: 'next' }
  /** Runs the operations under a trigger, then the next action. */
  | { kind: 'fire'; trigger: Trigger }
  /** Ends the turn here; the contact's next message comes back to this action. */
  | { kind: 'hold'; tries: number }
  | { kind: 'jump'; target: JumpTarget; cancel: boolean }
  | { kind: 'wait'; work: OutsideWork }
  | { kind: 'set_operator_state'; settings: OperatorStateSettings }
  | { kind: 'close' }

export type Step = { effects?: readonly Effect[]; then: Then }

/** What an action may look at. Pure: the same context gives the same step. */
export type ActionContext = {
  now: Instant
  channel: string
  locale: string
  tags: readonly string[]
  /** Reads a variable, default and chat variables included; `favorite.color` reaches inside. */
  variable(name: string): Value | undefined
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
  /** The list among the settings whose items can be clicked and carry `payload` and `on_click`. */
  items?: string
  /** [HO-20] `interaction`: only directly inside an interaction. */
  placement: 'anywhere' | 'interaction'
  needs: readonly Capability[]
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
