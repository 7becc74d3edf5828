/** With what a site signs who its contacts are; of a bot that is not here, nobody vouches for anybody. */
export const identity = `
create table identity_secrets (
  workspace text not null, bot text primary key, secret text not null, previous text, rotated_at integer not null
) without rowid;
`
