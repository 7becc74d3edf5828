import type { Spoken } from '@baton/core/conversation'
import type { ModelWork } from '@baton/core/flow'

/** What services of the one protocol do not agree on: the name of the limit of an answer, and whether they count tokens in a stream. */
export type Dialect = { limit: 'max_tokens' | 'max_completion_tokens'; counts: boolean }

export const usualDialect: Dialect = { limit: 'max_tokens', counts: true }

/** What a service wants instead, by what it says of a request that it refused; null: something else is wrong. */
export function correctedDialect({ limit, counts }: Dialect, refusal: string): Dialect | null {
  if (limit === 'max_tokens' && refusal.includes('max_completion_tokens'))
    return { limit: 'max_completion_tokens', counts }
  if (counts && /stream_options|include_usage/.test(refusal)) return { limit, counts: false }
  return null
}

/** [LLM01] What people wrote stands in messages of their own, never among the instructions. */
export function requestFor(work: ModelWork, said: readonly Spoken[], { limit, counts }: Dialect) {
  const { model, instructions, tools, maxTokens, temperature } = work
  const system = instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }]
  return {
    model,
    messages: [...system, ...messagesOf(said)],
    stream: true,
    ...(counts ? { stream_options: { include_usage: true } } : {}),
    [limit]: maxTokens,
    ...(temperature === null ? {} : { temperature }),
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
  }
}

type Message = { role: 'user' | 'assistant'; content: string }

/** Many models want the sides to take turns: what one side said in a row is one message. */
function messagesOf(said: readonly Spoken[]): Message[] {
  const messages: Message[] = []
  for (const { by, text } of said) {
    const role = by === 'contact' ? 'user' : 'assistant'
    const last = messages.at(-1)
    if (last?.role === role) last.content += `\n\n${text}`
    else messages.push({ role, content: text })
  }
  return messages
}
