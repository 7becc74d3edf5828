/**
 * How often contacts came to each interaction of a bot, and what became of them there, by day (days since 1970, UTC);
 * and which messages nothing in a bot answered. Both are written some seconds after what they are about.
 */
export const visits = `
create table visits (
  workspace text not null, bot text not null, day integer not null, behavior text not null, interaction text not null,
  entered bigint not null, to_operators bigint not null, left_there bigint not null,
  primary key (workspace, bot, day, behavior, interaction)
) with (fillfactor = 70);
create table misses (
  workspace text not null, bot text not null, conversation text not null, seq integer not null, at bigint not null,
  primary key (conversation, seq)
);
create index misses_of_bot on misses (workspace, bot, at);
`

/** Tables that come with it, by the column that names the workspace. */
export const tablesOfVisits: Readonly<Record<string, string>> = { visits: 'workspace', misses: 'workspace' }
