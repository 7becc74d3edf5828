/**
 * How far each operator has read each conversation. What was open before this was kept counts as read up to where it stood
 * then (`read_floor`), by everybody who has no mark in it.
 */
export const readMarks = `
create table read_marks (
  workspace text not null, operator text not null, conversation text not null, up_to integer not null,
  is_marked integer not null, revision integer not null, changed_at integer not null, primary key (operator, conversation)
) without rowid;
create index read_marks_of_conversation on read_marks (conversation);
create index read_marks_by_change on read_marks (operator, changed_at);
alter table conversations add column read_floor integer;
update conversations set read_floor = last_seq where status = 'open';
`
