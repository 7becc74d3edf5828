/** How requests find operators: what the workspace (subject: its own id), its groups and its operators say, as JSON. */
export const routing = `
create table routings (workspace text not null, subject text not null, settings text not null, primary key (workspace, subject)) without rowid;
alter table operators add column last_assigned_at integer;
`
