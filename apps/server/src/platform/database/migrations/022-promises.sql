-- Call-back promises. What is promised stands in leads and attempts already; these serve the supervisor's page, which is
-- asked again and again, without reading the leads that are merely due.
create index leads_promised on tenant.leads (tenant_id, campaign_id, due_at) where state = 'promised'; -- open promises; whose owner is absent
create index attempts_callback on tenant.attempts (tenant_id, callback_at) where callback_at is not null; -- promises of a day, and what became of them
