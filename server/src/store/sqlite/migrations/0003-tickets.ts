/** Tickets for sockets in the store, so that any process may issue one and any other take it. */
export const tickets = `
create table tickets (hash text primary key, holder text not null, expires_at integer not null) without rowid;
create index tickets_by_age on tickets (expires_at);
`
