import { useEffect, useRef } from 'react'
import { type Doings, registry } from './registry.ts'

/** Says what can be done here, for as long as it can. */
export function useCommands(doings: Doings): void {
  const latest = useRef(doings)
  latest.current = doings
  useEffect(() => registry.register(() => latest.current), [])
  const said = JSON.stringify(Object.entries(doings).map(([name, doing]) => [name, doing]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever shows them reads them again when they change
  useEffect(registry.touch, [said])
}
