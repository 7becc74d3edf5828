/** Pushes to browsers, through the one way out. */
import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { parseAddress } from '../egress/address.ts'
import { type AllowList, isListedAddress, isListedHost } from '../egress/allow-list.ts'
import type { Egress, EgressReason } from '../egress/egress.ts'
import type { PushSubscription } from '../store/store.ts'
import { authorization, encrypted, type Signer, signerOf } from './push-message.ts'

/** What the desk's worker is told. `conversation`: null where there is none to open. */
export type PushMessage = { conversation: string | null; title: string; text: string }

/** `gone`: the browser takes no more, or never can. */
export type PushOutcome = 'sent' | 'gone' | 'later'

export type Pushes = {
  /** What browsers are told to expect pushes to be signed with. */
  publicKey: string
  /** [S-25] https, or anything on a host that was listed as allowed. */
  isAllowed(endpoint: string): boolean
  send(subscription: PushSubscription, content: PushMessage): Promise<PushOutcome>
  close(): Promise<void>
}

/** Seconds: a request that nobody has seen for so long is no news any more. */
const keptFor = 3_600
/** Seconds that a signature is good for; push services take at most a day. */
const signedFor = 12 * 3_600
const timeoutMs = 10_000
const mostAnswer = 16 * 1_024
const lengthOfTopic = 32

/** What no other try will change. */
const final: ReadonlySet<EgressReason> = new Set([
  'invalid_url',
  'invalid_request',
  'scheme_refused',
  'port_refused',
  'address_refused',
])

type Parts = {
  egress: Egress
  allow: AllowList
  /** The first signs; a browser that was registered under another of them is served with that one. */
  secrets: readonly [Uint8Array, ...Uint8Array[]]
  /** Where push services may turn to: an address of this system. */
  subject: () => string
  clock: Clock
}

export function createPushes({ egress, allow, secrets, subject, clock }: Parts): Pushes {
  const [first, ...others] = secrets
  const signer = signerOf(first)
  const signers = new Map<string, Signer>([signer, ...others.map(signerOf)].map((one) => [one.publicKey, one]))
  const isAllowed = (endpoint: string) => {
    const url = URL.parse(endpoint)
    return url !== null && (url.protocol === 'https:' || isListed(allow, url.hostname))
  }
  return {
    publicKey: signer.publicKey,
    isAllowed,
    async send(subscription, content) {
      const { endpoint, signer: named } = subscription
      const mine = signers.get(named)
      if (mine === undefined || !isAllowed(endpoint)) return 'gone'
      const expiresAt = Math.floor(clock.now() / 1_000) + signedFor
      const audience = new URL(endpoint).origin
      const outcome = await egress.request({
        method: 'POST',
        url: endpoint,
        headers: {
          authorization: authorization(mine, { audience, subject: subject(), expiresAt }),
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
          ttl: String(keptFor),
          urgency: 'high',
          ...(content.conversation === null ? {} : { topic: topicOf(content.conversation) }),
        },
        body: encrypted(Buffer.from(JSON.stringify(content)), subscription),
        timeoutMs,
        maxBytes: mostAnswer,
        maxRedirects: 0,
      })
      if (!outcome.ok) return final.has(outcome.reason) ? 'gone' : 'later'
      return outcomeOf(outcome.status)
    },
    close: () => egress.close(),
  }
}

function isListed(allow: AllowList, host: string): boolean {
  const address = parseAddress(host)
  return address === null ? isListedHost(allow, host) : isListedAddress(allow, address)
}

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status <= 299) return 'sent'
  // 404 and 410: it was unregistered. 401 and 403: it was registered with another key.
  return [401, 403, 404, 410].includes(status) ? 'gone' : 'later'
}

/** A newer one of a conversation takes the place of an older one that was not fetched yet. */
function topicOf(conversation: string): string {
  return hash('sha256', conversation, 'base64url').slice(0, lengthOfTopic)
}
