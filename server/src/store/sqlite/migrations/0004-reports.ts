/**
 * [RO-4] Presence as it was. A span without an end goes on; one that ends later than now ends then unless something
 * changes. Spans of an operator do not overlap; between two, and after the last, the operator was offline.
 */
export const reports = `
create table presence_spans (
  workspace text not null, operator text not null, status text not null, cause text not null, capacity integer,
  from_at integer not null, until_at integer, primary key (workspace, operator, from_at)
) without rowid;
create index presence_spans_by_end on presence_spans (workspace, until_at);
`
