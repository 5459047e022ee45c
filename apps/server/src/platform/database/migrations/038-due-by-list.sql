-- The next due leads, and which list each came with: leads of lists that are not called from (over, stopped, not ready) are
-- passed over within the index. It takes the place of the one without lists, so a lead has as many indexes as before.
drop index tenant.leads_due;
create index leads_due on tenant.leads (tenant_id, campaign_id, due_at, list_id) where state in ('ready', 'waiting', 'promised'); -- next due leads
