// What the contact can click: the schema of the items, what a publish refuses, and what is shown.
import type { ButtonItem, ReplyItem } from '@baton/core/conversation'
import { type Effect, hasTemplate, type Problem } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { canPublish, isEmail, isLink, isPhone } from './addresses.ts'

const limitOfItems = 30

const label = Type.String({
  minLength: 1,
  maxLength: 200,
  title: 'Label',
  description: 'What the contact reads and clicks.',
  template: true,
})

const payload = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 500,
    title: 'Payload',
    description: 'What a click sends, unseen by the contact. Left out: one is made when the bot is published.',
  }),
)

const replySchema = Type.Object({ label, payload }, { additionalProperties: false, title: 'Reply' })

const buttonSchema = Type.Object(
  {
    label,
    url: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        title: 'Link',
        description: 'A page that a click opens (https://…).',
        template: true,
      }),
    ),
    phone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Phone number',
        description: 'A number that a click calls.',
        template: true,
      }),
    ),
    email: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        title: 'E-mail',
        description: 'An address that a click writes to.',
        template: true,
      }),
    ),
    payload,
  },
  { additionalProperties: false, title: 'Button' },
)

type Reply = Static<typeof replySchema>
type Button = Static<typeof buttonSchema>

export const replies = Type.Array(replySchema, {
  minItems: 1,
  maxItems: limitOfItems,
  title: 'Replies',
  description:
    'Shown under the text; gone after the contact answers. Each may carry operations that run when it is clicked.',
  template: true,
})

export const buttons = Type.Array(buttonSchema, {
  minItems: 1,
  maxItems: limitOfItems,
  title: 'Buttons',
  description: 'A button opens a link, calls, writes an e-mail, or answers the bot and runs its operations.',
  template: true,
})

export function checkReplies(field: string, items: readonly Reply[]): Problem[] {
  return items.flatMap((item, index) => checkPayload(`${field}[${index}]`, item.payload))
}

/** A button does one thing; [FL-2] what it opens must be harmless. */
export function checkButtons(field: string, items: readonly Button[]): Problem[] {
  return items.flatMap((item, index) => {
    const path = `${field}[${index}]`
    const ways = (['url', 'phone', 'email', 'payload'] as const).filter((way) => item[way] !== undefined)
    if (ways.length > 1)
      return [{ path, code: 'not_allowed', message: `a button does one thing; this one has ${ways.join(' and ')}` }]
    return [...checkPayload(path, item.payload), ...checkWay(path, item)]
  })
}

function checkPayload(path: string, text: string | undefined): Problem[] {
  if (text === undefined || !hasTemplate(text)) return []
  return [{ path: `${path}.payload`, code: 'not_allowed', message: 'a payload is fixed: no template may stand in it' }]
}

function checkWay(path: string, { url, phone, email }: Button): Problem[] {
  if (url !== undefined && !canPublish(url, isLink))
    return [{ path: `${path}.url`, code: 'invalid', message: 'must be a link that starts with https:// or http://' }]
  if (phone !== undefined && !hasTemplate(phone) && !isPhone(phone))
    return [{ path: `${path}.phone`, code: 'invalid', message: 'must be a phone number such as +43 1 234567' }]
  if (email !== undefined && !hasTemplate(email) && !isEmail(email))
    return [{ path: `${path}.email`, code: 'invalid', message: 'must be an e-mail address' }]
  return []
}

type Shown<Item> = { items: Item[]; effects: Effect[] }

export function shownReplies(field: string, items: readonly Reply[]): Shown<ReplyItem> {
  return withLabel(field, items)
}

/** A template may have given a button something that must not be opened: it stays, but leads nowhere. */
export function shownButtons(field: string, given: readonly Button[]): Shown<ButtonItem> {
  const { items, effects } = withLabel(field, given)
  const shown = items.map((item) => {
    const { url, phone, email, ...rest } = item
    if (url !== undefined && isLink(url)) return { ...rest, url: url.trim() }
    if (phone !== undefined && isPhone(phone)) return { ...rest, phone: phone.trim() }
    if (email !== undefined && isEmail(email.trim())) return { ...rest, email: email.trim() }
    const refused = url ?? phone ?? email
    if (refused !== undefined) effects.push(addressRefused(`the button "${item.label}"`, refused))
    return rest
  })
  return { items: shown, effects }
}

export function addressRefused(where: string, address: string): Effect {
  const said = address.trim() === '' ? 'nothing' : `"${address.slice(0, 100)}"`
  return {
    kind: 'diagnostic',
    code: 'address_refused',
    message: `${where} was given ${said}, which cannot be used there`,
  }
}

function withLabel<Item extends Reply>(field: string, items: readonly Item[]): Shown<Item> {
  const shown = items.filter((item) => item.label.trim() !== '')
  const message = `an item of "${field}" has an empty label and was left out`
  const effects = items
    .filter((item) => !shown.includes(item))
    .map((): Effect => ({ kind: 'diagnostic', code: 'label_empty', message }))
  return { items: shown, effects }
}
