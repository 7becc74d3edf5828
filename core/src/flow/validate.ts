/** [FL-2] What stops a bot from being published, and what its author should know; every problem names its path. */
import { Type } from 'typebox'
import { isDeeper, type Value } from '../conversation/value.ts'
import type { ActionDefinition, Capability, Catalogue, Problem, Service } from './action.ts'
import type { ActionDocument, BotDocument } from './bot.ts'
import { itemTriggerOf, propertiesOf, splitAction } from './compile.ts'
import { withItems } from './items.ts'
import { checkReach, checkTarget, type Target } from './reach.ts'
import { schemaProblems } from './schema-problems.ts'
import { templateProblem } from './template.ts'
import { plainText } from './words.ts'

export type ValidationWorld = {
  catalogue: Catalogue
  packages: ReadonlySet<string>
  hasGroup(reference: string): boolean
  hasOperator(reference: string): boolean
  /** The channels the bot is connected to, with what each can do. */
  channels: readonly { type: string; can: readonly Capability[] }[]
  /** What this installation was not given. Absent: it has everything. */
  lacks?: ReadonlySet<Service>
}

export type Findings = { errors: Problem[]; warnings: Problem[] }

const name = Type.String({ minLength: 1, maxLength: 200 })
const actions = Type.Array(Type.Object({ type: Type.String({ minLength: 1 }) }, { additionalProperties: true }), {
  maxItems: 1_000,
})

const interactionSchema = Type.Object(
  {
    name,
    start: Type.Optional(Type.Boolean()),
    fallback: Type.Optional(Type.Boolean()),
    keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 })),
    userMayType: Type.Optional(Type.Boolean()),
    actions,
  },
  { additionalProperties: false },
)

