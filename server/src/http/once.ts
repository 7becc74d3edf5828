import { after } from '@baton/core/time'
import type { Idempotency } from '../store/store.ts'
import type { Baton } from './baton.ts'

/** How long a `clientMessageId` is remembered, across a closing too. */
const keptFor = 7 * 24 * 3_600_000

/** [D-02] What makes a message one message however often it is sent; nothing where the caller named no key. */
export function once(baton: Baton, scope: string, key: string | undefined, hash: string): Idempotency | undefined {
  return key === undefined ? undefined : { scope, key, hash, expiresAt: after(baton.clock.now(), keptFor) }
}
