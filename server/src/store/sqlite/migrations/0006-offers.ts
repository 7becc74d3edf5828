/**
 * [RO-10] [RO-30] Offers, seats that are taken beside the load, circles, waits and coverage. What of it a conversation has
 * stands in its body; the columns are for queries. A subject is a group, or the workspace where everybody is meant.
 */
export const offers = `
alter table conversations add column units integer not null default 0;
alter table conversations add column offer_until integer;
alter table conversations add column offers_made integer not null default 0;
update conversations set units = 1 where chat_state = 'taken_over';
-- Who owned it last stands in the log alone so far. A body always begins with a first field.
update conversations set body = '{"lastOwner":' || json_quote(last.owner) || ',' || substr(body, 2)
  from (select conversation, max(seq), case when json_valid(data) then json_extract(data, '$.to.operator.id') end as owner from events
    where type in ('taken_over', 'transferred')
      and case when json_valid(data) then json_extract(data, '$.to.chatState') = 'taken_over' else false end
    group by conversation) last
  where last.conversation = conversations.id and last.owner is not null and body like '{"%';

alter table operators add column reserved integer not null default 0;
alter table operators add column cools_until integer;
alter table operators add column unresponsive integer not null default 0;
alter table operators add column wrap_ups text not null default '[]';
alter table operators add column chosen_at integer;
alter table operators add column online_since integer;
alter table operators add column offline_since integer;
-- Whoever has been there before is no newcomer.
update operators set online_since = (select min(from_at) from presence_spans where operator = operators.id);

create table cursors (
  workspace text not null, subject text not null, operator text not null, pass integer not null, primary key (workspace, subject)
) without rowid;
create table waits (
  workspace text not null, subject text not null, position integer not null, milliseconds integer not null, at integer not null
);
create index waits_of_subject on waits (workspace, subject, at);
create table coverage (
  workspace text not null, subject text not null, is_covered integer not null, since integer not null,
  primary key (workspace, subject)
) without rowid;
`
