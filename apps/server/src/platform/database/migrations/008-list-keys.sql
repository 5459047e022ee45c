-- The end of a list's keys. An undo or a failed import orders it by an entry; the key service obeys against its receipt,
-- after the rows are gone, and a kill in between must not leave keys alive.
alter table tenant.lists
  -- the entry that ordered it: `list.import_undone` or `list.import_failed`
  add column ended_by uuid,
  -- when the key service said that the keys are gone
  add column keys_ended_at timestamptz,
  add check (keys_ended_at is null or ended_by is not null);
create index lists_keys_left on tenant.lists (tenant_id) where ended_by is not null and keys_ended_at is null; -- what a start goes on with
