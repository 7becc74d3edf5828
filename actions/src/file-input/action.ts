import { defineAction, type FilePart, next, type Problem, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { accepted, maxTriesField, refusedAnswer, wrongRepliesField } from '../asking.ts'
import { checkVariableName, variableField } from '../variables.ts'
import { kindOf } from './kind.ts'

/** What an upload may have at most. */
const mostMegabytes = 10
const bytesOfMegabyte = 1_000_000

const schema = Type.Object(
  {
    variable: variableField('Where it is kept: file.name, file.url, file.content_type and file.size.'),
    kinds: Type.Optional(
      Type.Array(
        Type.Enum(['image', 'video', 'audio', 'document'], {
          title: 'Kind',
          description: 'One kind of file that counts.',
          optionTitles: {
            image: 'Images',
            video: 'Videos',
            audio: 'Audio',
            document: 'Documents (PDF, text, office)',
          },
        }),
        {
          minItems: 1,
          maxItems: 4,
          uniqueItems: true,
          title: 'Kinds',
          description: 'Which files count. Left out: every file.',
        },
      ),
    ),
    maxMegabytes: Type.Optional(
      Type.Number({
        minimum: 0.01,
        maximum: mostMegabytes,
        default: mostMegabytes,
        title: 'Largest size (MB)',
        description: `Larger files do not count. At most ${mostMegabytes}, which is what a contact can send.`,
      }),
    ),
    wrongReplies: wrongRepliesField,
    maxTries: maxTriesField(),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const fileInput = defineAction({
  type: 'file_input',
  title: 'File input',
  help: 'Waits until the contact sends a file of the kind that is expected, and keeps where it lies in a variable.',
  group: 'input',
  schema,
  triggers: ['on_input', 'on_give_up'],
  placement: 'anywhere',
  needs: ['file'],
  check: ({ variable }): Problem[] => checkVariableName('variable', variable),
  run: () => step({ kind: 'hold', tries: 0 }),
  resume: (settings, answer, tries, context) => {
    if (answer.kind !== 'said') return step(next)
    const found = answer.files?.find((file) => fits(file, settings))
    if (found === undefined) return refusedAnswer(settings, tries, context)
    const { name, url, contentType, size } = found
    const value = { name, url, content_type: contentType, size }
    return accepted([{ kind: 'set_variable', variable: settings.variable, value }], context)
  },
})

function fits({ contentType, size }: FilePart, { kinds, maxMegabytes = mostMegabytes }: Settings): boolean {
  const kind = kindOf(contentType)
  const isWanted = kinds === undefined || (kind !== null && kinds.includes(kind))
  return isWanted && size <= maxMegabytes * bytesOfMegabyte
}
