// What the actions that ask a language model share: the settings of a request, and how it ends when no answer comes.
import type { Answer, Effect, ModelTool, ModelWork, Spent } from '@baton/core/flow'
import { Type } from 'typebox'

const usualFailureText = 'Sorry, I cannot answer that right now.'
const usual = { maxTokens: 500, historyMessages: 20, timeoutSeconds: 30 }

export const requestProperties = {
  instructions: Type.String({
    minLength: 1,
    maxLength: 20_000,
    title: 'Instructions',
    description:
      'What the model is to do, and what it has to know. Variables are filled in: it sees no others. Put no secrets here: a model can be talked into telling them.',
    template: true,
    multiline: true,
  }),
  model: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '\\S',
    title: 'Model',
    description: 'Its name, as the service that this installation uses calls it.',
  }),
  maxTokens: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 4_000,
      default: usual.maxTokens,
      title: 'Longest answer (tokens)',
      description: 'A token is about three quarters of an English word. What is longer is cut by the service.',
    }),
  ),
  temperature: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 2,
      title: 'Temperature',
      description: 'How much chance there is in an answer: 0 is the least. Left out: what the model usually does.',
    }),
  ),
  historyMessages: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: usual.historyMessages,
      title: 'Messages it sees',
      description: 'So many of the last messages of the conversation; never internal notes.',
    }),
  ),
  timeoutSeconds: Type.Optional(
    Type.Number({
      minimum: 1,
      maximum: 60,
      default: usual.timeoutSeconds,
      title: 'Longest wait (seconds)',
      description: 'For the whole answer. After that it counts as failed.',
    }),
  ),
}

/** Said where nothing else is done about a model that does not answer: never silence. */
export const failureTextField = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 10_000,
    default: usualFailureText,
    title: 'Text when it fails',
    description: 'Said when no answer comes and no operations are put under on_failure.',
    template: true,
    multiline: true,
  }),
)

export type RequestSettings = {
  instructions: string
  model: string
  maxTokens?: number
  temperature?: number
  historyMessages?: number
  timeoutSeconds?: number
}

/** [FL-5] The request as work outside the turn. */
export function askingFor(settings: RequestSettings, tools: readonly ModelTool[], spent: Spent): ModelWork {
  const {
    maxTokens = usual.maxTokens,
    historyMessages = usual.historyMessages,
    timeoutSeconds = usual.timeoutSeconds,
  } = settings
  return {
    kind: 'model',
    model: settings.model.trim(),
    instructions: settings.instructions,
    tools,
    historyMessages,
    maxTokens,
    temperature: settings.temperature ?? null,
    timeoutMs: Math.round(timeoutSeconds * 1_000),
    spent,
    stretch: null,
  }
}

/** Why an answer is none. */
export function reasonOf(answer: Answer): string {
  return answer.kind === 'model' && !answer.ok ? answer.reason : 'nothing came back'
}

export function sayText(text: string): Effect {
  return { kind: 'say', bubble: { text, parts: [{ type: 'text', text }] } }
}

/** A template may have left nothing of the author's own text. */
export function sayFailure(failureText: string | undefined): Effect {
  return sayText(failureText?.trim() || usualFailureText)
}

export function modelFailed(reason: string): Effect {
  return { kind: 'diagnostic', code: 'model_failed', message: `the model gave no answer: ${reason}` }
}
