// [V-11] How a contact leaves: the end of the chat, the rating, the transcript.
import type { Api, TranscriptFormat } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'

export type Farewell = {
  /** Each answers whether it worked. */
  end(): Promise<boolean>
  rate(score: number, comment: string): Promise<boolean>
  download(format: TranscriptFormat): Promise<boolean>
  mail(address: string): Promise<boolean>
}

type Parts = Pick<Api, 'end' | 'rate' | 'transcript' | 'mailTranscript'>

export function createFarewell(api: Parts, onAnswer: (answer: Answer) => void): Farewell {
  return {
    async end() {
      const reply = await api.end()
      if (reply.ok) onAnswer(reply.value)
      return reply.ok
    },
    async rate(score, comment) {
      const said = comment.trim()
      const reply = await api.rate({ score, ...(said !== '' && { comment: said }) })
      if (reply.ok) onAnswer(reply.value)
      return reply.ok
    },
    async download(format) {
      const reply = await api.transcript(format)
      if (reply.ok) save(reply.value, format)
      return reply.ok
    },
    async mail(address) {
      return (await api.mailTranscript(address)).ok
    },
  }
}

const kinds = {
  text: { type: 'text/plain;charset=utf-8', extension: 'txt' },
  html: { type: 'text/html;charset=utf-8', extension: 'html' },
} as const

function save(content: string, format: TranscriptFormat): void {
  const { type, extension } = kinds[format]
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `conversation.${extension}`
  link.click()
  // The browser reads it after this turn of its loop.
  setTimeout(() => URL.revokeObjectURL(url), keptMs)
}

const keptMs = 10_000
