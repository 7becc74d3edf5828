/**
 * The text index has the tags that conversations have. Words are folded by the process: where tags were set before, it goes
 * over the log once more, in the background or when somebody searches, and what it has already stays.
 */
export const tagWords = `
update search_state i set position = 0
  where exists (select 1 from events e where e.workspace = i.workspace and e.type = 'tag_set');
`
