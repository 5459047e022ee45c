-- What was written about a finding when it was closed. That it is closed, by whom and how, stands in the entry of the
-- head office's log and is read from there: a row that no entry explains closes nothing, and is a finding itself.
create table house.finding_closings (
  finding_id uuid primary key, -- the id of the finding's entry: one finding, one closing
  tenant_id uuid references house.tenants, -- null for a finding about no tenant
  entry_id uuid not null unique, -- the entry of the closing
  note text not null default ''
);
