-- Whoever issues an account or a reset holds the link that begins it, so he could begin it himself (F-15). Until a
-- colleague who sees the person has confirmed who redeemed the link, the account signs nobody in. Who issued it and who
-- confirmed it are two people, by this table and not only by code (rule 7).
create table house.account_confirmations (
  person_id uuid primary key references house.persons,
  issued_by uuid not null references house.persons,
  -- of the short code that stands on the screen of whoever redeemed the link; null before, and after too many wrong ones
  code_hash bytea,
  code_until timestamptz,
  wrong_codes int not null default 0,
  redeemed_at timestamptz,
  -- the link was redeemed in a browser that its issuer has signed in with
  on_issuers_device boolean not null default false,
  confirmed_at timestamptz,
  -- null with confirmed_at: nobody else had ever signed in who could have
  confirmed_by uuid references house.persons,
  check (issued_by is distinct from person_id),
  check (confirmed_by is distinct from issued_by),
  check (confirmed_by is distinct from person_id),
  check (confirmed_by is null or confirmed_at is not null)
);
