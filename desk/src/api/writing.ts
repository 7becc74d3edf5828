import type { EventView } from '@baton/core/protocol'
import { eventView } from './events.ts'
import { Problem, Unreachable } from './problem.ts'
import { base, nothing, request, segment } from './request.ts'
import { listOf, object, type Shaped, text } from './shape.ts'

const cannedShape = object({ id: text, shortcut: text, title: text, text })
/** [U-09] A text in stock. */
export type CannedReply = Shaped<typeof cannedShape>
export type CannedReplyChange = Omit<CannedReply, 'id'>

/** Whose: the team's, or the operator's own. */
export type CannedScope = 'team' | 'own'

const draftShape = object({ conversation: text, reply: text, note: text, writtenAt: text, savedAt: text })
/** [U-06] What was written and not sent, as the server has it. */
export type SavedDraft = Shaped<typeof draftShape>

const most = 500

export const cannedReplies = {
  list: async (scope: CannedScope) =>
    (await request('GET', pathOf(scope), object({ items: listOf(cannedShape) }), { query: { limit: most } })).items,
  add: (scope: CannedScope, reply: CannedReplyChange) => request('POST', pathOf(scope), cannedShape, { body: reply }),
  change: (scope: CannedScope, id: string, change: CannedReplyChange) =>
    request('PATCH', `${pathOf(scope)}/${segment(id)}`, cannedShape, { body: change }),
  remove: (scope: CannedScope, id: string) => request('DELETE', `${pathOf(scope)}/${segment(id)}`, nothing),
}

export const drafts = {
  list: async () =>
    (await request('GET', '/me/drafts', object({ items: listOf(draftShape) }), { query: { limit: most } })).items,
  save: (conversation: string, draft: { reply: string; note: string; writtenAt: string }) =>
    request('PUT', `/me/drafts/${segment(conversation)}`, draftShape, { body: draft }),
}

export type OutgoingFile = { file: File; alt: string; note: boolean; operator: string; clientMessageId: string }

/** [U-17] `onShare`: how much of it has gone, from 0 to 1. Rejects as `request` does, and with an `AbortError`. */
export function sendFile(
  conversation: string,
  { file, alt, note, operator, clientMessageId }: OutgoingFile,
  { onShare, signal }: { onShare: (share: number) => void; signal: AbortSignal },
): Promise<EventView> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ operator, clientMessageId })) form.append(name, value)
  if (note) form.append('note', 'true')
  if (alt.trim() !== '') form.append('alt', alt.trim())
  form.append('file', file, file.name)
  // `fetch` says nothing of how far a body has gone.
  const call = new XMLHttpRequest()
  return new Promise((resolve, reject) => {
    call.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 0 : loaded / total)
    call.onload = () => {
      const document = documentIn(call.responseText)
      if (call.status < 200 || call.status >= 300) return reject(new Problem(call.status, document))
      try {
        resolve(eventView(document, ''))
      } catch (error) {
        reject(error)
      }
    }
    call.onerror = () => reject(new Unreachable('The server cannot be reached'))
    call.onabort = () => reject(new DOMException('Given up', 'AbortError'))
    signal.addEventListener('abort', () => call.abort(), { once: true })
    call.open('POST', `${base}/conversations/${segment(conversation)}/files`)
    call.setRequestHeader('x-baton', '1')
    call.send(form)
  })
}

function documentIn(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function pathOf(scope: CannedScope): string {
  return scope === 'own' ? '/me/canned-replies' : '/canned-replies'
}
