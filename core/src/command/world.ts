import type { Chance } from '../chance.ts'
import type { PlaceInQueue } from '../conversation/chat-variables.ts'
import type { FlowWorld } from '../flow/flow-world.ts'
import type { BotId, ConversationId, GroupId, NewId } from '../ids.ts'
import type { Team } from '../routing/team.ts'
import type { Instant } from '../time.ts'

/** Everything a decision may look at besides the conversation itself. Chance, time and names are arguments: a test says who wins. */
export type World = {
  now: Instant
  chance: Chance
  newId: NewId
  /**
   * The workspace's operators. A decision moves loads in it as owners change, so that a later pick of the same command
   * sees them; `decide` puts them back when it refuses or throws, the store when it cannot commit.
   */
  team: Team
  bot: { id: BotId; name: string }
  flow: FlowWorld
  locale: string
  /** [RO-23] Where a conversation stands, or would if it asked for a group now. Absent: nobody looks. */
  placeOf?: (conversation: ConversationId, group: GroupId | null) => PlaceInQueue | null
}
