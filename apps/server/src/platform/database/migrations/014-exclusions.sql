-- What a file is for: people to call, or people whom a file says not to call any more (消込・除外).
alter table tenant.lists
  add column mode text not null default 'add' check (mode in ('new', 'add', 'exclude')),
  -- of an exclusion: rows that stand for somebody of the campaign, rows that stand for nobody, leads it stopped
  add column rows_known int not null default 0,
  add column rows_unknown int not null default 0,
  add column leads_stopped int not null default 0;
-- the same exclusions may be taken again, when other people have come meanwhile
drop index tenant.lists_digest;
create unique index lists_digest on tenant.lists (tenant_id, campaign_id, digest)
  where state in ('importing', 'ready') and mode <> 'exclude';

-- Set by the file that stopped it. A lead whose telephone rings or who talks is finished by that attempt's end.
alter table tenant.leads
  add column excluded_by uuid,
  add foreign key (tenant_id, excluded_by) references tenant.lists;

alter table tenant.refused_rows
  drop constraint refused_rows_outcome_check,
  add constraint refused_rows_outcome_check check (outcome in ('refused', 'duplicate', 'unknown'));
