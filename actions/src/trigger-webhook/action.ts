import type { Value, Variables } from '@baton/core/conversation'
import { variablePath } from '@baton/core/conversation'
import { type ActionContext, defineAction, type Effect, next, type Problem, step } from '@baton/core/flow'
import { toRfc3339 } from '@baton/core/time'
import { type Static, Type } from 'typebox'
import { canPublish, isWebAddress } from '../addresses.ts'
import { addressRefused } from '../clickable.ts'

const usualEvent = 'conversation.triggered'
/** Of what is sent, as JSON. */
const limitOfBytes = 256 * 1024
/** Standard Webhooks asks for keys of 24 to 64 bytes. */
const secretForm = '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$'

const schema = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 4_000,
      title: 'Address',
      description: 'https://… Variables are filled in; write {{ name | url_encode }} where they may hold any text.',
      template: true,
    }),
    secret: Type.Optional(
      Type.String({
        pattern: secretForm,
        title: 'Secret',
        description: 'whsec_… with at least 24 bytes in base64. The other system checks the signature with it.',
      }),
    ),
    event: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: '^[a-zA-Z0-9_.]+$',
        default: usualEvent,
        title: 'Event',
        description: 'What the other system is told has happened: letters, digits, dots and underscores.',
      }),
    ),
    variables: Type.Optional(
      Type.Array(
        Type.String({ minLength: 1, maxLength: 300, title: 'Variable', description: 'A variable that is sent.' }),
        {
          maxItems: 200,
          title: 'Variables',
          description: 'Which variables are sent. Left out: all of them.',
        },
      ),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const triggerWebhook = defineAction({
  type: 'trigger_webhook',
  title: 'Trigger webhook',
  help: 'Tells another system about the conversation, signed, and goes on at once.',
  group: 'integration',
  schema,
  triggers: [],
  placement: 'anywhere',
  needs: [],
  check: checkWebhook,
  advise: ({ secret }, { path }) => (secret === undefined ? [{ path, ...unsigned }] : []),
  run: (settings, context) => {
    const url = settings.url.trim()
    if (!isWebAddress(url)) return step(next, [addressRefused('the webhook', url)])
    const about = aboutConversation(settings, context)
    if (new TextEncoder().encode(JSON.stringify(about)).length > limitOfBytes) return step(next, [tooLarge])
    const { secret = null, event = usualEvent } = settings
    const begun = { message: null, tries: 0, milliseconds: 0, triggeredAt: toRfc3339(context.now) }
    return step(next, [{ kind: 'begin', work: { kind: 'webhook', url, secret, event, about, ...begun } }])
  },
})

const unsigned = {
  code: 'webhook_unsigned',
  message: 'without a secret the other system cannot tell that this comes from here',
}

const tooLarge: Effect = {
  kind: 'diagnostic',
  code: 'webhook_too_large',
  message: `the variables are over ${limitOfBytes / 1024} KB together and were not sent: name those that are needed`,
}

function aboutConversation({ variables }: Settings, context: ActionContext): { [name: string]: Value } {
  const { bot_name: bot = '', user_id: contact = '' } = context.scope()
  return { bot, channel: context.channel, contact, tags: [...context.tags], variables: chosen(variables, context) }
}

/** A variable that has no value is not there. */
function chosen(names: readonly string[] | undefined, context: ActionContext): Variables {
  if (names === undefined) return context.scope()
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = context.variable(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function checkWebhook({ url, variables = [] }: Settings): Problem[] {
  const problems: Problem[] = canPublish(url, isWebAddress)
    ? []
    : [{ path: 'url', code: 'invalid', message: 'must start with https:// or http://' }]
  variables.forEach((name, index) => {
    if (variablePath(name) === null)
      problems.push({
        path: `variables[${index}]`,
        code: 'variable_name_invalid',
        message: `"${name}" is no name of a variable`,
      })
  })
  return problems
}
