import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from './problems.ts'

/** [S-12] Bounds for contacts, sign-in and public calls; never for keys. */
export type Limits = {
  contactSays(contact: string): Promise<void>
  contactUploads(contact: string): Promise<void>
  opensSession(address: string): Promise<void>
  signsIn(address: string, email: string): Promise<void>
  asksForReset(address: string): Promise<void>
  /** [V-11] A transcript goes to whatever address a stranger names: few, however it is asked for. */
  mailsTranscript(contact: string, address: string, email: string): Promise<void>
}

export function createLimits(): Limits {
  const limiter = (points: number, duration: number) => new RateLimiterMemory({ points, duration })
  const says = limiter(10, 10)
  const uploads = limiter(10, 60)
  const sessions = limiter(20, 60)
  const byAddress = limiter(30, 300)
  const byEmail = limiter(10, 300)
  const resets = limiter(5, 300)
  const transcripts = limiter(3, 3_600)
  const transcriptsFrom = limiter(10, 3_600)
  const transcriptsTo = limiter(3, 3_600)
  return {
    contactSays: (contact) => take(says, contact),
    contactUploads: (contact) => take(uploads, contact),
    opensSession: (address) => take(sessions, address),
    async signsIn(address, email) {
      await take(byAddress, address)
      await take(byEmail, email.toLowerCase())
    },
    asksForReset: (address) => take(resets, address),
    async mailsTranscript(contact, address, email) {
      await take(transcripts, contact)
      await take(transcriptsFrom, address)
      await take(transcriptsTo, email.toLowerCase())
    },
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (refused instanceof Error) throw refused
    const seconds = Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1_000))
    throw new Problem(429, {
      code: 'too_many',
      detail: `Too many of these. Try again in ${seconds} s.`,
      retryAfter: seconds,
    })
  }
}
