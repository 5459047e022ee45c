-- Differences (差分更新): a file that says how people read now, by customer number.
alter table tenant.lists
  drop constraint lists_mode_check,
  add constraint lists_mode_check check (mode in ('new', 'add', 'difference', 'exclude')),
  -- of a difference: rows that read otherwise than their contact, counted batch by batch as they are written
  add column rows_changed int not null default 0,
  -- people in calling whom its file did not name
  add column people_missing int not null default 0,
  -- how many of them the preview showed; at most so many are taken out of calling, nobody when it is null
  add column missing_shown int;
-- the same difference may come again, when other things have changed meanwhile; not twice at once
drop index tenant.lists_digest;
create unique index lists_digest on tenant.lists (tenant_id, campaign_id, digest)
  where state in ('importing', 'ready') and mode not in ('difference', 'exclude');
create unique index lists_difference on tenant.lists (tenant_id, campaign_id, digest)
  where state = 'importing' and mode = 'difference';

-- `gone`: its contact's last file did not name it any more; kept sealed, because attempts refer to it, and not dialled
alter table tenant.contact_numbers
  drop constraint contact_numbers_state_check,
  add constraint contact_numbers_state_check check (state in ('usable', 'dead', 'refused', 'gone'));

-- what a preview has shown: the digest of its choices, and how many people were missing
alter table tenant.uploads
  add column previewed_choices bytea,
  add column previewed_missing int;
