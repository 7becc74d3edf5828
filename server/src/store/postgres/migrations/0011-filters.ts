/**
 * Filters of the inbox by name (of the team where `operator` is null), how far each operator has read notes that are for
 * them, and indexes for what the inbox asks the log for: who a note is for, which tag was ever set, which language was told.
 */
export const filters = `
create table filters (
  id text primary key, workspace text not null, operator text, name text not null, name_key text not null, query text not null
);
create unique index filters_by_name on filters (workspace, coalesce(operator, ''), name_key);
create table mention_reads (
  workspace text not null, operator text not null, conversation text not null, seq integer not null,
  primary key (operator, conversation)
);
create index mention_reads_of_conversation on mention_reads (workspace, conversation);
create index notes_for_somebody on events (workspace, position)
  where type = 'message' and strpos(data, '"mentions":[') > 0;
create index tags_ever_set on events (workspace, left(data, 300)) where type = 'tag_set';

-- Of an opening, or of the body of a record. As JSON, with its quotes: read as a text, a null character would fail the commit.
create function locale_told(data text) returns text language sql immutable parallel safe as $$
  select case when strpos(data, '"locale"') > 0 then left((data::json #> '{variables,locale}')::text, 37) end
$$;
create index languages_at_opening on events (workspace, locale_told(data) collate "C") where type = 'conversation_opened';
create index languages_told on events (workspace, left(data, 64) collate "C")
  where type = 'variable_set' and left(data, 21) = '{"variable":"locale",';
`

export const tablesOfFilters: Readonly<Record<string, string>> = { filters: 'workspace', mention_reads: 'workspace' }
