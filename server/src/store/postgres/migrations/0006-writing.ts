/** What operators keep for writing: replies in stock (of the team where `operator` is null), and texts not sent yet. */
export const writing = `
create table canned_replies (
  id text primary key, workspace text not null, operator text, shortcut text not null, shortcut_key text not null,
  title text not null, text text not null
);
create unique index canned_replies_by_shortcut on canned_replies (workspace, coalesce(operator, ''), shortcut_key);
create table reply_drafts (
  workspace text not null, operator text not null, conversation text not null, reply text not null, note text not null,
  written_at bigint not null, saved_at bigint not null, primary key (operator, conversation)
) with (fillfactor = 70);
create index reply_drafts_of_conversation on reply_drafts (workspace, conversation);
`

export const tablesOfWriting: Readonly<Record<string, string>> = {
  canned_replies: 'workspace',
  reply_drafts: 'workspace',
}
