/** How the chat of a bot looks and what it asks; of a bot that is not here, nothing was set. */
export const widgetSettings = `
create table widget_settings (
  workspace text not null, bot text primary key, revision integer not null, settings text not null
) without rowid;
`
