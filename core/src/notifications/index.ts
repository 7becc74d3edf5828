export { isQuiet } from './quiet.ts'
export {
  type NotificationRules,
  type NotificationSettings,
  type PushContent,
  pushContents,
  type QuietHours,
  type Sound,
  sounds,
  usualRules,
  usualSettings,
} from './settings.ts'
export { type AskedRequest, isAttentive, type Sights, type Stage, type Telling, whomToTell } from './whom.ts'
