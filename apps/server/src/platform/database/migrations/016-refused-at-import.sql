-- contacts that an import found on the client's do-not-call list: there, and never called
alter table tenant.lists add column rows_do_not_call int not null default 0;
