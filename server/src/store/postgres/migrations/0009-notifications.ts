/**
 * What operators and workspaces wish of notifications, the browsers that take pushes, who has a desk in sight, and what
 * was told to whom. Of `notifications` a row without an operator says that a request was decided on; one that is due is
 * still to be sent, any other one was.
 */
export const notifications = `
create table notification_settings (
  workspace text not null, subject text not null, settings text not null, primary key (workspace, subject)
);
create table push_subscriptions (
  id text primary key, workspace text not null, operator text not null, endpoint text not null, key text not null,
  secret text not null, signer text not null, created_at bigint not null
);
create index push_subscriptions_of_operator on push_subscriptions (workspace, operator);
create table notifications (
  id text primary key, workspace text not null, conversation text not null, about text not null, operator text, way text,
  created_at bigint not null, due_at bigint, attempts integer not null, claimed_until bigint not null default 0
);
create index notifications_by_due on notifications (due_at) where due_at is not null;
create index notifications_of_conversation on notifications (conversation);
create index notifications_by_age on notifications (created_at);
create table desk_sights (
  workspace text not null, operator text not null, device text not null, seen_until bigint not null,
  primary key (workspace, operator, device)
) with (fillfactor = 50);
`

export const tablesOfNotifications: Readonly<Record<string, string>> = {
  notification_settings: 'workspace',
  push_subscriptions: 'workspace',
  notifications: 'workspace',
  desk_sights: 'workspace',
}