/** The skeleton of a bot document; what stands in an action is described by the catalogue. */
export const botSkeleton = Type.Object(
  {
    name,
    startBehavior: name,
    operations: Type.Optional(actions),
    behaviors: Type.Array(
      Type.Object(
        {
          name,
          operations: Type.Optional(actions),
          interactions: Type.Array(interactionSchema, { minItems: 1, maxItems: 2_000 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  { additionalProperties: false, title: 'Bot' },
)

export function validateBot(document: unknown, world: ValidationWorld): Findings {
  const findings: Findings = { errors: schemaProblems(botSkeleton, document), warnings: [] }
  if (findings.errors.length > 0) {
    checkWhatCanBeRead(document, world, findings)
    return findings
  }
  const bot = document as BotDocument
  checkNames(bot, findings)
  const targets: Target[] = []
  const context: Checking = { world, findings, bot, targets }
  checkList(bot.operations ?? [], 'operations', { behavior: bot.startBehavior, inside: 'operations' }, context)
  bot.behaviors.forEach((behavior, b) => {
    checkList(
      behavior.operations ?? [],
      `behaviors[${b}].operations`,
      { behavior: behavior.name, inside: 'operations' },
      context,
    )
    behavior.interactions.forEach((interaction, i) => {
      const path = `behaviors[${b}].interactions[${i}]`
      checkList(
        interaction.actions,
        `${path}.actions`,
        { behavior: behavior.name, inside: 'interaction', interaction: path },
        context,
      )
    })
  })
  checkReach(bot, targets, findings)
  return findings
}

type Where = { behavior: string; inside: 'interaction' | 'operations' | 'trigger'; interaction?: string }
type Checking = { world: ValidationWorld; findings: Findings; bot: BotDocument; targets: Target[] }

/** Even where the skeleton is broken, the actions that can be read are checked: all errors at once. */
function checkWhatCanBeRead(document: unknown, world: ValidationWorld, findings: Findings): void {
  const bot = { name: '', startBehavior: '', behaviors: [] }
  const context: Checking = { world, findings, bot, targets: [] }
  walkLists(document, '', (list, path, inside) => checkList(list, path, { behavior: '', inside }, context), 0)
}

function walkLists(
  value: unknown,
  path: string,
  visit: (list: ActionDocument[], path: string, inside: Where['inside']) => void,
  depth: number,
): void {
  if (depth > 4 || value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    if (key === 'actions' || key === 'operations') {
      if (Array.isArray(inner) && inner.every(isActionLike))
        visit(inner, at, key === 'actions' ? 'interaction' : 'operations')
    } else walkLists(inner, at, visit, depth + 1)
  }
}

function isActionLike(value: unknown): value is ActionDocument {
  return value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string'
}

function checkNames(bot: BotDocument, { errors, warnings }: Findings): void {
  if (!bot.behaviors.some(({ name }) => name === bot.startBehavior))
    errors.push({
      path: 'startBehavior',
      code: 'unknown_behavior',
      message: `there is no behavior "${bot.startBehavior}"`,
    })
  errors.push(...repeated(bot.behaviors, 'behaviors'))
  bot.behaviors.forEach((behavior, b) => {
    const path = `behaviors[${b}].interactions`
    errors.push(...repeated(behavior.interactions, path))
    for (const flag of ['start', 'fallback'] as const) {
      const flagged = behavior.interactions.flatMap((interaction, i) => (interaction[flag] ? [i] : []))
      for (const i of flagged.slice(1))
        errors.push({
          path: `${path}[${i}].${flag}`,
          code: 'repeated',
          message: `a behavior has only one ${flag} interaction`,
        })
      if (flag === 'start' && flagged.length === 0 && behavior.name === bot.startBehavior)
        errors.push({ path, code: 'start_missing', message: 'the start behavior has no start interaction' })
    }
    behavior.interactions.forEach((interaction, i) => {
      interaction.keywords?.forEach((keyword, k) => {
        if (!/[\p{L}\p{N}]/u.test(plainText(keyword)))
          warnings.push({
            path: `${path}[${i}].keywords[${k}]`,
            code: 'keyword_empty',
            message: 'this keyword has no letter or digit: it matches only a message that is exactly this',
          })
      })
    })
  })
}

function repeated(named: readonly { name: string }[], path: string): Problem[] {
  return named.flatMap(({ name }, at) =>
    named.findIndex((other) => other.name === name) < at
      ? [{ path: `${path}[${at}].name`, code: 'repeated', message: `the name "${name}" is taken` }]
      : [],
  )
}

const limitOfDepth = 20
/** Of lists and objects within each other in a setting that takes any value. */
const limitOfValue = 100

function checkList(list: readonly ActionDocument[], path: string, where: Where, context: Checking, depth = 0): void {
  if (depth > limitOfDepth) {
    context.findings.errors.push({ path, code: 'too_deep', message: `operations nest deeper than ${limitOfDepth}` })
    return
  }
  list.forEach((action, index) => {
    checkAction(action, `${path}[${index}]`, where, index === list.length - 1, context, depth)
  })
}

function checkAction(
  action: ActionDocument,
  path: string,
  where: Where,
  isLast: boolean,
  context: Checking,
  depth: number,
): void {
  const { errors } = context.findings
  const definition = context.world.catalogue.get(action.type)
  if (definition === undefined) {
    errors.push({ path: `${path}.type`, code: 'unknown_action', message: `there is no action "${action.type}"` })
    return
  }
  if (definition.placement === 'interaction' && where.inside !== 'interaction')
    errors.push({
      path,
      code: 'wrong_placement',
      message: `"${action.type}" stands only directly inside an interaction`,
    })
  const { settings, children } = splitAction(action)
  const { shown, children: inItems } = splitItems(settings, definition)
  const deep = tooDeep(shown, path)
  const wrong = deep.length > 0 ? deep : schemaProblems(definition.schema, shown, path)
  errors.push(...wrong)
  for (const [trigger, operations] of children) {
    checkChildren(
      definition.triggers.includes(trigger),
      operations,
      `${path}.${trigger}`,
      action.type,
      where,
      context,
      depth,
    )
  }
  for (const child of inItems)
    checkChildren(true, child.operations, `${path}.${child.path}`, action.type, where, context, depth)
  if (wrong.length === 0) checkMeaning(definition, shown, path, where, isLast, context)
}

function tooDeep(settings: Record<string, Value>, path: string): Problem[] {
  return Object.entries(settings).flatMap(([field, value]) =>
    isDeeper(value, limitOfValue)
      ? [{ path: `${path}.${field}`, code: 'too_deep', message: `a value nests deeper than ${limitOfValue}` }]
      : [],
  )
}

function checkChildren(
  isAllowed: boolean,
  list: unknown,
  path: string,
  type: string,
  where: Where,
  context: Checking,
  depth: number,
): void {
  const { errors } = context.findings
  if (!isAllowed)
    errors.push({
      path,
      code: 'trigger_not_allowed',
      message: `"${type}" has no such trigger and takes no operations under it`,
    })
  else if (!Array.isArray(list) || !list.every(isActionLike))
    errors.push({ path, code: 'wrong_type', message: 'must be a list of actions' })
  else checkList(list, path, { ...where, inside: 'trigger' }, context, depth + 1)
}

/** Takes the operations out of the items, so that the schema sees only settings. */
function splitItems(settings: Record<string, Value>, definition: ActionDefinition) {
  const children: { path: string; operations: unknown }[] = []
  if (definition.items === undefined) return { shown: settings, children }
  const trigger = itemTriggerOf(definition)
  const shown = withItems(settings, definition.items, (item, path) => {
    if (!(trigger in item)) return item
    const { [trigger]: operations, ...rest } = item
    children.push({ path: `${path}.${trigger}`, operations })
    return rest
  })
  return { shown, children }
}

function checkMeaning(
  definition: ActionDefinition,
  settings: Record<string, Value>,
  path: string,
  where: Where,
  isLast: boolean,
  context: Checking,
): void {
  const { world, findings, bot, targets } = context
  const under = (problem: Problem) => ({ ...problem, path: `${path}.${problem.path}` })
  findings.errors.push(...(definition.check?.(settings) ?? []).map(under))
  findings.warnings.push(
    ...(definition.advise?.(settings, { isLast, path }) ?? []).map((problem) => ({ ...problem, path })),
  )
  for (const [field, marks] of Object.entries(propertiesOf(definition.schema))) {
    const value = settings[field]
    if (value === undefined) continue
    findings.errors.push(...fieldErrors(field, value, marks, world).map(under))
    if (marks.template) findings.warnings.push(...templateWarnings(value, `${path}.${field}`))
  }
  if (definition.service !== undefined && world.lacks?.has(definition.service))
    findings.warnings.push({
      path,
      code: `${definition.service}_missing`,
      message: `"${definition.type}" fails here: this installation has no ${definition.service} set up`,
    })
  for (const channel of world.channels) {
    const lacks = definition.needs.filter((need) => !channel.can.includes(need))
    if (lacks.length > 0)
      findings.warnings.push({
        path,
        code: 'unavailable_on_channel',
        message: `"${definition.type}" does not work on the channel ${channel.type}: it needs ${lacks.join(', ')}`,
      })
  }
  const target = definition.target?.(settings)
  if (target) checkTarget(target, path, where, bot, targets, findings)
}

function fieldErrors(field: string, value: Value, marks: Marks, world: ValidationWorld): Problem[] {
  const problems: Problem[] = []
  if (marks.package !== undefined && !world.packages.has(marks.package))
    problems.push({
      path: field,
      code: 'package_missing',
      message: `the setting "${field}" needs the package ${marks.package}`,
    })
  const { reference = marks.items?.reference } = marks
  for (const [path, name] of Array.isArray(value)
    ? value.map((one, index) => [`${field}[${index}]`, one] as const)
    : [[field, value] as const]) {
    if (reference === 'group' && typeof name === 'string' && !world.hasGroup(name))
      problems.push({ path, code: 'unknown_group', message: `there is no group "${name}"` })
    if (reference === 'operator' && typeof name === 'string' && !world.hasOperator(name))
      problems.push({ path, code: 'unknown_operator', message: `there is no operator "${name}"` })
  }
  return problems
}

/** What a field says about its value besides its type; a list says it of its items. */
type Marks = { reference?: string; package?: string; items?: { reference?: string } }

function templateWarnings(value: Value, path: string): Problem[] {
  if (typeof value === 'string') {
    const problem = templateProblem(value)
    return problem === null ? [] : [{ path, code: 'template_error', message: `this text will be empty: ${problem}` }]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    templateWarnings(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`),
  )
}
