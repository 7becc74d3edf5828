/** [U-14] Whether operators see what contacts write before it is sent. */
export const typingPreview = `
alter table workspaces add column typing_preview integer not null default 0;
`
