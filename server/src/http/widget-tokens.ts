import { asId, type BotId, type ContactId, type WorkspaceId } from '@baton/core/ids'
import { jwtVerify, SignJWT } from 'jose'
import type { Asker } from '../access.ts'
import type { Baton } from './baton.ts'

type Named = {
  workspace: WorkspaceId
  bot: BotId
  contact: ContactId
  locale: string | null
  /** [V-13] Of a contact that a site has vouched for: what it says of them. */
  vouched?: Record<string, string | number | boolean>
}

const prefix = 'wt_'
const algorithm = 'HS256'
const hour = 3_600
const halfYear = 180 * 24 * hour
/** Characters: as much as a site may say of a contact, written once more in letters. */
const longestToken = 8_000

export function isWidgetToken(secret: string): boolean {
  return secret.startsWith(prefix)
}

/** [S-20] Short-lived: names one contact of one bot for an hour. */
export async function issueWidgetToken(baton: Baton, named: Named): Promise<{ token: string; expiresAt: string }> {
  const { token, expiresAt } = await issue(baton, named, 'widget', hour)
  return { token: `${prefix}${token}`, expiresAt }
}

/** [S-22] Kept by the browser, good only for asking for the next short-lived token of the same contact. */
export async function issueContactToken(baton: Baton, named: Named): Promise<string> {
  return (await issue(baton, named, 'contact', halfYear)).token
}

export async function readWidgetToken(baton: Baton, token: string): Promise<Asker | null> {
  const named = await read(baton, token.slice(prefix.length), 'widget')
  const workspace = named === null ? null : await baton.store.workspaces.find(named.workspace)
  if (named === null || workspace === null) return null
  return { kind: 'contact', ...named, workspace }
}

export function readContactToken(baton: Baton, token: string): Promise<Named | null> {
  return read(baton, token, 'contact')
}

async function issue(
  baton: Baton,
  { workspace, bot, contact, locale, vouched }: Named,
  audience: string,
  seconds: number,
) {
  const issuedAt = Math.floor(baton.clock.now() / 1_000)
  const token = await new SignJWT({
    ws: workspace,
    bot,
    ...(locale === null ? {} : { locale }),
    ...(vouched && { vouched }),
  })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(contact)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(baton.secrets[0])
  return { token, expiresAt: new Date((issuedAt + seconds) * 1_000).toISOString() }
}

/** [F33] Signed with any of the secrets: a token outlives the change from one to the next. */
async function read(baton: Baton, token: string, audience: string): Promise<Named | null> {
  if (token.length > longestToken) return null
  for (const secret of baton.secrets) {
    const named = await readWith(secret, baton, token, audience)
    if (named !== null) return named
  }
  return null
}

async function readWith(secret: Uint8Array, baton: Baton, token: string, audience: string): Promise<Named | null> {
  try {
    const currentDate = new Date(baton.clock.now())
    const { payload } = await jwtVerify(token, secret, { algorithms: [algorithm], audience, currentDate })
    const { sub, ws, bot, locale, vouched } = payload
    if (typeof sub !== 'string' || typeof ws !== 'string' || typeof bot !== 'string') return null
    return {
      workspace: asId(ws),
      bot: asId(bot),
      contact: asId(sub),
      locale: typeof locale === 'string' ? locale : null,
      // Only we have signed it, after looking.
      ...(vouched !== undefined && { vouched: vouched as NonNullable<Named['vouched']> }),
    }
  } catch {
    return null
  }
}
