import type { Flow } from '../flow/flow.ts'
import type { Conversation } from './conversation.ts'

/** All that the store keeps of a conversation: the fold of its log, and where the bot stands in it. */
export type ConversationRecord = { conversation: Conversation; flow: Flow }
