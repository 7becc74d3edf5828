export type { Actor, GroupRef, HolderView, OperatorRef, StateChange } from '../conversation/event.ts'
export type { ButtonItem, MessageData, Part, ReplyItem } from '../conversation/message.ts'
export type { Considered, Decision, Verdict } from '../routing/decision.ts'
export type { PresenceStatus, Role } from '../routing/team.ts'
export type { ContactActor, ContactEvent, ContactHolder } from './contact-view.ts'
export { viewForContact } from './contact-view.ts'
export {
  type ClientFrame,
  type CloseReason,
  closeReasons,
  type PlaceView,
  protocolVersion,
  type SayFrame,
  type ServerFrame,
} from './live.ts'
export { isPlayable, sideBySide } from './side-by-side.ts'
export {
  applyEvent,
  type ConversationSummary,
  type ConversationView,
  type EventView,
  holderFields,
  type LastLineView,
  nameOfContact,
  type OperatorView,
  offeredUntilOf,
  viewOfEvent,
} from './views.ts'
