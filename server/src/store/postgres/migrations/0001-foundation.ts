/**
 * The first schema. Tables and columns are those of the embedded store; times are milliseconds UTC. What is added:
 * one row per workspace in `heads` that every commit of it passes, row-level security, and claims for work that nodes share.
 */
export const foundation = `
create table workspaces (
  id text primary key, name text not null unique, packages text not null, locale text not null, time_zone text not null
);

-- The one place where the commits of a workspace meet: each takes its row, so they stand in one order.
-- position: number of events so far; revision: goes up with everything that the next pick must see;
-- roster: with operators and groups that come, go or are renamed; settings: with bots, keys and names.
create table heads (
  workspace text primary key, position bigint not null default 0, revision bigint not null default 1,
  roster bigint not null default 1, settings bigint not null default 1,
  audit_seq bigint not null default 0, audit_hash text not null default ''
) with (fillfactor = 50);

-- One row: goes up with every change of settings anywhere, so that looking for such changes is one small read.
create table tidings (id integer primary key check (id = 1), version bigint not null);
insert into tidings values (1, 1);
grant select, update on tidings to baton_app;

create table operators (
  id text primary key, workspace text not null, name text not null, email text not null, role text not null,
  capacity integer, enabled integer not null, load integer not null default 0 check (load >= 0), last_assigned_at bigint,
  choice text not null default 'online', api_status text, api_until bigint,
  password_hash text, generation integer not null default 0, language text, picture text, revision bigint not null default 0
) with (fillfactor = 70);
create unique index operators_by_email on operators (workspace, email);
create index operators_anywhere on operators (email);

create table operator_leases (
  workspace text not null, operator text not null, device text not null, expires_at bigint not null,
  primary key (operator, device)
) with (fillfactor = 70);
create index operator_leases_of_workspace on operator_leases (workspace);

-- Presence as it was. A span without an end goes on; one that ends later than now ends then unless something changes.
-- Spans of an operator do not overlap; between two, and after the last, the operator was offline.
create table presence_spans (
  workspace text not null, operator text not null, status text not null, cause text not null, capacity integer,
  from_at bigint not null, until_at bigint, primary key (workspace, operator, from_at)
) with (fillfactor = 70);
create index presence_spans_by_end on presence_spans (workspace, until_at);

create table groups (id text primary key, workspace text not null, name text not null);
create unique index groups_by_name on groups (workspace, name);
create table memberships (workspace text not null, operator text not null, "group" text not null, primary key (operator, "group"));
-- What the workspace (subject: its own id), its groups and its operators say of how requests find operators, as JSON.
create table routings (workspace text not null, subject text not null, settings text not null, primary key (workspace, subject));
create index memberships_of_group on memberships (workspace, "group");

create table bots (
  id text primary key, workspace text not null, name text not null, version integer not null, live integer,
  draft text not null, allowed_sites text not null default '[]'
);
create unique index bots_by_name on bots (workspace, name);
create table bot_versions (
  workspace text not null, bot text not null, version integer not null, document text not null, primary key (bot, version)
);

create table contacts (
  workspace text not null, id text not null, variables text not null, erasing integer not null default 0,
  primary key (workspace, id)
);
create index contacts_being_erased on contacts (workspace, id) where erasing = 1;

create table conversations (
  id text collate "C" primary key, workspace text not null, bot text not null, channel text not null, contact text not null,
  previous text, status text not null, chat_state text not null, owner text, requested_operator text, "group" text,
  requested_at bigint, taken_over_at bigint, epoch integer not null, last_seq integer not null,
  opened_at bigint not null, last_activity_at bigint not null, locked integer not null, body text not null, flow text not null
) with (fillfactor = 80);
create unique index open_conversations on conversations (workspace, bot, channel, contact) where status = 'open';
create index conversations_of_contact on conversations (workspace, contact, opened_at);
create index requested_conversations on conversations (workspace, requested_at, id) where chat_state = 'operator_requested';
create index owned_conversations on conversations (owner) where chat_state = 'taken_over';
create index taken_over_conversations on conversations (workspace) where chat_state = 'taken_over';
create index conversations_of_group on conversations (workspace, "group") where "group" is not null;
create index requests_of_group on conversations (workspace, "group", requested_at, id) where chat_state = 'operator_requested';

-- When something last happened, beside the conversations: no index of theirs has a column that changes with every
-- message, so that most updates of the wide rows stay within their page. Here every update leaves a dead row and a dead
-- entry in each index, which only vacuum takes away: it comes by ten times as often as elsewhere.
create table activity (
  conversation text collate "C" primary key, workspace text not null, at bigint not null
) with (autovacuum_vacuum_scale_factor = 0.02);
create index activity_of_workspace on activity (workspace, at, conversation);

create table events (
  workspace text not null, position bigint not null, conversation text not null, seq integer not null,
  id text not null, type text not null, at bigint not null, epoch integer not null, turn text, actor text not null, data text not null,
  primary key (workspace, position)
);
create unique index events_of_conversation on events (conversation, seq);

create table idempotency_keys (
  workspace text not null, scope text not null, key text not null, hash text not null, conversation text not null, seq integer,
  turns text not null, expires_at bigint not null, primary key (workspace, scope, key)
);
create index idempotency_keys_by_age on idempotency_keys (expires_at);
create index idempotency_keys_of_conversation on idempotency_keys (conversation);

create table answers (
  scope text not null, key text not null, hash text not null, status integer not null, body text not null,
  expires_at bigint not null, primary key (scope, key)
);
create index answers_by_age on answers (expires_at);

create table works (
  id text primary key, workspace text not null, conversation text not null, turn text not null, epoch integer not null,
  work text not null, due_at bigint not null, claimed_until bigint not null default 0
);
create index works_by_due on works (due_at);
create index works_of_conversation on works (conversation);

create table outbox (
  position bigint generated always as identity primary key, workspace text not null, topic text not null, payload text not null,
  created_at bigint not null, attempts integer not null default 0, due_at bigint, claimed_until bigint not null default 0
);
create index outbox_by_due on outbox (due_at, position) where due_at is not null;
-- Whoever hands out messages holds this row, so that those of a workspace are never handed out side by side.
create table outbox_turn (id integer primary key check (id = 1));
insert into outbox_turn values (1);

create table audit (
  workspace text not null, seq bigint not null, at bigint not null, actor text not null, action text not null,
  object text not null, before text, after text, epoch integer, request text, hash text not null,
  primary key (workspace, seq)
);

create table sessions (
  hash text primary key, workspace text not null, operator text not null, generation integer not null, expires_at bigint not null
);
create index sessions_of_operator on sessions (operator);
create index sessions_by_age on sessions (expires_at);
create table links (
  hash text primary key, workspace text not null, operator text, kind text not null, expires_at bigint not null, used integer not null default 0
);
create table tickets (hash text primary key, holder text not null, expires_at bigint not null);
create table api_keys (
  id text primary key, hash text not null unique, workspace text not null, name text not null, role text not null,
  created_at bigint not null, last_used_at bigint
);
create index api_keys_of_workspace on api_keys (workspace);

create table files (
  id text primary key, workspace text not null, conversation text, contact text not null, name text not null,
  content_type text not null, size bigint not null
);
create index files_of_contact on files (workspace, contact);
-- Contents lie with the rest, in parts, because nodes share no disk.
create table file_parts (file text not null, part integer not null, content bytea not null, primary key (file, part));
alter table file_parts alter column content set storage external;

-- Words of what was said, folded by the process (case, accents), for searching by the beginnings of words.
create table search (
  workspace text not null, position bigint not null, conversation text not null, words tsvector not null,
  primary key (workspace, position)
);
create index search_by_word on search using gin (words);
create index search_of_conversation on search (conversation);
create table search_state (workspace text primary key, position bigint not null);

-- What all nodes share and no call shows: the secret they sign with.
create table secrets (name text primary key, value text not null);

-- A commit that has begun to write and does not find what it was decided on takes back all of itself, in the same statement.
create function baton_expect(holds boolean) returns boolean language plpgsql as $$
begin
  if holds is not true then
    raise exception 'what was decided on has moved on' using errcode = 'BT409';
  end if;
  return true;
end $$;

-- Writes down how the presence of an operator goes on from now, after something that may have changed it. The rule is
-- that of the embedded store: what is ahead is written ahead, the same status and limit go on in one span.
create function baton_note_presence(in_workspace text, in_operator text, in_cause text, in_now bigint) returns void
language plpgsql as $$
declare
  who record;
  lease_until bigint;
  last record;
  is_set boolean;
  first_status text;
  first_until bigint;
  own_from bigint;
  has_second boolean := false;
begin
  -- Whoever notes for the same operator meanwhile waits here, and reads below what was written before.
  select choice, api_status, api_until, enabled, capacity into who from operators
    where workspace = in_workspace and id = in_operator for no key update;
  if not found then return; end if;
  select max(expires_at) into lease_until from operator_leases where operator = in_operator;
  if who.enabled = 1 then
    is_set := who.api_status is not null and (who.api_until is null or who.api_until > in_now);
    own_from := case when is_set then who.api_until else in_now end;
    if is_set then
      first_status := who.api_status;
      first_until := who.api_until;
    end if;
    if own_from is not null and lease_until > own_from then
      if not is_set or first_status = who.choice then
        first_status := who.choice;
        first_until := lease_until;
      else
        has_second := true;
      end if;
    end if;
  end if;
  delete from presence_spans where workspace = in_workspace and operator = in_operator and from_at >= in_now;
  select status, capacity, from_at, until_at into last from presence_spans
    where workspace = in_workspace and operator = in_operator order by from_at desc limit 1;
  if found and first_status is not null and coalesce(last.until_at >= in_now, true)
    and last.status = first_status and last.capacity is not distinct from who.capacity then
    if last.until_at is distinct from first_until then
      update presence_spans set until_at = first_until
        where workspace = in_workspace and operator = in_operator and from_at = last.from_at;
    end if;
  else
    if last.from_at is not null and coalesce(last.until_at > in_now, true) then
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
      values (in_workspace, in_operator, who.choice, in_cause, who.capacity, own_from, lease_until);
  end if;
end $$;
`

/** Tables whose rows belong to one workspace, by the column that says to which. */
export const tablesOfWorkspaces: Readonly<Record<string, string>> = {
  workspaces: 'id',
  heads: 'workspace',
  operators: 'workspace',
  operator_leases: 'workspace',
  presence_spans: 'workspace',
  groups: 'workspace',
  memberships: 'workspace',
  routings: 'workspace',
  bots: 'workspace',
  bot_versions: 'workspace',
  contacts: 'workspace',
  conversations: 'workspace',
  activity: 'workspace',
  events: 'workspace',
  idempotency_keys: 'workspace',
  works: 'workspace',
  outbox: 'workspace',
  audit: 'workspace',
  sessions: 'workspace',
  links: 'workspace',
  api_keys: 'workspace',
  files: 'workspace',
  search: 'workspace',
  search_state: 'workspace',
}

/** Tables that belong to the process as a whole: only what works for everybody may touch them. */
export const tablesOfAll: readonly string[] = ['answers', 'outbox_turn', 'tickets', 'file_parts', 'secrets']
