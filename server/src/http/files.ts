import type { Part } from '@baton/core/conversation'
import { asId, type ContactId, type FileId } from '@baton/core/ids'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Saying } from '../conversations/conversations.ts'
import { hashOfBody, isSignature, signature } from '../secrets.ts'
import type { Workspace } from '../store/store.ts'
import { cleanName, contentTypeOf, hashOfContent, picturesShown } from '../uploads.ts'
import type { Baton } from './baton.ts'
import { invalid, notFound, Problem } from './problems.ts'
import { route } from './route.ts'
import { params } from './schemas.ts'

type Upload = {
  file: FileId
  saying: Saying
  hash: string
  clientMessageId: string | undefined
  wait: number | undefined
}

/** What a multipart request brings: the file, and a few texts. */
type Received = { file: { name: string; content: Buffer }; fields: Record<string, string> }

/** Takes the `file` of a multipart request, checks what it is, and keeps it. What is not referred to later stays unreachable. */
export async function storeUpload(
  baton: Baton,
  workspace: Workspace,
  contact: ContactId,
  request: FastifyRequest,
): Promise<Upload> {
  const { file, fields } = await receiveFile(request)
  const { clientMessageId, text, wait } = readFields(fields)
  const { id, part, hash } = await keepFile(baton, workspace, contact, file)
  const parts = text === undefined ? [part] : [{ type: 'text' as const, text }, part]
  const named = clientMessageId === undefined ? {} : { clientMessageId }
  const saying: Saying = { message: { text: text ?? null, payload: null, parts }, ...named, variables: {}, tags: [] }
  return { file: id, saying, hash: hashOfBody({ name: part.name, text, content: hash }), clientMessageId, wait }
}

/** Reads a multipart request; what it may not be is refused, and nothing is kept yet. */
export async function receiveFile(request: FastifyRequest): Promise<Received> {
  if (!request.isMultipart())
    throw new Problem(415, {
      code: 'unsupported_media_type',
      detail: 'Send the file as multipart/form-data, in the field `file`.',
    })
  const fields: Record<string, string> = {}
  let file: { name: string; content: Buffer } | null = null
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field' && part.valueTruncated)
        throw invalid(part.fieldname, 'invalid', 'A field has at most 10,000 bytes.')
      if (part.type === 'field') fields[part.fieldname] = String(part.value)
      else if (part.fieldname === 'file') file = { name: part.filename, content: await part.toBuffer() }
      else throw invalid(part.fieldname, 'unknown_field', 'The file goes into the field `file`.')
    }
  } catch (error) {
    throw uploadProblem(error)
  }
  if (file === null) throw invalid('file', 'required', 'There is no file in this request.')
  if (file.content.length === 0) throw invalid('file', 'invalid', 'This file is empty.')
  return { file, fields }
}

function readFields({ clientMessageId, text, wait, ...others }: Record<string, string>) {
  checkFields(clientMessageId, others)
  if (wait !== undefined && !(Number(wait) >= 0 && Number(wait) <= 120))
    throw invalid('wait', 'invalid', 'Seconds from 0 to 120.')
  return { clientMessageId, text: text?.trim() ? text : undefined, wait: wait === undefined ? undefined : Number(wait) }
}

/** Fields that no call has, and keys that are too long. */
export function checkFields(clientMessageId: string | undefined, others: Record<string, string>): void {
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw invalid(unknown, 'unknown_field', `There is no field "${unknown}" here.`)
  if (clientMessageId !== undefined && (clientMessageId === '' || clientMessageId.length > 64))
    throw invalid('clientMessageId', 'invalid', 'A clientMessageId has 1 to 64 characters.')
}

/** Keeps a file of a contact's conversation under a name people can read; what it is is told from its content. */
export async function keepFile(
  baton: Baton,
  workspace: Workspace,
  contact: ContactId,
  file: Received['file'],
): Promise<{ id: FileId; part: Extract<Part, { type: 'file' }>; hash: string }> {
  const id = baton.newId('file')
  const name = cleanName(file.name)
  const contentType = await contentTypeOf(file.content, name)
  const size = file.content.length
  await baton.uploads.save(id, file.content)
  await baton.store.files.add({ id, workspace: workspace.id, conversation: null, contact, name, contentType, size })
  const part = { type: 'file' as const, url: fileUrl(baton, id, name), name, contentType, size }
  return { id, part, hash: hashOfContent(file.content) }
}

/** [HO-45] [S-31] What the conversation did not take (locked, being forgotten, sent before) is not kept either. */
export async function keptIfTaken<Spoken extends { isTaken: boolean }>(
  baton: Baton,
  file: FileId,
  say: () => Promise<Spoken>,
): Promise<Spoken> {
  let isTaken = false
  try {
    const spoken = await say()
    isTaken = spoken.isTaken
    return spoken
  } finally {
    if (!isTaken) {
      await baton.store.files.remove(file)
      await baton.uploads.remove([file])
    }
  }
}

function uploadProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'FST_REQ_FILE_TOO_LARGE')
    return new Problem(413, { code: 'too_large', detail: 'A file has at most 10 MB.' })
  if (code.startsWith('FST_'))
    return new Problem(422, { code: 'invalid', detail: 'This multipart body is not one file and a few fields.' })
  if (error instanceof Problem) return error
  return new Problem(400, { code: 'bad_multipart', detail: 'This multipart body cannot be read.' })
}

function fileUrl(baton: Baton, id: FileId, name: string): string {
  return `/api/v1/files/${id}/${signature(baton.secrets[0], 'file', id)}/${encodeURIComponent(name)}`
}

export function fileRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/files/:file/:signature/:name',
    policy: 'public',
    tag: 'Talking',
    summary: 'A file, by the signed address in its message',
    params: params('file', 'signature', 'name'),
    answers: { 200: Type.Unknown({ description: 'The file' }) },
    async handle({ params, reply }) {
      const file = await baton.store.files.find(asId(params.file))
      const isOurs = baton.secrets.some((secret) => isSignature(secret, 'file', params.file, params.signature))
      if (file === null || !isOurs) throw notFound('file')
      const content = await baton.uploads.read(file.id)
      if (content === null) throw notFound('file')
      const isShown = picturesShown.has(file.contentType)
      const name = encodeURIComponent(file.name)
      return reply
        .header('content-type', file.contentType)
        .header('content-length', String(file.size))
        .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cross-origin-resource-policy', 'same-origin')
        .header('cache-control', 'private, max-age=86400, immutable')
        .send(content)
    },
  })
}
