import { darkSockets, sameMessage } from './clients.ts'
import { jumpingClocks, skewedClocks } from './clocks.ts'
import { cutFromDatabase } from './cuts.ts'
import { conflicts, exhaustedPool, restartDatabase } from './database.ts'
import type { Fault } from './fault.ts'
import { wrongRedis } from './forgery.ts'
import { cutFromRedis, flappingLinks, lostRedis, slowRedis } from './hints.ts'
import { kill, killEmbedded } from './kill.ts'
import { powerCut, powerCutEmbedded } from './power.ts'
import { drain, exceptions, rolling } from './restarts.ts'
import { fewFiles, fullDisk, littleMemory } from './room.ts'
import { assignersTogether } from './seats.ts'
import { blocked, paused } from './stalls.ts'
import { brokenMigration, secretRotation } from './starts.ts'
import { reconnectStorm } from './storm.ts'

/** In the order of the matrix, then what it does not number. */
export const faults: readonly Fault[] = [
  kill,
  killEmbedded,
  powerCut,
  powerCutEmbedded,
  restartDatabase,
  exhaustedPool,
  conflicts,
  lostRedis,
  wrongRedis,
  slowRedis,
  cutFromDatabase,
  cutFromRedis,
  flappingLinks,
  paused,
  blocked,
  darkSockets,
  reconnectStorm,
  sameMessage,
  fullDisk,
  jumpingClocks,
  skewedClocks,
  littleMemory,
  fewFiles,
  brokenMigration,
  secretRotation,
  exceptions,
  assignersTogether,
  drain,
  rolling,
]
