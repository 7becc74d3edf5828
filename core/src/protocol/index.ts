export { type Asked, type AskedWay, askedWays } from '../conversation/asked.ts'
export { isVerified } from '../conversation/chat-variables.ts'
export type { Actor, GroupRef, HolderView, OperatorRef, StateChange } from '../conversation/event.ts'
export type { ButtonItem, MessageData, Part, ReplyItem } from '../conversation/message.ts'
export type { Considered, Decision, Verdict } from '../routing/decision.ts'
export type { PresenceStatus, Role } from '../routing/team.ts'
export { type Collected, collectedIn, languageIn } from './collected.ts'
export type { ContactActor, ContactEvent, ContactHolder } from './contact-view.ts'
export { viewForContact } from './contact-view.ts'
export {
  type ClientFrame,
  type CloseReason,
  closeReasons,
  longestPreview,
  type PlaceView,
  protocolVersion,
  type SayFrame,
  type ServerFrame,
  type ViewingState,
} from './live.ts'
export { isUnread, type ReadMark } from './read-mark.ts'
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
  snoozedUntilIn,
  viewOfEvent,
} from './views.ts'
export {
  type PreviewNews,
  type PreviewSamples,
  type PreviewState,
  type PreviewWish,
  previewMark,
  previewStates,
} from './widget-preview.ts'
export {
  type Absence,
  completeWidgetSettings,
  defaultWidgetSettings,
  type FieldKind,
  type FormField,
  fieldKinds,
  type GivenWidgetSettings,
  type LauncherColors,
  type LauncherLook,
  launcherColorsOf,
  launcherLookOf,
  type WidgetLanguage,
  type WidgetLook,
  type WidgetSettings,
  type WidgetTheme,
  type WidgetWords,
  widgetLanguages,
  widgetLookOf,
} from './widget-settings.ts'
