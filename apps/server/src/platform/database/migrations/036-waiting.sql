-- What ready operators waited for, as those who dial saw it: for each minute of a campaign and each cause, operators'
-- milliseconds. Written about once a minute, nothing where nobody waits; a dialler that dies loses a minute. How long they
-- waited stands in desk_spans; pages divide that by this, so a minute that was written twice changes shares, no sums.
create table tenant.waiting_minutes (
  tenant_id uuid not null,
  campaign_id uuid not null,
  minute timestamptz not null,
  cause text not null,
  ms int not null check (ms > 0),
  primary key (tenant_id, campaign_id, minute, cause),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
