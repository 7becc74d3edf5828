import type { GroupId, OperatorId } from '../ids.ts'

/** Somebody or some group with the name they had then. */
export type OperatorRef = { id: OperatorId; name: string }
export type GroupRef = { id: GroupId; name: string }
