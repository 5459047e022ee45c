-- the supervisor's page: calls of a campaign of which something was noted, newest first
create index attempts_memos on tenant.attempts (tenant_id, campaign_id, recorded_at desc) where memo_sealed is not null;
