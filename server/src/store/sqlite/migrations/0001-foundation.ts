/** The first schema. Times are milliseconds UTC; `position` numbers everything that ever happened, over all conversations. */
export const foundation = `
create table workspaces (
  id text primary key, name text not null unique, packages text not null, locale text not null, time_zone text not null
);

create table operators (
  id text primary key, workspace text not null, name text not null, email text not null, role text not null,
  capacity integer, enabled integer not null, load integer not null default 0 check (load >= 0),
  choice text not null default 'online', api_status text, api_until integer,
  password_hash text, generation integer not null default 0, language text, picture text
);
create unique index operators_by_email on operators (workspace, email);
create index operators_anywhere on operators (email);

create table operator_leases (
  workspace text not null, operator text not null, device text not null, expires_at integer not null,
  primary key (operator, device)
) without rowid;

create table groups (id text primary key, workspace text not null, name text not null);
create unique index groups_by_name on groups (workspace, name);
create table memberships (
  workspace text not null, operator text not null, "group" text not null, primary key (operator, "group")
) without rowid;

create table bots (
  id text primary key, workspace text not null, name text not null, version integer not null, live integer,
  draft text not null, allowed_sites text not null default '[]'
);
create unique index bots_by_name on bots (workspace, name);
create table bot_versions (
  bot text not null, version integer not null, document text not null, primary key (bot, version)
) without rowid;

create table contacts (
  workspace text not null, id text not null, variables text not null, erasing integer not null default 0,
  primary key (workspace, id)
) without rowid;

create table conversations (
  id text primary key, workspace text not null, bot text not null, channel text not null, contact text not null,
  previous text, status text not null, chat_state text not null, owner text, requested_operator text, "group" text,
  requested_at integer, taken_over_at integer, epoch integer not null, last_seq integer not null,
  opened_at integer not null, last_activity_at integer not null, locked integer not null, body text not null, flow text not null
) without rowid;
create unique index open_conversations on conversations (workspace, bot, channel, contact) where status = 'open';
create index conversations_of_contact on conversations (workspace, contact, opened_at);
create index conversations_by_activity on conversations (workspace, last_activity_at, id);
create index requested_conversations on conversations (workspace, requested_at, id) where chat_state = 'operator_requested';
create index owned_conversations on conversations (owner, last_activity_at, id) where chat_state = 'taken_over';

create table events (
  position integer primary key autoincrement, workspace text not null, conversation text not null, seq integer not null,
  id text not null, type text not null, at integer not null, epoch integer not null, turn text, actor text not null, data text not null
);
create unique index events_of_conversation on events (conversation, seq);

create table idempotency_keys (
  scope text not null, key text not null, hash text not null, conversation text not null, seq integer, turns text not null,
  expires_at integer not null, primary key (scope, key)
) without rowid;
create index idempotency_keys_by_age on idempotency_keys (expires_at);

create table answers (
  scope text not null, key text not null, hash text not null, status integer not null, body text not null,
  expires_at integer not null, primary key (scope, key)
) without rowid;

create table works (
  id text primary key, workspace text not null, conversation text not null, turn text not null, epoch integer not null,
  work text not null, due_at integer not null
) without rowid;
create index works_by_due on works (due_at);
create index works_of_conversation on works (conversation);

create table outbox (
  position integer primary key autoincrement, workspace text not null, topic text not null, payload text not null,
  created_at integer not null, attempts integer not null default 0, due_at integer
);
create index outbox_by_due on outbox (due_at, position) where due_at is not null;

create table audit (
  workspace text not null, seq integer not null, at integer not null, actor text not null, action text not null,
  object text not null, before text, after text, epoch integer, request text, hash text not null,
  primary key (workspace, seq)
) without rowid;

create table sessions (
  hash text primary key, workspace text not null, operator text not null, generation integer not null, expires_at integer not null
) without rowid;
create table links (
  hash text primary key, workspace text not null, operator text, kind text not null, expires_at integer not null, used integer not null default 0
) without rowid;
create table api_keys (
  id text primary key, hash text not null unique, workspace text not null, name text not null, role text not null,
  created_at integer not null, last_used_at integer
) without rowid;

create table files (
  id text primary key, workspace text not null, conversation text, contact text not null, name text not null,
  content_type text not null, size integer not null
) without rowid;
create index files_of_contact on files (workspace, contact);

create virtual table search using fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
-- What is deleted is taken out of the index at once, not only marked: a contact who is forgotten leaves no words in it.
insert into search (search, rank) values ('secure-delete', 1);
create table search_state (id integer primary key check (id = 1), position integer not null);
insert into search_state values (1, 0);
`
