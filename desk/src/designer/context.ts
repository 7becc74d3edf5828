import type { OperatorView } from '@baton/core/protocol'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Group } from '../api/people.ts'
import { useSaid } from '../sentences/said.tsx'
import type { Catalogue } from './document/catalogue.ts'
import type { HandoffNames } from './document/handoff.ts'
import type { Found } from './document/problems.ts'
import { nothingRan, type RanNode } from './document/ran.ts'
import type { Row } from './document/rows.ts'
import type { DesignerSession, DesignerState } from './session.ts'
import type { DesignerTexts } from './texts/shape.ts'
import type { TrialSession, TrialState } from './trial.ts'
import type { Editing } from './use-editing.ts'

export type DesignerContextValue = {
  session: DesignerSession
  /** Null: this operator may only look. */
  editing: Editing | null
  trial: TrialSession
  /** In the words of the reader. */
  catalogue: Catalogue
  /** What the designer says of actions in the reader's language; null: as the server says it. */
  texts: DesignerTexts | null
  rowsOf: (actions: unknown) => readonly Row[]
  groups: readonly Group[]
  operators: readonly OperatorView[]
}

export const DesignerContext = createContext<DesignerContextValue | null>(null)

export function useDesigner(): DesignerContextValue {
  const value = useContext(DesignerContext)
  if (value === null) throw new Error('useDesigner outside of a designer')
  return value
}

/** A part of the state; the selector must return something kept in it, not make it. */
export function useDesignerState<T>(select: (state: DesignerState) => T): T {
  const { store } = useDesigner().session
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}

export function useDraft(): DesignerState['history']['now'] {
  return useDesignerState((state) => state.history.now)
}

/** A part of what the trial came to, as `useDesignerState` has it. */
export function useTrialState<T>(select: (state: TrialState) => T): T {
  const { store } = useDesigner().trial
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}

/** What of a node ran in the last step of a trial; null: nothing did. */
export function useRanNode(id: string): RanNode | null {
  return useTrialState(({ ran }) => (ran === nothingRan ? null : (ran.nodes.get(id) ?? null)))
}

/** What the server found in the draft or in a trial of it, in the words of the reader. */
export function useFoundWords(): (found: Pick<Found, 'message' | 'code'>) => string {
  const { catalogue } = useDesigner()
  const said = useSaid()
  const title = (blank: string, type: string) => (blank === 'action' ? (catalogue.get(type)?.title ?? null) : null)
  return ({ message, code }) => said(message || code, title).text
}

/** Groups and operators may be named by id, name or e-mail. */
export function groupNamed(groups: readonly Group[], reference: string): Group | undefined {
  return groups.find(({ id, name }) => id === reference || name === reference)
}

export function operatorNamed(operators: readonly OperatorView[], reference: string): OperatorView | undefined {
  return operators.find(({ id, name, email }) => id === reference || email === reference || name === reference)
}

export function handoffNames({ groups, operators }: Pick<DesignerContextValue, 'groups' | 'operators'>): HandoffNames {
  return {
    group: (reference) => groupNamed(groups, reference)?.name ?? reference,
    operator: (reference) => operatorNamed(operators, reference)?.name ?? reference,
  }
}
