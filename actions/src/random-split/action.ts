import { defineAction, type Effect, next, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { checkVariableName } from '../variables.ts'

const limitOfBranches = 20
const usualWeight = 1

const branch = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        title: 'Name',
        description: 'What the branch is called in the variable, for example A.',
      }),
    ),
    weight: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000,
        default: usualWeight,
        title: 'Weight',
        description: 'How often it is taken, compared with the others: 3 is three times as often as 1, 0 is never.',
      }),
    ),
  },
  { additionalProperties: false, title: 'Branch' },
)

const schema = Type.Object(
  {
    branches: Type.Array(branch, {
      minItems: 1,
      maxItems: limitOfBranches,
      title: 'Branches',
      description: 'One of them is taken by chance, each time anew. Each may carry operations that run then.',
    }),
    variable: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        title: 'Variable',
        description: 'Where the name of the branch is kept, to compare later how each did. May be left out.',
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>
type Branch = Static<typeof branch>

export const randomSplit = defineAction({
  type: 'random_split',
  title: 'Random split',
  help: 'Runs one of several branches by chance, as often as its weight says.',
  group: 'flow',
  schema,
  triggers: [],
  items: 'branches',
  itemTrigger: 'on_chosen',
  placement: 'anywhere',
  needs: [],
  check: checkSplit,
  run: ({ branches }) => step({ kind: 'draw', below: totalOf(branches) }),
  resume: ({ branches, variable }, answer) => {
    if (answer.kind !== 'drawn') return step(next)
    const index = branchAt(branches, answer.number)
    const name = nameOf(branches[index], index)
    const kept: Effect[] = variable === undefined ? [] : [{ kind: 'set_variable', variable, value: name }]
    return step({ kind: 'fire', trigger: 'on_chosen', item: `branches[${index}]` }, kept)
  },
})

function weightOf({ weight = usualWeight }: Branch): number {
  return weight
}

function totalOf(branches: readonly Branch[]): number {
  return branches.reduce((sum, one) => sum + weightOf(one), 0)
}

/** The branch in whose span a number from 0 to the sum of the weights lies. */
function branchAt(branches: readonly Branch[], number: number): number {
  let end = 0
  return branches.findIndex((one) => {
    end += weightOf(one)
    return number < end
  })
}

/** A branch without a name is called by its number, from 1. */
function nameOf(chosen: Branch | undefined, index: number): string {
  return chosen?.name ?? String(index + 1)
}

function checkSplit({ branches, variable }: Settings): Problem[] {
  const problems = variable === undefined ? [] : checkVariableName('variable', variable)
  if (totalOf(branches) === 0)
    problems.push({ path: 'branches', code: 'invalid', message: 'at least one branch needs a weight above 0' })
  const names = branches.map(nameOf)
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      problems.push({ path: `branches[${index}].name`, code: 'repeated', message: `the name "${name}" is taken` })
  })
  return problems
}
