import type { Channel } from './channel.ts'
import { custom } from './custom/channel.ts'
import { web } from './web/channel.ts'

export type { Channel } from './channel.ts'

/** Every channel, one line each. */
export const channels: readonly Channel[] = [custom, web]
