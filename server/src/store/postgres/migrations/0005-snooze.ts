/**
 * [U-02] Until when an owner has put a conversation aside. It follows from the body and is there for queries; the lists of
 * one owner are short enough without an index of their own.
 */
export const snooze = `
alter table conversations add column snoozed_until bigint;
create index snoozed_conversations on conversations (workspace) where snoozed_until is not null;
`
