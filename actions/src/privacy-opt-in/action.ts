import type { Part } from '@baton/core/conversation'
import { defineAction, next, type Problem, plainText, type Step, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { accepted, maxTriesField, refusedAnswer, wrongRepliesField } from '../asking.ts'
import { checkFlag, consentTo, flagField, keepConsent } from '../consents.ts'

const usualAccept = 'I agree'
const usualDecline = 'No, thanks'

const label = (title: string, description: string, otherwise: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, default: otherwise, title, description, template: true }))

const schema = Type.Object(
  {
    flag: flagField,
    text: Type.String({
      minLength: 1,
      maxLength: 10_000,
      title: 'Text',
      description: 'What the contact is asked to agree to: which data, for what, for how long.',
      template: true,
      multiline: true,
    }),
    accept: label('Agree', 'The button that agrees.', usualAccept),
    decline: label('Refuse', 'The button that refuses.', usualDecline),
    askAgain: Type.Optional(
      Type.Boolean({
        default: false,
        title: 'Ask again',
        description: 'Also asks a contact who has agreed already in this conversation.',
      }),
    ),
    wrongReplies: wrongRepliesField,
    maxTries: maxTriesField(),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const privacyOptIn = defineAction({
  type: 'privacy_opt_in',
  title: 'Privacy opt-in',
  help: 'Asks the contact to agree to something, waits for the answer, and keeps it with its time.',
  group: 'privacy',
  schema,
  triggers: ['on_opt_in', 'on_opt_out', 'on_give_up'],
  placement: 'anywhere',
  needs: ['buttons'],
  check: checkOptIn,
  run: (settings, context) => {
    const { flag, text, accept = usualAccept, decline = usualDecline, askAgain = false } = settings
    if (!askAgain && consentTo(flag, context) === 'granted') return step({ kind: 'fire', trigger: 'on_opt_in' })
    const buttons: Part = {
      type: 'buttons',
      items: [
        { label: accept, payload: `${flag}_granted` },
        { label: decline, payload: `${flag}_refused` },
      ],
    }
    const bubble = { text, parts: [{ type: 'text' as const, text }, buttons] }
    return step({ kind: 'hold', tries: 0 }, [{ kind: 'say', bubble }])
  },
  resume: (settings, answer, tries, context): Step => {
    if (answer.kind !== 'said') return step(next)
    const { flag, accept = usualAccept, decline = usualDecline } = settings
    const said = plainText(answer.text)
    // Nobody agrees by chance: where the labels are the same, it is a refusal.
    if (said === plainText(decline)) return accepted([keepConsent(flag, false, context)], context, 'on_opt_out')
    if (said === plainText(accept)) return accepted([keepConsent(flag, true, context)], context, 'on_opt_in')
    return refusedAnswer(settings, tries, context)
  },
})

function checkOptIn({ flag, accept = usualAccept, decline = usualDecline }: Settings): Problem[] {
  const problems = checkFlag(flag)
  if (plainText(accept) === plainText(decline))
    problems.push({ path: 'decline', code: 'repeated', message: 'the two buttons must say different things' })
  return problems
}
