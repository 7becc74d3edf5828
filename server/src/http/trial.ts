import { allVariables, viewOfHolder } from '@baton/core/conversation'
import { type BotDocument, validateBot } from '@baton/core/flow'
import { viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { isSignature, signature } from '../secrets.ts'
import type { Bot, Workspace } from '../store/store.ts'
import { pretences, pretendedTeam } from '../trial/pretended.ts'
import { type Trial, type TrialRefusal, type TrialStep, type TrialWorld, type Tried, takeStep } from '../trial/trial.ts'
import type { Baton } from './baton.ts'
import { checkTag, draftQuery, validationWorld } from './bots.ts'
import { invalid, Problem } from './problems.ts'
import { problemOf } from './refusals.ts'
import { theBot } from './resolve.ts'
import { route } from './route.ts'
import { body, longText, params, reference, variables } from './schemas.ts'
import { namesFrom } from './views.ts'

/** Bytes of a tried conversation. */
const mostOfRecord = 256 * 1024

const trialBody = body({
  record: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
  say: Type.Optional(
    body({
      text: Type.Optional(longText),
      payload: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
    }),
  ),
  outcome: Type.Optional(
    body({
      work: reference,
      ok: Type.Boolean(),
      status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
      body: Type.Optional(Type.String({ maxLength: 100_000 })),
      reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
      variables: Type.Optional(variables),
      call: Type.Optional(body({ name: reference, arguments: Type.String({ maxLength: 10_000 }) })),
    }),
  ),
  handOver: Type.Optional(Type.Boolean()),
  pretend: Type.Optional(Type.Enum([...pretences])),
})
type TrialBody = Static<typeof trialBody>

/** [FL-1] A draft tried before it is published: by the real rules, and nowhere written. */
export function trialRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/bots/:bot/draft/try',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Talk to the draft; nothing is written, and nothing is done outside',
    params: params('bot'),
    query: draftQuery,
    body: trialBody,
    async handle({ asker, params, query, body: asked }) {
      const { workspace } = asker
      const bot = await theBot(baton, workspace, params.bot)
      checkTag(bot, query.draftTag)
      const { errors, warnings } = validateBot(bot.draft, await validationWorld(baton, workspace))
      if (errors.length > 0)
        throw new Problem(422, {
          code: 'bot_invalid',
          detail: `${errors.length} problem(s) stop this draft from being tried.`,
          errors,
        })
      const trial = asked.record == null ? null : opened(baton, workspace, bot, asked.record)
      const world = await worldFor(baton, workspace, bot, trial, asked.pretend ?? 'as_it_is')
      const tried = takeStep(trial, stepOf(asked), world)
      if (!tried.ok) throw problemOfTrial(tried.refusal, world)
      return {
        ...answerOf(tried.value, world),
        record: sealed(baton, workspace, bot, tried.value.trial),
        problems: warnings,
      }
    },
  })
}

async function worldFor(
  { store, clock, chance, newId }: Baton,
  workspace: Workspace,
  bot: Bot,
  trial: Trial | null,
  pretend: (typeof pretences)[number],
): Promise<TrialWorld> {
  const team = await store.operators.team(workspace.id)
  return {
    bot: { id: bot.id, name: bot.name },
    // Without errors it is a document.
    draft: bot.draft as BotDocument,
    version: bot.version,
    packages: new Set(workspace.packages),
    team: pretendedTeam(team, pretend, trial?.record.conversation ?? null),
    now: clock.now(),
    chance,
    newId,
    locale: workspace.locale,
  }
}

function stepOf({ say, outcome, handOver }: TrialBody): TrialStep {
  if ([say, outcome, handOver].filter((one) => one !== undefined && one !== false).length > 1)
    throw invalid('say', 'not_allowed', 'One thing at a time: what the contact says, an outcome, or handing over.')
  if (outcome !== undefined) {
    const { work, variables: changed, ...rest } = outcome
    // JSON came in, so JSON is in it.
    const set = changed as Trial['record']['conversation']['variables'] | undefined
    return { kind: 'answers', work, outcome: { ...rest, ...(set && { variables: set }) } }
  }
  if (handOver === true) return { kind: 'hands_over' }
  const { text = null, payload = null } = say ?? {}
  return text === null && payload === null ? { kind: 'opens' } : { kind: 'says', text, payload }
}

function answerOf({ trial, events, path, undone }: Tried, { team, bot, locale }: TrialWorld) {
  const { conversation, flow } = trial.record
  const names = namesFrom(team)
  const decided = events.findLast(({ data }) => 'decision' in data && data.decision !== undefined)
  return {
    events: events.map(viewOfEvent),
    path,
    status: conversation.status,
    holder: viewOfHolder(conversation.holder, names),
    variables: allVariables(conversation, flow.outcome, { botName: bot.name, locale, names, place: null }),
    tags: conversation.tags,
    position: flow.position,
    decision: decided !== undefined && 'decision' in decided.data ? (decided.data.decision ?? null) : null,
    reason: decided !== undefined && 'reason' in decided.data ? decided.data.reason : null,
    works: trial.works.map(({ id, work }) => ({ id, ...aboutWork(work) })),
    undone,
  }
}

/** What somebody must know to say how it went. */
function aboutWork(work: Trial['works'][number]['work']): { kind: string; about: string; tools?: string[] } {
  const { kind } = work
  switch (kind) {
    case 'http':
      return { kind, about: `${work.method} ${work.url}` }
    case 'mail':
      return { kind, about: `${work.to}: ${work.subject}` }
    case 'start':
      return { kind, about: work.target.interaction ?? work.target.behavior ?? '' }
    case 'model':
      return { kind, about: work.model, tools: work.tools.map(({ name }) => name) }
    default:
      return { kind, about: '' }
  }
}

const purpose = 'trial'

/** The state goes out and comes back with whoever asks; signed, so that what comes back is what went out. */
function sealed(baton: Baton, workspace: Workspace, bot: Bot, trial: Trial): string {
  const text = JSON.stringify(trial)
  if (Buffer.byteLength(text) > mostOfRecord) throw tooLarge()
  return `${signature(baton.secrets[0], purpose, named(workspace, bot, text))}.${text}`
}

function opened(baton: Baton, workspace: Workspace, bot: Bot, record: string): Trial {
  if (Buffer.byteLength(record) > mostOfRecord + 100) throw tooLarge()
  const [seal = '', text] = [record.slice(0, record.indexOf('.')), record.slice(record.indexOf('.') + 1)]
  if (!baton.secrets.some((secret) => isSignature(secret, purpose, named(workspace, bot, text), seal)))
    throw invalid('record', 'invalid', 'This is not the record of an earlier answer for this bot. Begin again.')
  // What this server signed is a trial.
  return JSON.parse(text) as Trial
}

function named({ id }: Workspace, bot: Bot, text: string): string {
  return `${id} ${bot.id}\n${text}`
}

function tooLarge(): Problem {
  return new Problem(413, {
    code: 'trial_too_large',
    detail: 'The tried conversation has grown too large. Begin again.',
  })
}

function problemOfTrial(refusal: TrialRefusal, { team }: TrialWorld): Problem {
  switch (refusal.kind) {
    case 'not_begun':
      return invalid('handOver', 'not_begun', 'There is no conversation yet that could be handed over.')
    case 'unknown_work':
      return invalid('outcome.work', 'unknown_work', 'The bot does not wait for this work, or no longer.')
    case 'trial_too_long':
      return new Problem(422, {
        code: 'trial_too_long',
        detail: 'The bot did too much at once and was stopped. Look for jumps that lead round in a circle.',
      })
    default:
      return problemOf(refusal, team)
  }
}
