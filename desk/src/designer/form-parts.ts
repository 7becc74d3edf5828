import { type ComponentType, createContext, useContext } from 'react'
import type { FieldProps } from './use-field-texts.tsx'

export type ActionListProps = {
  /** The path of the list. */
  at: string
  actions: readonly unknown[]
  /** Under which trigger; null: right in the node. */
  where: string | null
  /** Whether actions that stand only directly inside an interaction are out of place. */
  isNested: boolean
}

/** Forms hold lists of actions, which hold forms: what is drawn inside comes from above. */
export type FormParts = {
  ActionList: ComponentType<ActionListProps>
  FieldControl: ComponentType<FieldProps>
}

export const FormPartsContext = createContext<FormParts | null>(null)

export function useFormParts(): FormParts {
  const parts = useContext(FormPartsContext)
  if (parts === null) throw new Error('useFormParts outside of an inspector')
  return parts
}
