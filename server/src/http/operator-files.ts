import type { Part } from '@baton/core/conversation'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { hashOfBody } from '../secrets.ts'
import { picturesShown } from '../uploads.ts'
import type { Baton } from './baton.ts'
import { sayAsOperator } from './control.ts'
import { checkFields, keepFile, keptIfTaken, receiveFile } from './files.ts'
import { invalid } from './problems.ts'
import { actingOperator, theConversation } from './resolve.ts'
import { created, route } from './route.ts'
import { params } from './schemas.ts'

/** Characters of an alternative text. */
const longestAlt = 1_000
const longestText = 10_000

/** [U-17] An operator's files: a message like any other of theirs, with a file in it. */
export function operatorFileRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/files',
    policy: 'operator',
    tag: 'Control',
    summary: 'As an operator: send a file, or note it for the team (multipart, at most 10 MB)',
    params: params('conversation'),
    body: Type.Unknown(),
    consumes: 'multipart/form-data',
    answers: created,
    async handle({ asker, params, request, reply }) {
      const { conversation } = await theConversation(baton, asker.workspace, params.conversation)
      const { file, fields } = await receiveFile(request)
      const { operator, alt, ...said } = readFields(fields)
      const acting = await actingOperator(baton, asker, operator)
      const kept = await keepFile(baton, asker.workspace, conversation.contact, file)
      const part = shownAs(kept.part, alt)
      const hash = hashOfBody({ name: kept.part.name, content: kept.hash, alt, text: said.text, note: said.note })
      const { event } = await keptIfTaken(baton, kept.id, () =>
        sayAsOperator(baton, asker, conversation.id, acting.id, said, { part, hash }),
      )
      return reply.code(201).send(event)
    },
  })
}

/** What can be shown is a picture with a text instead of it, by default its name; everything else a download. */
function shownAs(part: Extract<Part, { type: 'file' }>, alt: string | undefined): Part {
  return picturesShown.has(part.contentType) ? { type: 'image', url: part.url, alt: alt ?? part.name } : part
}

function readFields({ operator, text, note, alt, clientMessageId, ...others }: Record<string, string>) {
  checkFields(clientMessageId, others)
  if (note !== undefined && note !== 'true' && note !== 'false')
    throw invalid('note', 'invalid', 'Either `true` or `false`.')
  for (const [path, given, longest] of [
    ['text', text, longestText],
    ['alt', alt, longestAlt],
  ] as const) {
    if (given !== undefined && given.length > longest) throw invalid(path, 'too_long', `At most ${longest} characters.`)
    if (given?.includes('\u0000')) throw invalid(path, 'null_character', 'A text holds no null character.')
  }
  return {
    ...(operator === undefined ? {} : { operator }),
    ...(text?.trim() ? { text: text.toWellFormed() } : {}),
    ...(alt?.trim() ? { alt: alt.trim().toWellFormed() } : {}),
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    note: note === 'true',
  }
}
