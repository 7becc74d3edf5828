import type { OperatorView } from '@baton/core/protocol'
import { createContext, useContext } from 'react'
import type { Session } from '../api/session.ts'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('useSession outside of a session')
  return session
}

export function useMe(): OperatorView {
  return useSession().operator
}

/** Supervisors and administrators may act past an owner and past limits. */
export function mayOverrule(operator: OperatorView): boolean {
  return operator.role !== 'operator'
}
