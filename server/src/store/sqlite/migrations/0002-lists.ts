/** Lists of what people hold or wait for stay short walks however much was said before; partial, so that talk with the bot pays nothing. */
export const lists = `
create index taken_over_conversations on conversations (workspace, last_activity_at, id) where chat_state = 'taken_over';
create index conversations_of_group on conversations (workspace, "group", last_activity_at, id) where "group" is not null;
create index requests_of_group on conversations (workspace, "group", requested_at, id) where chat_state = 'operator_requested';
`
