import { bus } from './bus.ts'
import { crash } from './crash.ts'
import { delivery } from './delivery.ts'
import { designer } from './designer.ts'
import { desk } from './desk.ts'
import type { Measurement } from './figures.ts'
import { growth } from './growth.ts'
import { handoffs } from './handoffs.ts'
import { handoffsNodes } from './handoffs-nodes.ts'
import { inbox } from './inbox.ts'
import { nodes } from './nodes.ts'
import { picks } from './picks.ts'
import { queue } from './queue.ts'
import { sockets } from './sockets.ts'
import { start } from './start.ts'
import { turns } from './turns.ts'
import { widget } from './widget.ts'
import { widgetHost } from './widget-host.ts'

/** Every measurement, in the order they run. Those on request only run when they are named. */
export const measurements: (Measurement & { isOnRequest?: true })[] = [
  turns,
  delivery,
  handoffs,
  picks,
  queue,
  inbox,
  sockets,
  start,
  widget,
  widgetHost,
  designer,
  desk,
  nodes,
  handoffsNodes,
  bus,
  growth,
  { ...crash, isOnRequest: true },
]
