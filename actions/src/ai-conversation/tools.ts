import type { Value } from '@baton/core/conversation'
import type { ModelCall, ModelTool } from '@baton/core/flow'
import { visible } from '@baton/core/text'

export const requestTool = 'request_operator'
export const endTool = 'end_conversation_with_ai'

/** Of what a model puts into a call, in characters. */
const limitOfText = 1_000

const textParameter = (name: string, description: string): ModelTool['parameters'] => ({
  type: 'object',
  properties: { [name]: { type: 'string', description } },
  required: [name],
  additionalProperties: false,
})

/** [HO-24] All that a model may set going: nothing here assigns, releases, hands back or names anybody. */
export const tools: readonly ModelTool[] = [
  {
    name: requestTool,
    description:
      'Asks for a human colleague to come into this conversation. Call it when the person wants a human, or when you cannot help.',
    parameters: textParameter(
      'reason',
      'One or two sentences for the colleague: what it is about. The person does not see it.',
    ),
  },
  {
    name: endTool,
    description: 'Ends your part of this conversation. Call it when the matter is settled and nothing is left to ask.',
    parameters: textParameter('last_words', 'What the person is told at the end.'),
  },
]

/** One text out of what a model wrote into a call; empty where there is none. Nothing else of it is looked at. */
export function textIn(call: ModelCall, name: string): string {
  const found = read(call.arguments)
  const value = typeof found === 'object' && found !== null && !Array.isArray(found) ? found[name] : undefined
  return typeof value === 'string' ? visible(value).trim().slice(0, limitOfText) : ''
}

function read(text: string): Value {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
