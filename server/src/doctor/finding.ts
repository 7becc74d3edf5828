import type { ContactId, ConversationId, EffectId, GroupId, OperatorId, TurnId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Fault } from '../store/moving/checks.ts'
import type { ConversationRowFacts, WorkspaceFacts } from '../store/moving/inspect-workspaces.ts'
import type { CheckName } from '../store/moving/report.ts'
import type { Workspace } from '../store/store.ts'

/** What checks look at: everything that was read of one workspace at one moment. */
export type Facts = Omit<WorkspaceFacts, 'workspace'> & {
  /** Null: what belongs to no workspace, such as the files of the database. */
  workspace: Workspace | null
  now: Instant
  /** What the inspection of all rows found here. */
  faults: readonly (Fault & { check: CheckName })[]
  /** Conversations that faults name. */
  rows: ReadonlyMap<string, ConversationRowFacts>
  /** Open conversations of the same contact on the same bot and channel, the one that moved last first. */
  twins: readonly (readonly ConversationRowFacts[])[]
}

/** Something a finding is about. */
export type Place = {
  kind: 'workspace' | 'conversation' | 'operator' | 'group' | 'bot' | 'contact' | 'record' | 'message' | 'other'
  id: string
  /** What people know it by; for a conversation, its contact. */
  name: string | null
}

/** What can be done without asking anybody; `repairs.ts` does it. */
export type Repair =
  | { kind: 'rebuild'; conversation: ConversationId }
  | { kind: 'recount'; operator: OperatorId }
  | { kind: 'release_operator'; conversation: ConversationId; operator: OperatorId }
  | { kind: 'release_group'; conversation: ConversationId; group: GroupId }
  | { kind: 'close'; conversation: ConversationId; lastSeq: number }
  | { kind: 'end_turn'; conversation: ConversationId; effect: EffectId; turn: TurnId; epoch: number }
  | { kind: 'end_work'; conversation: ConversationId; work: EffectId; turn: TurnId; epoch: number }
  | { kind: 'time_offer'; conversation: ConversationId; group: GroupId | null; at: Instant; epoch: number }
  | { kind: 'drop_works'; conversation: ConversationId }
  | { kind: 'forget'; contact: ContactId }
  | { kind: 'send_again'; position: number }

/** One thing that is wrong. */
export type Found = {
  places: readonly Place[]
  /** What is wrong, a sentence. */
  says: string
  /** What is done about it by itself, a sentence without a subject; null: a person has to. */
  repair: { says: string; how: Repair } | null
  /** What a person should do, where no repair is, or where it cannot be made. */
  advice: string
}

/** One thing that doctors look for: pure. */
export type Check = {
  /** Stable: people and programs know findings by it. */
  id: string
  /** What it means for people, a sentence. */
  means: string
  find(facts: Facts): Found[]
}

export type Finding = Found & { id: string; means: string; workspace: Pick<Workspace, 'id' | 'name'> | null }

/** The same finding at another look. */
export function keyOf({ id, workspace, places }: Finding): string {
  return JSON.stringify([id, workspace?.id ?? null, ...places.map((place) => [place.kind, place.id])])
}
