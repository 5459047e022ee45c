-- What an import found out, kept beside the list so that no page has to count refused rows again.
alter table tenant.lists
  -- {"reasons": {"<code>[:<field>]": rows}}: codes and counts, no value
  add column summary jsonb,
  -- {"code": "...", "detail": {"row": 12}}: why the import failed, in codes and places
  add column failure jsonb;
