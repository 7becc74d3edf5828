/** A small catalogue as the server serves it, and bots for tests. */
import type { BotDraft } from './bot.ts'
import { type Catalogue, catalogueOf, type Served } from './catalogue.ts'
import type { Fields } from './path.ts'

const operations = { type: 'array', items: { $ref: '#/$defs/action' } }
const text = {
  type: 'string',
  minLength: 1,
  title: 'Text',
  description: 'What is said.',
  template: true,
  multiline: true,
}
const clickable = (trigger: string | null) => ({
  type: 'array',
  title: 'Replies',
  maxItems: 30,
  items: {
    type: 'object',
    title: 'Reply',
    required: ['label'],
    properties: { label: { type: 'string', title: 'Label' }, ...(trigger === null ? {} : { [trigger]: operations }) },
  },
})
const cards = (trigger: string | null) => ({
  type: 'array',
  title: 'Cards',
  items: { type: 'object', title: 'Card', properties: { title: { type: 'string' }, buttons: clickable(trigger) } },
})

function served(type: string, properties: Fields, rest: Partial<Served> & { required?: string[] } = {}): Served {
  const { required = [], ...other } = rest
  return {
    type,
    title: type.replaceAll('_', ' '),
    help: '',
    group: 'content',
    schema: { type: 'object', required, properties },
    placement: 'anywhere',
    needs: [],
    packages: [],
    availability: { custom: 'available', web: 'available' },
    ...other,
  }
}

const jump = { behavior: { type: 'string' }, interaction: { type: 'string' }, to: { enum: ['start', 'fallback'] } }
export const servedActions: readonly Served[] = [
  served('text', { text }, { required: ['text'] }),
  served('quick_replies', { text, replies: clickable(null) }, { required: ['replies'] }),
  served('carousel', { cards: cards(null) }, { required: ['cards'] }),
  served('random_split', { branches: clickable(null) }, { group: 'flow' }),
  served('go_to', jump, { group: 'flow' }),
  served(
    'input',
    {
      variable: { type: 'string', title: 'Variable' },
      expects: {
        enum: ['text', 'pattern'],
        default: 'text',
        optionTitles: { text: 'Any text', pattern: 'A pattern' },
      },
      pattern: { type: 'string', shownWhen: { expects: 'pattern' } },
      maxTries: { type: 'integer', minimum: 1, maximum: 100 },
    },
    { required: ['variable', 'expects'], group: 'input' },
  ),
  served(
    'set_chat_operator_state',
    {
      mode: {
        enum: ['request_operator', 'operator_takeover', 'chatbot_controlled'],
        optionTitles: { operator_takeover: 'Operator takeover' },
      },
      operatorsGroup: { type: 'string', reference: 'group', package: 'pro_team' },
      onlyOnlineOperators: { type: 'boolean', default: false },
    },
    {
      required: ['mode'],
      placement: 'interaction',
      group: 'people',
      availability: { custom: 'available', mail: 'unavailable' },
    },
  ),
  served(
    'http_request',
    { headers: { type: 'object', patternProperties: { '.*': { type: 'string' } } }, body: { title: 'Body' } },
    { group: 'integration' },
  ),
]

/** The published schema, where triggers stand among the properties. */
export const publishedSchema: Fields = {
  $defs: {
    quick_replies: { properties: { replies: clickable('on_click') } },
    carousel: { properties: { cards: cards('on_click') } },
    random_split: { properties: { branches: clickable('on_chosen') } },
    input: { properties: { variable: {}, on_input: operations, on_give_up: operations } },
  },
}

export const catalogue: Catalogue = catalogueOf(servedActions, publishedSchema)

export const say = (words: string): Fields => ({ type: 'text', text: words })
export const go = (interaction: string, more: Fields = {}): Fields => ({ type: 'go_to', interaction, ...more })
export const offer = (...replies: Fields[]): Fields => ({ type: 'quick_replies', replies })

export function behavior(name: string, interactions: Record<string, readonly Fields[]>): Fields {
  return {
    name,
    interactions: Object.entries(interactions).map(([one, actions], index) => ({
      name: one,
      ...(index === 0 ? { start: true } : {}),
      actions,
    })),
  }
}

export function bot(...behaviors: readonly Fields[]): BotDraft {
  return { name: 'Bot', startBehavior: String(behaviors[0]?.name), behaviors }
}
