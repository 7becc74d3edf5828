import type { Value } from '@baton/core/conversation'
import { variablePath } from '@baton/core/conversation'
import {
  type ActionContext,
  compilePattern,
  defineAction,
  type Effect,
  hasTemplate,
  type Problem,
  step,
} from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { isSame, plain, textOf } from '../values.ts'
import { compare } from './compare.ts'

const place = (title: string, description: string) =>
  Type.Optional(
    Type.Unsafe<string | boolean>({ type: ['string', 'boolean'], maxLength: 200, title, description, template: true }),
  )

const schema = Type.Object(
  {
    variable: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        title: 'Variable',
        description: 'The variable that is looked at; favorite.color reaches inside.',
      }),
    ),
    tag: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        title: 'Tag',
        description: 'The tag that the conversation has or has not.',
        template: true,
      }),
    ),
    channel: place('Channel', 'The channel that the conversation runs on, for example widget.'),
    locale: place('Locale', 'The language of the contact: de also means de-AT, de-AT only itself.'),
    is: Type.Enum(['equal', 'not_equal', 'contains', 'matches', 'greater', 'less', 'set', 'not_set'], {
      default: 'equal',
      title: 'Comparison',
      description: 'How it is compared.',
      optionTitles: {
        equal: 'is',
        not_equal: 'is not',
        contains: 'contains',
        matches: 'matches the pattern',
        greater: 'is greater than',
        less: 'is less than',
        set: 'has a value',
        not_set: 'has no value',
      },
    }),
    value: Type.Optional(
      Type.Unsafe<Value>({
        title: 'Value',
        description: 'What it is compared with. Not needed for "has a value", nor for a tag, channel or locale.',
        template: true,
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>
const subjects = ['variable', 'tag', 'channel', 'locale'] as const

export const condition = defineAction({
  type: 'condition',
  title: 'Condition',
  help: 'Runs one branch or the other, by a variable, a tag, the channel or the language.',
  group: 'flow',
  schema,
  triggers: ['on_condition_met', 'on_else'],
  placement: 'anywhere',
  needs: [],
  check: checkCondition,
  run: (settings, context) => {
    const trigger = isMet(settings, context) ? 'on_condition_met' : 'on_else'
    return step({ kind: 'fire', trigger }, problemsWith(settings))
  },
})

function isMet(settings: Settings, context: ActionContext): boolean {
  const { variable, tag, channel, is } = settings
  if (variable !== undefined) return compare(context.variable(variable), is, settings.value)
  const text = textOf(comparedWith(settings)).trim()
  if (tag !== undefined) return isMetByPlace(settings, text, [...context.tags], isSame)
  if (channel !== undefined) return isMetByPlace(settings, text, [context.channel], isSame)
  return is === 'contains'
    ? compare(context.locale, is, text)
    : isMetByPlace(settings, text, [context.locale], isLocale)
}

/** Tags, channel and locale: met when one of those found is what is asked for; `set` asks the same as `equal`. */
function isMetByPlace(
  { is }: Settings,
  text: string,
  found: readonly string[],
  isWanted: (found: string, text: string) => boolean,
): boolean {
  const has = () => found.some((one) => (text === '' ? one !== '' : isWanted(one, text)))
  switch (is) {
    case 'equal':
    case 'set':
      return has()
    case 'not_equal':
    case 'not_set':
      return !has()
    default:
      return found.some((one) => compare(one, is, text))
  }
}

/** The text that stands in `tag`, `channel` or `locale` itself, unless `value` gives another. */
function comparedWith({ value, tag, channel, locale }: Settings): Value {
  if (value !== undefined && value !== null) return value
  return [tag, channel, locale].find((text) => typeof text === 'string') ?? ''
}

function isLocale(found: string, text: string): boolean {
  const [one, other] = [found, text].map((name) => plain(name).replaceAll('_', '-'))
  return one === other || (one ?? '').startsWith(`${other}-`)
}

function checkCondition(settings: Settings): Problem[] {
  const { variable, is, value } = settings
  const given = subjects.filter((subject) => settings[subject] !== undefined)
  if (given.length !== 1)
    return [
      {
        path: given[1] ?? 'variable',
        code: given.length === 0 ? 'required' : 'not_allowed',
        message: 'look at one thing: a variable, a tag, the channel or the locale',
      },
    ]
  const [subject = 'variable'] = given
  if (variable !== undefined && variablePath(variable) === null)
    return [{ path: 'variable', code: 'variable_name_invalid', message: `"${variable}" is no name of a variable` }]
  if (subject !== 'variable' && (is === 'greater' || is === 'less'))
    return [{ path: 'is', code: 'not_allowed', message: `a ${subject} is neither greater nor less than another` }]
  if (isComparison(is) && (variable === undefined ? comparedWith(settings) === '' : value === undefined))
    return [{ path: 'value', code: 'required', message: 'say what to compare with' }]
  return problemsWith(settings).map(({ code, message }) => ({ path: 'value', code, message }))
}

function isComparison(is: Settings['is']): boolean {
  return is !== 'set' && is !== 'not_set'
}

type Diagnostic = Extract<Effect, { kind: 'diagnostic' }>

function problemsWith(settings: Settings): Diagnostic[] {
  if (settings.is !== 'matches') return []
  const source = textOf(settings.variable === undefined ? comparedWith(settings) : settings.value)
  if (hasTemplate(source) || compilePattern(source) !== null) return []
  const message = `"${source.slice(0, 100)}" is no regular expression of the RE2 kind`
  return [{ kind: 'diagnostic', code: 'pattern_invalid', message }]
}
