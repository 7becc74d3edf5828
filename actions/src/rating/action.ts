import type { Part, ReplyItem, Value } from '@baton/core/conversation'
import {
  type ActionContext,
  defineAction,
  type Effect,
  next,
  type Problem,
  partsOfRating,
  plainText,
  type Step,
  step,
  variableOfRating,
} from '@baton/core/flow'
import { toRfc3339 } from '@baton/core/time'
import { type Static, Type } from 'typebox'
import { accepted, forgetFailures, maxTriesField, refusedAnswer, wrongRepliesField } from '../asking.ts'
import { textAbove } from '../sayings.ts'
import { checkVariableName } from '../variables.ts'
import { readScore, repliesOf } from './scale.ts'

const usualTries = 1
const usualSkip = 'Skip'
const limitOfComment = 5_000

const schema = Type.Object(
  {
    text: textAbove,
    scale: Type.Optional(
      Type.Enum(['stars', 'thumbs'], {
        default: 'stars',
        title: 'Scale',
        description: 'What the contact can choose from.',
        optionTitles: { stars: 'One to five stars', thumbs: 'Thumbs up or down' },
      }),
    ),
    comment: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        title: 'Question for a comment',
        description: 'Asked after the rating; whatever the contact writes then is the comment. Left out: not asked.',
        template: true,
        multiline: true,
      }),
    ),
    skip: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        default: usualSkip,
        title: 'No comment',
        description: 'The reply that leaves the comment out.',
        template: true,
      }),
    ),
    variable: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        title: 'Variable',
        description: 'Where the score is kept too. It is always kept in rating.score, the comment in rating.comment.',
      }),
    ),
    wrongReplies: wrongRepliesField,
    maxTries: maxTriesField(usualTries),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const rating = defineAction({
  type: 'rating',
  title: 'Rating',
  help: 'Asks how satisfied the contact is, and for a comment if wished; the figures count it (CSAT).',
  group: 'input',
  schema,
  triggers: ['on_input', 'on_give_up'],
  placement: 'anywhere',
  needs: ['quick_replies'],
  check: checkRating,
  run: (settings, context) => {
    const asked: Value = { [partsOfRating.askedAt]: toRfc3339(context.now), [partsOfRating.score]: null }
    const items = repliesOf(settings.scale ?? 'stars')
    return step({ kind: 'hold', tries: 0 }, [
      { kind: 'set_variable', variable: variableOfRating, value: asked },
      asking(settings.text ?? '', items),
    ])
  },
  resume: (settings, answer, tries, context) => {
    if (answer.kind !== 'said') return step(next)
    const isRated = typeof context.variable(inRating('score')) === 'number'
    return isRated ? takeComment(settings, answer.text, context) : takeScore(settings, answer.text, tries, context)
  },
})

function takeScore(settings: Settings, text: string, tries: number, context: ActionContext): Step {
  const { scale = 'stars', comment, skip = usualSkip, variable, maxTries = usualTries } = settings
  const score = readScore(text, scale)
  if (score === null) return refusedAnswer({ ...settings, maxTries }, tries, context)
  const kept: Effect[] = [inRating('score'), ...(variable === undefined ? [] : [variable])].map((name) => ({
    kind: 'set_variable',
    variable: name,
    value: score,
  }))
  if (comment === undefined || comment.trim() === '') return accepted(kept, context)
  const items = [{ label: skip, payload: 'rating_skip' }]
  return step({ kind: 'hold', tries: 0 }, [...kept, ...forgetFailures(context), asking(comment, items)])
}

/** Whatever is said is the comment: nobody is asked twice. */
function takeComment({ skip = usualSkip }: Settings, text: string, context: ActionContext): Step {
  const comment = text.trim().slice(0, limitOfComment)
  if (comment === '' || plainText(comment) === plainText(skip)) return accepted([], context)
  return accepted([{ kind: 'set_variable', variable: inRating('comment'), value: comment }], context)
}

function inRating(part: keyof typeof partsOfRating): string {
  return `${variableOfRating}.${partsOfRating[part]}`
}

function asking(text: string, items: ReplyItem[]): Effect {
  const replies: Part = { type: 'quick_replies', items }
  return {
    kind: 'say',
    bubble: text === '' ? { parts: [replies] } : { text, parts: [{ type: 'text', text }, replies] },
  }
}

function checkRating({ variable }: Settings): Problem[] {
  return variable === undefined ? [] : checkVariableName('variable', variable)
}
