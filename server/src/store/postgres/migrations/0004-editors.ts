/** Who edits a draft now. What is over counts no more, so nothing is cleared away. */
export const editors = `
create table draft_editors (
  workspace text not null, bot text primary key, page text not null, name text not null,
  since bigint not null, until bigint not null
) with (fillfactor = 50);
`

export const tablesOfEditors: Readonly<Record<string, string>> = { draft_editors: 'workspace' }
