/**
 * [RO-10] [RO-30] Offers, seats that are taken beside the load, circles, waits and coverage. What of it a conversation has
 * stands in its body; the columns are for queries. A subject is a group, or the workspace where everybody is meant.
 */
export const offers = `
alter table conversations add column units integer not null default 0, add column offer_until bigint,
  add column offers_made integer not null default 0;
update conversations set units = 1 where chat_state = 'taken_over';
-- Who owned it last stands in the log alone so far. A body always begins with a first field.
update conversations c set body = '{"lastOwner":' || to_json(last.owner) || ',' || substr(c.body, 2)
  from (select distinct on (conversation) conversation, data::json #>> '{to,operator,id}' as owner from events
    where type in ('taken_over', 'transferred') and data::json #>> '{to,chatState}' = 'taken_over'
    order by conversation, seq desc) last
  where last.conversation = c.id and last.owner is not null and c.body like '{"%';

alter table operators add column reserved integer not null default 0, add column cools_until bigint,
  add column unresponsive integer not null default 0, add column wrap_ups text not null default '[]',
  add column chosen_at bigint, add column online_since bigint, add column offline_since bigint;
-- Whoever has been there before is no newcomer.
update operators o set online_since = (select min(from_at) from presence_spans p where p.workspace = o.workspace and p.operator = o.id);

-- revision: that of the workspace when the circle went on, so that nodes read only what they have not seen.
create table cursors (
  workspace text not null, subject text not null, operator text not null, pass integer not null, revision bigint not null default 0,
  primary key (workspace, subject)
) with (fillfactor = 50);
create table waits (
  workspace text not null, subject text not null, position integer not null, milliseconds bigint not null, at bigint not null
);
create index waits_of_subject on waits (workspace, subject, at);
create table coverage (
  workspace text not null, subject text not null, is_covered integer not null, since bigint not null,
  primary key (workspace, subject)
);

-- As before; besides, whoever is not responding is away, being away too long ends like a lease, and coming and going
-- are written down with the operator. What happens with every heartbeat stays as cheap: only who is away looks further.
create or replace function baton_note_presence(in_workspace text, in_operator text, in_cause text, in_now bigint) returns void
language plpgsql as $$
declare
  who record;
  own_until bigint;
  away_seconds bigint;
  own_status text;
  last record;
  has_last boolean;
  is_set boolean;
  first_status text;
  first_until bigint;
  own_from bigint;
  has_second boolean := false;
  was_there boolean;
  is_there boolean;
  gone_at bigint;
begin
  -- Whoever notes for the same operator meanwhile waits here, and reads below what was written before.
  select choice, chosen_at, api_status, api_until, unresponsive, enabled, capacity, online_since, offline_since into who
    from operators where workspace = in_workspace and id = in_operator for no key update;
  if not found then return; end if;
  if who.enabled = 1 then
    select max(expires_at) into own_until from operator_leases where operator = in_operator;
    if who.choice = 'away' and who.chosen_at is not null and own_until is not null then
      select (settings::json #>> '{deadlines,away,afterSeconds}')::bigint into away_seconds from routings
        where workspace = in_workspace and subject = in_workspace;
      own_until := least(own_until, who.chosen_at + away_seconds * 1000);
    end if;
    is_set := who.api_status is not null and (who.api_until is null or who.api_until > in_now);
    own_from := case when is_set then who.api_until else in_now end;
    own_status := case when who.choice = 'online' and who.unresponsive = 1 then 'away' else who.choice end;
    if is_set then
      first_status := case when who.api_status = 'online' and who.unresponsive = 1 then 'away' else who.api_status end;
      first_until := who.api_until;
    end if;
    if own_from is not null and own_until > own_from then
      if not is_set or first_status = own_status then
        first_status := own_status;
        first_until := own_until;
      else
        has_second := true;
      end if;
    end if;
  end if;
  delete from presence_spans where workspace = in_workspace and operator = in_operator and from_at >= in_now;
  select status, capacity, from_at, until_at into last from presence_spans
    where workspace = in_workspace and operator = in_operator order by from_at desc limit 1;
  has_last := found;
  was_there := has_last and last.status <> 'offline' and coalesce(last.until_at >= in_now, true);
  is_there := coalesce(first_status, 'offline') <> 'offline';
  gone_at := case when was_there then case when is_there then who.offline_since else in_now end
    when not has_last or last.status = 'offline' then who.offline_since else last.until_at end;
  if gone_at is distinct from who.offline_since or (is_there and not was_there) then
    update operators set offline_since = gone_at, online_since = case when was_there or not is_there then online_since
        when online_since is not null and gone_at is not null and in_now - gone_at < 300000 then online_since else in_now end
      where workspace = in_workspace and id = in_operator;
  end if;
  if has_last and first_status is not null and coalesce(last.until_at >= in_now, true)
    and last.status = first_status and last.capacity is not distinct from who.capacity then
    if last.until_at is distinct from first_until then
      update presence_spans set until_at = first_until
        where workspace = in_workspace and operator = in_operator and from_at = last.from_at;
    end if;
  else
    if has_last and coalesce(last.until_at > in_now, true) then
      update presence_spans set until_at = in_now
        where workspace = in_workspace and operator = in_operator and from_at = last.from_at;
    end if;
    if first_status is not null then
      insert into presence_spans (workspace, operator, status, cause, capacity, from_at, until_at)
        values (in_workspace, in_operator, first_status, in_cause, who.capacity, in_now, first_until);
    end if;
  end if;
  if has_second then
    insert into presence_spans (workspace, operator, status, cause, capacity, from_at, until_at)
      values (in_workspace, in_operator, own_status, in_cause, who.capacity, own_from, own_until);
  end if;
end $$;
`

/** Tables that come with it, by the column that names the workspace. */
export const tablesOfOffers: Readonly<Record<string, string>> = {
  cursors: 'workspace',
  waits: 'workspace',
  coverage: 'workspace',
}
