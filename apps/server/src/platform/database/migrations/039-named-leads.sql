-- Whom an exclusion file named (消込: paid, cancelled), of lists that hold people out: kept also of those whose lead had ended
-- by then, so that those who were called and those who were not can be compared. The first file that named them.
create table tenant.named_leads (
  tenant_id uuid not null,
  list_id uuid not null, -- whose people they are
  lead_id uuid not null,
  named_in uuid not null, -- the exclusion file
  named_at timestamptz not null,
  primary key (tenant_id, list_id, lead_id),
  foreign key (tenant_id, list_id) references tenant.lists,
  foreign key (tenant_id, lead_id) references tenant.leads,
  foreign key (tenant_id, named_in) references tenant.lists (tenant_id, list_id)
);
create index named_leads_lead on tenant.named_leads (tenant_id, lead_id); -- the end of leads
