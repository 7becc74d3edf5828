import type { ActionDefinition, Catalogue } from '@baton/core/flow'
import { addNote } from './add-note/action.ts'
import { buttons } from './buttons/action.ts'
import { card } from './card/action.ts'
import { condition } from './condition/action.ts'
import { delay } from './delay/action.ts'
import { dropTag } from './drop-tag/action.ts'
import { endConversation } from './end-conversation/action.ts'
import { goTo } from './go-to/action.ts'
import { httpRequest } from './http-request/action.ts'
import { image } from './image/action.ts'
import { input } from './input/action.ts'
import { quickReplies } from './quick-replies/action.ts'
import { setChatOperatorState } from './set-chat-operator-state/action.ts'
import { setTag } from './set-tag/action.ts'
import { setVariable } from './set-variable/action.ts'
import { text } from './text/action.ts'

/** Every action, in the order in which the designer lists them. */
const actions: readonly ActionDefinition[] = [
  text,
  image,
  quickReplies,
  buttons,
  card,
  delay,
  input,
  goTo,
  condition,
  endConversation,
  setChatOperatorState,
  addNote,
  setVariable,
  setTag,
  dropTag,
  httpRequest,
]

/** [FL-11] The actions a bot can be made of, by type. */
export const catalogue: Catalogue = new Map(actions.map((action) => [action.type, action]))
