-- Failed tries at signing in, counted where every process sees them. `person` is an account, `login` a name that belongs
-- to nobody, `address` the other end of a connection. A key is a hash: what people type into the login's field by mistake
-- may be a password, so that hash is cut to three bytes, and nobody can guess back from it.
create table house.failed_tries (
  kind text not null check (kind in ('person', 'login', 'address')),
  key_hash bytea not null,
  failures int not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key_hash)
);
create index failed_tries_last_at on house.failed_tries (last_at); -- old ones go with each new one

alter table house.tickets
  -- set for tickets that cost their asker nothing: who asked, for the limit
  add column address_hash bytea,
  drop constraint tickets_kind_check,
  add constraint tickets_kind_check check (kind in ('sign_in', 'passkey_sign_in', 'passkey_registration', 'set_up',
    'invitation', 'demo', 'proof', 'totp_replacement'));
create index tickets_expires_at on house.tickets (expires_at); -- old ones go with each new one
create index tickets_address on house.tickets (address_hash) where address_hash is not null; -- the limit of an address
create index tickets_person on house.tickets (person_id, kind) where person_id is not null; -- the limit of a person

-- When the person last proved who he is in this session: by the sign-in itself, or again before a change of credentials.
alter table house.sessions add column proved_at timestamptz;
create index sessions_device on house.sessions (device_id) where ended_at is null; -- live sessions of a device that ends

-- An id for addresses: a credential's own id is up to its authenticator, and long.
alter table house.passkey_credentials add column passkey_id uuid not null unique default gen_random_uuid();

-- Who has signed in from where. A device may be shared by shift; a person on a new one is entered.
create table house.person_devices (
  person_id uuid not null references house.persons,
  device_id uuid not null references house.devices,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (person_id, device_id)
);
