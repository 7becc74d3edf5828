// Files that a bot shows by their address: the settings, what a publish refuses, and the part they become.
import { defineAction, type Effect, next, type Problem, type Step, step } from '@baton/core/flow'
import { Type } from 'typebox'
import { canPublish, isMediaAddress } from './addresses.ts'
import { addressRefused } from './clickable.ts'

/** What a file is, by the ending of its address: nobody fetches it to find out. */
const contentTypes: ReadonlyMap<string, string> = new Map([
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['webm', 'video/webm'],
  ['ogv', 'video/ogg'],
  ['mov', 'video/quicktime'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['aac', 'audio/aac'],
  ['wav', 'audio/wav'],
  ['oga', 'audio/ogg'],
  ['ogg', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['csv', 'text/csv'],
  ['zip', 'application/zip'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
])

type Kind = {
  type: 'video' | 'audio' | 'file'
  title: string
  help: string
  /** What it is where the address does not say, or says something that is not `video/…` for a video. */
  otherwise: string
}

/** An action that shows one file by its address. */
export function fileAction({ type, title, help, otherwise }: Kind) {
  const schema = Type.Object(
    {
      url: Type.String({
        minLength: 1,
        maxLength: 2_000,
        title: 'Address',
        description: `Where the ${type} lies: https://…, or a path of this site such as /${exampleOf[type]}.`,
        template: true,
      }),
      name: Type.Optional(
        Type.String({
          maxLength: 200,
          title: 'Name',
          description: `What the contact reads beside the ${type}. Left out: the last part of the address.`,
          template: true,
        }),
      ),
    },
    { additionalProperties: false },
  )
  return defineAction({
    type,
    title,
    help,
    group: 'content',
    schema,
    triggers: [],
    placement: 'anywhere',
    needs: ['file'],
    check: ({ url }) => checkAddress(url),
    run: ({ url, name }) => showFile(url, name, type, otherwise),
  })
}

const exampleOf = { video: 'tour.mp4', audio: 'greeting.mp3', file: 'prices.pdf' }

function checkAddress(url: string): Problem[] {
  if (canPublish(url, isMediaAddress)) return []
  return [{ path: 'url', code: 'invalid', message: 'must start with https://, http:// or /' }]
}

/** The size of what lies elsewhere is not known: 0. */
function showFile(given: string, name: string | undefined, type: Kind['type'], otherwise: string): Step {
  const url = given.trim()
  if (!isMediaAddress(url)) return step(next, [addressRefused(`the ${type}`, given)])
  const lastStep = lastStepOf(url)
  const found = contentTypes.get(/\.([a-z0-9]+)$/i.exec(lastStep)?.[1]?.toLowerCase() ?? '')
  const contentType = found !== undefined && (type === 'file' || found.startsWith(`${type}/`)) ? found : otherwise
  const shown = name?.trim() || lastStep || type
  const said: Effect = {
    kind: 'say',
    bubble: { parts: [{ type: 'file', url, name: shown, contentType, size: 0 }] },
  }
  return step(next, [said])
}

/** `report.pdf` of `https://example.com/a/report.pdf?v=2`. */
function lastStepOf(url: string): string {
  const path = url.startsWith('/') ? (url.split(/[?#]/)[0] ?? '') : new URL(url).pathname
  const last = path.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
