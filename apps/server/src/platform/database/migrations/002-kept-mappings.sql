-- What the import of lists needs beside the spine's tables.

-- The mapping last confirmed for a file with these headings, so that the next file of the same shape needs no question.
-- Per tenant: what a client's other tenants confirmed is not looked up. The headings are the client's own free text, so
-- only their hash is the key.
create table tenant.kept_mappings (
  tenant_id uuid not null references house.tenants,
  headings_hash bytea not null check (length(headings_hash) = 32),
  mapping jsonb not null,
  kept_at timestamptz not null default now(),
  primary key (tenant_id, headings_hash)
);

-- leads in hand or held, few at any time: progress of a campaign without reading all its leads
create index leads_in_hand on tenant.leads (tenant_id, campaign_id, state) where state in ('leased', 'dialling', 'connected', 'wrap_up', 'held');

-- COPY cannot write into tables with row-level security, so an import copies into temporary tables of its own session
-- and inserts from there, checked row by row like any other write. They hold ciphertext only.
do $$ begin
  execute format('grant temporary on database %I to sekisho_app', current_database());
end $$;
