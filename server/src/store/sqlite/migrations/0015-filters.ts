/**
 * Filters of the inbox by name (of the team where `operator` is null), how far each operator has read notes that are for
 * them, and indexes for what the inbox asks the log for: who a note is for, which tag was ever set, which language was told.
 */
export const filters = `
create table filters (
  id text primary key, workspace text not null, operator text, name text not null, name_key text not null, query text not null
) without rowid;
create unique index filters_by_name on filters (workspace, coalesce(operator, ''), name_key);
create table mention_reads (
  workspace text not null, operator text not null, conversation text not null, seq integer not null,
  primary key (operator, conversation)
) without rowid;
create index mention_reads_of_conversation on mention_reads (conversation);
create index notes_for_somebody on events (workspace, position)
  where type = 'message' and instr(data, '"mentions":[') > 0;
create index tags_ever_set on events (workspace, substr(data, 1, 300)) where type = 'tag_set';
create index languages_at_opening on events (workspace, substr(data ->> '$.variables.locale', 1, 35))
  where type = 'conversation_opened';
create index languages_told on events (workspace, substr(data, 1, 64))
  where type = 'variable_set' and substr(data, 1, 21) = '{"variable":"locale",';
`
