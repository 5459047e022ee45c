-- Where somebody is, by the municipality that the address begins with: as a blind index under the client's key, told by the key
-- service when it seals, because many municipalities have a few hundred people. Null where the address does not say, and for
-- who came before this.
alter table tenant.leads
  add column municipality_index bytea check (octet_length(municipality_index) = 16);

-- A stop of one of them holds in the whole tenant. The code is what pages and the ledger show, the index what leads are
-- compared with; its entry commits to both.
alter table house.stops
  add column municipality text check (municipality ~ '^(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}$'), -- JIS X 0402
  add column municipality_index bytea check (octet_length(municipality_index) = 16),
  add check ((municipality is null) = (municipality_index is null)),
  add check (num_nonnulls(prefecture, area_code, municipality, job_id) <= 1);
