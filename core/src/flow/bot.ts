import type { Value } from '../conversation/value.ts'

/** A bot document (flow.md §1) as authors write it; the draft may hold anything, the live version only what was checked. */
export type BotDocument = {
  name: string
  startBehavior: string
  operations?: ActionDocument[]
  behaviors: BehaviorDocument[]
}

export type BehaviorDocument = { name: string; operations?: ActionDocument[]; interactions: InteractionDocument[] }

export type InteractionDocument = {
  name: string
  start?: boolean
  fallback?: boolean
  keywords?: string[]
  userMayType?: boolean
  actions: ActionDocument[]
}

/** `type`, the settings of that type, and its triggers as keys holding lists of actions. */
export type ActionDocument = { type: string; [setting: string]: Value | ActionDocument[] | undefined }
