import { Readable } from 'node:stream'
import type { ConversationEvent } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { type ConversationView, viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { othersTurn } from '../others-turn.ts'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { conversationNow } from './conversations.ts'
import { writtenAsHtml } from './download-html.ts'
import { writtenAsText } from './download-text.ts'
import type { Written } from './download-words.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

const eventsAtOnce = 500

const types = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const

export function downloadRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/conversations/:conversation/download',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'The whole conversation as a file: log, variables and tags, internal notes marked',
    params: params('conversation'),
    query: body({ format: Type.Optional(Type.Enum(['json', 'text', 'html'])) }),
    answers: { 200: Type.Unknown({ description: 'JSON, plain text or a page of its own' }) },
    async handle({ asker, params, query: { format = 'json' }, reply, origin }) {
      const view = await conversationNow(baton, asker.workspace, params.conversation)
      const noted = { action: 'conversation_downloaded', object: view.id, after: { format } }
      await baton.store.audit.note(asker.workspace.id, noted, origin)
      const extension = format === 'text' ? 'txt' : format
      return (
        reply
          .type(types[format])
          .header('content-disposition', `attachment; filename="${view.id}.${extension}"`)
          .header('cache-control', 'no-store')
          // [S-26] Whoever opens the page opens what strangers have written.
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
          .send(Readable.from(chunks(baton, asker.workspace, view, writtenAs(format, asker.workspace))))
      )
    },
  })
}

function writtenAs(format: keyof typeof types, { timeZone }: Workspace): Written {
  switch (format) {
    case 'json':
      return asJson
    case 'text':
      return writtenAsText(timeZone)
    case 'html':
      return writtenAsHtml(timeZone)
  }
}

/** Page by page, however long it is; up to where the log went when it was asked for. */
async function* chunks({ store }: Baton, { id: workspace }: Workspace, view: ConversationView, written: Written) {
  yield written.begin(view)
  let after = 0
  while (after < view.lastSeq) {
    const size = Math.min(eventsAtOnce, view.lastSeq - after)
    const events: ConversationEvent[] = await store.conversations.events(workspace, asId(view.id), after, size)
    const last = events.at(-1)
    // Erased meanwhile.
    if (last === undefined) break
    yield written.events(events.map(viewOfEvent), after === 0)
    after = last.seq
    await othersTurn()
  }
  yield written.end()
}

const asJson: Written = {
  begin: (view) => `{"conversation":${JSON.stringify(view)},"events":[\n`,
  events: (events, isFirst) => `${isFirst ? '' : ',\n'}${events.map((event) => JSON.stringify(event)).join(',\n')}`,
  end: () => '\n]}\n',
}
