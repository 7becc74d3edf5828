import type { EventView } from '@baton/core/protocol'
import type { StateEvent } from '../log/entries.ts'
import type { Standing } from '../standing.ts'

/** [U-08] The change by which nobody here may reply any more; null where it is too long ago to be loaded. */
export function moveThatLocked(events: readonly EventView[], standing: Standing): StateEvent | null {
  const found = events.findLast((event) => isLocking(event, standing))
  return found === undefined ? null : (found as StateEvent)
}

function isLocking(event: EventView, standing: Standing): boolean {
  if (standing.kind === 'closed') return event.type === 'closed'
  if (standing.kind !== 'others' || (event.type !== 'taken_over' && event.type !== 'transferred')) return false
  return event.data.to.operator?.id === standing.owner.id
}
