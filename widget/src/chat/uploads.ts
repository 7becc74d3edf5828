// Files on their way. They do not survive a reload: a page may not keep a file.
import type { Api, Trouble } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'
import type { FailedReason } from '../state/outbox.ts'
import { chanceId } from './chance-id.ts'
import type { Store, Upload } from './model.ts'

const maxFileBytes = 10 * 1024 * 1024
/** The limit as it is said: a round number, and a little less. */
export const saidFileBytes = 10_000_000

export type Uploads = {
  add(file: File): void
  /** False: no upload has this id. */
  retry(id: string): boolean
  discard(id: string): void
}

export function createUploads(api: Pick<Api, 'upload'>, store: Store, onAnswer: (answer: Answer) => void): Uploads {
  const files = new Map<string, File>()

  function change(id: string, part: Partial<Upload>): void {
    store.change({ uploads: store.read().uploads.map((one) => (one.id === id ? { ...one, ...part } : one)) })
  }

  function remove(id: string): void {
    files.delete(id)
    store.change({ uploads: store.read().uploads.filter((one) => one.id !== id) })
  }

  async function send(id: string, file: File): Promise<void> {
    const reply = await api.upload(file, id, (share) => change(id, { share }))
    if (reply.ok) {
      remove(id)
      onAnswer(reply.value)
    } else change(id, { failed: failureOf(reply.trouble) })
  }

  return {
    add(file) {
      const id = chanceId()
      const failed = file.size > maxFileBytes ? 'too_large' : null
      const upload: Upload = { id, name: file.name, at: new Date().toISOString(), share: 0, failed }
      files.set(id, file)
      store.change({ uploads: [...store.read().uploads, upload] })
      if (failed === null) void send(id, file)
    },
    retry(id) {
      const file = files.get(id)
      if (file === undefined) return false
      change(id, { failed: null, share: 0 })
      void send(id, file)
      return true
    },
    discard: remove,
  }
}

function failureOf(trouble: Trouble): FailedReason {
  if (trouble.kind === 'unreachable') return 'not_reached'
  if (trouble.status === 413) return 'too_large'
  return trouble.status === 415 ? 'type_refused' : 'refused'
}
