import { type Effect, hasTemplate, next, type Problem, type Step, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'

const limitOfTag = 64

export const tagSchema = Type.Object(
  {
    tag: Type.String({
      minLength: 1,
      maxLength: 500,
      title: 'Tag',
      description: `1 to ${limitOfTag} characters. Variables are filled in.`,
      template: true,
    }),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof tagSchema>

export function checkTag({ tag }: Settings): Problem[] {
  if (hasTemplate(tag) || isTag(tag.trim())) return []
  return [{ path: 'tag', code: 'invalid', message: `a tag has 1 to ${limitOfTag} characters` }]
}

/** A template may have made a tag that is none: it is left alone, and the bot goes on. */
export function changeTag(kind: 'set_tag' | 'drop_tag', settings: Settings): Step {
  const tag = settings.tag.trim()
  const refused: Effect = {
    kind: 'diagnostic',
    code: 'tag_invalid',
    message: `"${tag.slice(0, 100)}" is no tag: it has ${tag.length} characters, not 1 to ${limitOfTag}`,
  }
  return step(next, [isTag(tag) ? { kind, tag } : refused])
}

function isTag(tag: string): boolean {
  return tag.length >= 1 && tag.length <= limitOfTag
}
