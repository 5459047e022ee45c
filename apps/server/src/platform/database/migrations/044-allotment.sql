-- A campaign that dials ahead wants operators whom it shares: said again while it is so. Others that had more of them
-- lately leave them to it until then.
alter table tenant.campaign_leases add column wants_until timestamptz;
