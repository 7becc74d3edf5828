import type { Opening, RatingGiven } from '../conversation/event.ts'
import type { Cause, Part } from '../conversation/message.ts'
import type { Value } from '../conversation/value.ts'
import type { Answer } from '../flow/action.ts'
import type { MoveRefusal, Mover } from '../handoff/moves.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { ContactId, EffectId, GroupId, OperatorId, TurnId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { DeadlineKind } from './deadlines.ts'

/** What can be asked of one conversation. The way it came by (`cause`) is recorded, never judged. */
export type Command =
  | ContactSays
  | {
      type: 'operator_says'
      operator: OperatorId
      /** Null: it only carries something. */
      text: string | null
      parts: Part[]
      isNote: boolean
      /** Of a note: whom it is for. */
      mentions?: OperatorId[]
      clientMessageId?: string
      cause: Cause
    }
  /** `until`: then it goes back to the bot, if they still have it. Absent: it stays theirs. */
  | { type: 'claim'; operator: OperatorId; until?: Instant; cause: Cause }
  /** [RO-2] An operator shows that they are there, and nothing else: what they wanted was refused. */
  | { type: 'show_up'; operator: OperatorId; cause: Cause }
  /** [RO-30] The operator who is asked answers. */
  | { type: 'accept_offer' | 'decline_offer'; operator: OperatorId; cause: Cause }
  | {
      type: 'transfer'
      to: { operator: OperatorId } | { group: GroupId | null }
      from?: OperatorId
      by: Mover
      cause: Cause
    }
  | { type: 'hand_over'; by: Mover; interaction?: string; note?: string; cause: Cause }
  | { type: 'set_operator_state'; settings: OperatorStateSettings; by: Mover; cause: Cause }
  | { type: 'start_interaction'; interaction: string; by: Mover; cause: Cause }
  | { type: 'lock' | 'unlock' | 'close'; by: Mover; cause: Cause }
  /** [U-02] Put aside until then; null: taken up again. */
  | { type: 'snooze'; until: Instant | null; by: Mover; cause: Cause }
  | { type: 'label'; variables: Record<string, Value>; setTags: string[]; dropTags: string[]; by: Mover }
  /** The contact is still there, and has nothing to say. */
  | { type: 'put_off_end' }
  /** [V-11] The contact has had enough. */
  | { type: 'end_chat' }
  | ({ type: 'rate' } & RatingGiven)
  /** [V-13] The site has vouched for the contact, and `contact` is who they are; what does not fit of the variables is left out. */
  | { type: 'identify'; was: ContactId; contact: ContactId; variables: Record<string, Value> }
  | { type: 'finish_work'; work: { id: EffectId; turn: TurnId; epoch: number }; answer: Answer }
  | { type: 'assign_waiting' }
  | {
      type: 'meet_deadline'
      work: { id: EffectId; epoch: number }
      deadline: DeadlineKind
      group: GroupId | null
      since: Instant
    }
  | { type: 'lose_group'; group: GroupId; by: Mover; cause: Cause }
  | { type: 'lose_operator'; operator: OperatorId; by: Mover; cause: Cause }

/** The contact writes, clicks, sends a file, or just opens the conversation (no message). */
export type ContactSays = {
  type: 'contact_says'
  /** Set when there is no open conversation: how the new one begins. */
  opening: Opening | null
  message: { text: string | null; payload: string | null; parts: Part[] } | null
  clientMessageId?: string
  variables: Record<string, Value>
  tags: string[]
  /** [V-09] Left for people while none is there: the bot does not answer it. */
  isForPeople?: true
}

export type Refusal =
  | MoveRefusal
  /** No end was announced, or somebody has written since. */
  | { kind: 'nothing_ends' }
  /** [V-11] Only what is over is rated. */
  | { kind: 'still_open' }
  | { kind: 'unknown_interaction'; interaction: string }
  | { kind: 'variable_name_invalid'; variable: string }
  | { kind: 'variable_reserved'; variable: string }
  | { kind: 'variable_too_large'; variable: string; bytes: number }
  | { kind: 'variable_too_deep'; variable: string }
  | { kind: 'too_many_variables'; limit: number }

/** The operator who asks for it; null: a program, or nobody. */
export function askedBy(command: Command): OperatorId | null {
  if ('by' in command) return command.by.operator
  return 'operator' in command ? command.operator : null
}
