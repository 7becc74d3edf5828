import type { ConversationEvent } from '@baton/core/conversation'
import { type ContactEvent, viewForContact, viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { othersTurn } from '../others-turn.ts'
import { withTrace } from '../tracing.ts'
import type { Baton } from './baton.ts'
import { type TranscriptOf, transcriptHtml, transcriptText } from './contact-transcript.ts'
import { latest } from './farewell.ts'
import { forbidden, invalid, Problem } from './problems.ts'
import { route } from './route.ts'
import { body, email } from './schemas.ts'
import { filled, transcriptWords } from './transcript-words.ts'
import type { Contact } from './widget.ts'
import { widgetSettingsOf } from './widget-settings.ts'

const eventsAtOnce = 500
/** Of a longer conversation the end is kept: as much as a person reads. */
const mostEvents = 5_000
/** Characters of a mail. */
const longestMail = 200_000

const zone = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))

/** [V-11] The contact takes the conversation along. */
export function transcriptRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/widget/transcript',
    policy: 'contact',
    tag: 'Widget',
    summary: 'The last conversation as a file, as the contact may see it and in their language',
    query: body({ format: Type.Optional(Type.Enum(['text', 'html'])), zone }),
    answers: { 200: Type.Unknown({ description: 'Plain text or a page of its own' }) },
    async handle({ asker, query: { format = 'text', zone }, reply }) {
      await baton.limits.contactSays(asker.contact)
      const transcript = await transcriptOf(baton, asker, zone)
      const isText = format === 'text'
      return (
        reply
          .type(isText ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8')
          .header('content-disposition', `attachment; filename="conversation.${isText ? 'txt' : 'html'}"`)
          .header('cache-control', 'no-store')
          // [S-26] Whoever opens the page opens what strangers have written.
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
          .send(isText ? transcriptText(transcript) : transcriptHtml(transcript))
      )
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/transcript',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Send the last conversation to this address, once; 409 where no mail is sent',
    body: body({ email, zone }),
    answers: { 202: Type.Unknown({ description: 'It is on its way' }) },
    async handle({ asker, body: { email, zone }, request, reply }) {
      if (baton.mailer === null) throw new Problem(409, { code: 'mail_off', detail: 'No mail is sent from here.' })
      // One address: a comma would make two of it.
      if (email.includes(',')) throw invalid('email', 'invalid', 'This is no address.')
      const transcript = await transcriptOf(baton, asker, zone)
      await baton.limits.mailsTranscript(asker.contact, request.ip, email)
      const { bot } = transcript
      const words = transcriptWords(transcript.locale)
      const text = `${cut(transcriptText(transcript))}\n-- \n${filled(words.why, { bot })}\n`
      const mail = { to: email, subject: filled(words.title, { bot }).replaceAll(/\s+/g, ' '), text }
      await baton.store.outbox.add(asker.workspace.id, 'mail', withTrace(mail))
      return reply.code(202).send({})
    },
  })
}

function cut(text: string): string {
  return text.length <= longestMail ? text : `[…]\n${text.slice(-longestMail).replace(/^.*\n/, '')}`
}

/** Rejects where the bot's contacts take nothing along. */
async function transcriptOf(baton: Baton, asker: Contact, zone: string | undefined): Promise<TranscriptOf> {
  const { workspace } = asker
  const [settings, bots, { conversation }] = await Promise.all([
    widgetSettingsOf(baton, workspace.id, asker.bot),
    baton.store.bots.names(workspace.id),
    latest(baton, asker),
  ])
  if (!settings.transcript.isOn) throw forbidden('Contacts take no transcript along here.')
  const locale = settings.locale === 'auto' ? (asker.locale ?? workspace.locale) : settings.locale
  const from = Math.max(0, conversation.lastSeq - mostEvents)
  const events: ContactEvent[] = []
  for (let after = from; after < conversation.lastSeq; ) {
    const read = await baton.store.conversations.events(workspace.id, conversation.id, after, eventsAtOnce)
    const last: ConversationEvent | undefined = read.at(-1)
    if (last === undefined) break
    after = last.seq
    events.push(...read.flatMap((event) => viewForContact(viewOfEvent(event)) ?? []))
    await othersTurn()
  }
  const bot = bots.get(asker.bot) ?? ''
  return { bot, locale, zone: zoneOr(zone, workspace.timeZone), events }
}

function zoneOr(wanted: string | undefined, usual: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted ?? usual }).resolvedOptions().timeZone
  } catch {
    return usual
  }
}
