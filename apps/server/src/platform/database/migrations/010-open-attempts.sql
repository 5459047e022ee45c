-- What is open of a campaign is looked at many times a second, and must not be looked for among all its attempts.
drop index tenant.attempts_open;
create index attempts_open on tenant.attempts (tenant_id, campaign_id) where state <> 'ended';
