/** The text index has the tags that conversations have: here those that were set before it came to have them. */
export const tagWords = `
insert into search (rowid, text)
  select s.position, s.data ->> '$.tag' from events s
  where s.type = 'tag_set' and s.position <= (select position from search_state)
    and not exists (select 1 from events d where d.conversation = s.conversation and d.position > s.position
      and d.type = 'tag_dropped' and d.data = s.data);
`
