/** Named one by one: a prepared statement must not change its shape when a later release adds a column. */
export const conversationColumns =
  'id, workspace, bot, channel, contact, previous, status, chat_state, owner, requested_operator, "group", requested_at, taken_over_at, units, offer_until, offers_made, snoozed_until, epoch, last_seq, opened_at, last_activity_at, locked, body, flow'

export const eventColumns = 'workspace, position, conversation, seq, id, type, at, epoch, turn, actor, data'

export const operatorColumns =
  'o.id, o.workspace, o.name, o.email, o.role, o.capacity, o.enabled, o.load, o.last_assigned_at, o.choice, o.chosen_at, o.api_status, o.api_until, o.reserved, o.wrap_ups, o.cools_until, o.unresponsive, o.online_since, o.offline_since, o.password_hash, o.generation, o.language, o.picture'

export const botColumns = 'id, workspace, name, version, live, draft, allowed_sites'
