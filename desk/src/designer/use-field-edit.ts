import { useDesigner } from './context.ts'
import type { Field } from './document/catalogue.ts'
import { type Path, textOf, withValue } from './document/path.ts'

/** Edits of one field: what is typed into it in one go is one step of undo. */
export function useFieldEdit({ field, path }: { field: Field; path: Path }) {
  const { session } = useDesigner()
  return {
    text: (text: string) =>
      session.edit(withValue(session.draft, path, text === '' && !field.isRequired ? undefined : text), textOf(path)),
    value: (value: unknown) => session.edit(withValue(session.draft, path, value)),
  }
}
