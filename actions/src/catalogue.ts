import type { ActionDefinition, Catalogue } from '@baton/core/flow'
import { addNote } from './add-note/action.ts'
import { agentStateCheck } from './agent-state-check/action.ts'
import { aiConversation } from './ai-conversation/action.ts'
import { aiReply } from './ai-reply/action.ts'
import { assignConversation } from './assign-conversation/action.ts'
import { audio } from './audio/action.ts'
import { bookmark } from './bookmark/action.ts'
import { buttons } from './buttons/action.ts'
import { calendarCheck } from './calendar-check/action.ts'
import { card } from './card/action.ts'
import { carousel } from './carousel/action.ts'
import { condition } from './condition/action.ts'
import { createConversationUrl } from './create-conversation-url/action.ts'
import { delay } from './delay/action.ts'
import { dropTag } from './drop-tag/action.ts'
import { endConversation } from './end-conversation/action.ts'
import { file } from './file/action.ts'
import { fileInput } from './file-input/action.ts'
import { forgetUser } from './forget-user/action.ts'
import { goTo } from './go-to/action.ts'
import { httpRequest } from './http-request/action.ts'
import { image } from './image/action.ts'
import { input } from './input/action.ts'
import { notifyOperators } from './notify-operators/action.ts'
import { privacyFlagCondition } from './privacy-flag-condition/action.ts'
import { privacyOptIn } from './privacy-opt-in/action.ts'
import { quickReplies } from './quick-replies/action.ts'
import { randomSplit } from './random-split/action.ts'
import { rating } from './rating/action.ts'
import { scheduleBehavior } from './schedule-behavior/action.ts'
import { script } from './script/action.ts'
import { sendEmail } from './send-email/action.ts'
import { setChatOperatorState } from './set-chat-operator-state/action.ts'
import { setTag } from './set-tag/action.ts'
import { setVariable } from './set-variable/action.ts'
import { text } from './text/action.ts'
import { triggerWebhook } from './trigger-webhook/action.ts'
import { video } from './video/action.ts'

/** Every action, in the order in which the designer lists them. */
const actions: readonly ActionDefinition[] = [
  text,
  image,
  video,
  audio,
  file,
  quickReplies,
  buttons,
  card,
  carousel,
  delay,
  input,
  fileInput,
  rating,
  goTo,
  bookmark,
  condition,
  randomSplit,
  scheduleBehavior,
  endConversation,
  setChatOperatorState,
  assignConversation,
  agentStateCheck,
  calendarCheck,
  createConversationUrl,
  notifyOperators,
  addNote,
  setVariable,
  setTag,
  dropTag,
  httpRequest,
  sendEmail,
  triggerWebhook,
  script,
  aiReply,
  aiConversation,
  privacyOptIn,
  privacyFlagCondition,
  forgetUser,
]

/** [FL-11] The actions a bot can be made of, by type. */
export const catalogue: Catalogue = new Map(actions.map((action) => [action.type, action]))
