import { useDesigner } from './context.ts'
import type { Field } from './document/catalogue.ts'
import { type Path, textOf, withValue } from './document/path.ts'

/** Edits of one field: what is typed into it in one go is one step of undo. */
export function useFieldEdit({ field, path }: { field: Field; path: Path }) {
  const { session } = useDesigner()
  const typed = (value: unknown) => session.edit(withValue(session.draft, path, value), textOf(path))
  return {
    typed,
    text: (text: string) => typed(text === '' && !field.isRequired ? undefined : text),
    value: (value: unknown) => session.edit(withValue(session.draft, path, value)),
  }
}
