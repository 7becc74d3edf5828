import { after, type Instant } from '@baton/core/time'
import { type Asker, askerOfSession } from '../access.ts'
import { newSecret } from '../chance.ts'
import { hashOfSecret } from '../secrets.ts'
import type { Store, TicketHolder } from '../store/store.ts'
import type { Baton } from './baton.ts'

const lasts = 30_000

/** [S-10] A ticket opens one socket, once, within 30 s, on whichever node; only its hash is kept. */
export async function issueTicket(
  { store, clock }: Pick<Baton, 'store' | 'clock'>,
  asker: Asker,
): Promise<{ ticket: string; expiresAt: Instant }> {
  const ticket = newSecret()
  const expiresAt = after(clock.now(), lasts)
  await store.access.addTicket(hashOfSecret(ticket), holderOf(asker), expiresAt)
  return { ticket, expiresAt }
}

/** Who asked for the ticket, if they still may: a session or key that has ended since opens nothing. Null also when it was spent. */
export async function spendTicket({ store }: Pick<Baton, 'store'>, ticket: string): Promise<Asker | null> {
  const holder = await store.access.spendTicket(hashOfSecret(ticket))
  return holder === null ? null : askerOf(store, holder)
}

function holderOf(asker: Asker): TicketHolder {
  switch (asker.kind) {
    case 'operator':
      return { kind: 'operator', session: asker.session }
    case 'program':
      return { kind: 'program', key: asker.key, workspace: asker.workspace.id, role: asker.role }
    case 'contact': {
      const { workspace, bot, contact, locale } = asker
      return { kind: 'contact', workspace: workspace.id, bot, contact, locale }
    }
  }
}

async function askerOf(store: Store, holder: TicketHolder): Promise<Asker | null> {
  if (holder.kind === 'operator') return askerOfSession(store, holder.session)
  const workspace = await store.workspaces.find(holder.workspace)
  if (workspace === null) return null
  if (holder.kind === 'contact') return { ...holder, workspace }
  const keys = await store.access.keys(workspace.id)
  return keys.some(({ id }) => id === holder.key) ? { ...holder, workspace } : null
}
