import { defineAction, hasTemplate, next, type Problem, type Step, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { isEmail } from '../addresses.ts'

const limitOfRecipients = 10
const limitOfSubject = 500

const schema = Type.Object(
  {
    to: Type.String({
      minLength: 1,
      maxLength: 3_000,
      title: 'To',
      description: `An e-mail address, or up to ${limitOfRecipients} with commas between them. Variables are filled in.`,
      template: true,
    }),
    subject: Type.String({
      minLength: 1,
      maxLength: 2_000,
      title: 'Subject',
      description: 'One line. Variables are filled in.',
      template: true,
    }),
    text: Type.String({
      minLength: 1,
      maxLength: 50_000,
      title: 'Text',
      description: 'Plain text. Variables are filled in.',
      template: true,
      multiline: true,
    }),
    replyTo: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        title: 'Reply to',
        description: 'Where answers go, for example {{ user_email }}. Left out: to the sender of this server.',
        template: true,
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const sendEmail = defineAction({
  type: 'send_email',
  title: 'Send e-mail',
  help: 'Sends an e-mail over the mail server of this installation.',
  group: 'integration',
  schema,
  triggers: ['on_success', 'on_failure'],
  placement: 'anywhere',
  needs: [],
  check: checkMail,
  run: ({ to, subject, text, replyTo }) => {
    const addresses = addressesIn(to)
    const wrong = addresses.find((one) => !isEmail(one))
    if (addresses.length === 0 || wrong !== undefined)
      return failed(`"${(wrong ?? '').slice(0, 100)}" is no e-mail address`)
    if (addresses.length > limitOfRecipients) return failed(`it has more than ${limitOfRecipients} addresses`)
    const reply = replyTo?.trim() ?? ''
    if (reply !== '' && !isEmail(reply)) return failed(`"${reply.slice(0, 100)}" is no e-mail address to reply to`)
    return step({
      kind: 'wait',
      work: {
        kind: 'mail',
        to: addresses.join(','),
        subject: oneLine(subject),
        text,
        replyTo: reply === '' ? null : reply,
      },
    })
  },
  resume: (_, answer) => {
    if (answer.kind !== 'mail') return step(next)
    return answer.ok ? step({ kind: 'fire', trigger: 'on_success' }) : failed(answer.reason)
  },
})

function failed(reason: string): Step {
  const message = `the e-mail was not sent: ${reason}`
  return step({ kind: 'fire', trigger: 'on_failure' }, [{ kind: 'diagnostic', code: 'mail_failed', message }])
}

function addressesIn(to: string): string[] {
  return to
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** A template may have put lines into it: what would begin another header is a space. */
function oneLine(subject: string): string {
  return subject
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, limitOfSubject)
}

function checkMail({ to, replyTo }: Settings): Problem[] {
  const problems: Problem[] = []
  const addresses = addressesIn(to)
  if (!hasTemplate(to) && (addresses.length === 0 || !addresses.every(isEmail)))
    problems.push({ path: 'to', code: 'invalid', message: 'must be one or more e-mail addresses' })
  else if (!hasTemplate(to) && addresses.length > limitOfRecipients)
    problems.push({ path: 'to', code: 'invalid', message: `at most ${limitOfRecipients} addresses` })
  if (replyTo !== undefined && !hasTemplate(replyTo) && !isEmail(replyTo.trim()))
    problems.push({ path: 'replyTo', code: 'invalid', message: 'must be an e-mail address' })
  return problems
}
