-- Who was on the telephone, as the operator said. Confirmed: it is certain that it is the person or who acts for the
-- person, and what the campaign withholds until then may be opened.
alter table tenant.attempts
  add column answered_by text check (answered_by in ('person', 'family', 'proxy', 'reception', 'unknown')),
  add column confirmed_at timestamptz,
  add check (confirmed_at is null or answered_by in ('person', 'proxy'));
