/** Who edits a draft now. What is over counts no more, so nothing is cleared away. */
export const editors = `
create table draft_editors (
  workspace text not null, bot text primary key, page text not null, name text not null,
  since integer not null, until integer not null
) without rowid;
`
