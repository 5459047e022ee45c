-- Call-back promises. What is promised stands in leads and attempts already; these serve the supervisor's page, which is
-- asked again and again, without reading the leads that are merely due.
create index leads_promised on tenant.leads (tenant_id, campaign_id, due_at) where state = 'promised'; -- open promises; whose owner is absent
create index attempts_callback on tenant.attempts (tenant_id, callback_at) where callback_at is not null; -- promises of a day, and what became of them

-- Questions that are often asked in a campaign, with their answers, for operators at the desk. Versions are added, never
-- changed or deleted; an article that was withdrawn keeps them.
create table tenant.faq_articles (
  tenant_id uuid not null,
  article_id uuid not null,
  campaign_id uuid not null,
  version int not null check (version > 0), -- the one that counts
  withdrawn_at timestamptz,
  primary key (tenant_id, article_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
create index faq_articles_campaign on tenant.faq_articles (tenant_id, campaign_id) where withdrawn_at is null; -- at the desk

create table tenant.faq_versions (
  tenant_id uuid not null,
  article_id uuid not null,
  version int not null check (version > 0),
  campaign_id uuid not null,
  question text not null,
  answer text not null,
  written_by uuid not null references house.persons,
  written_at timestamptz not null,
  -- two who write the same version of one article cannot both have done so
  primary key (tenant_id, article_id, version),
  foreign key (tenant_id, article_id) references tenant.faq_articles,
  foreign key (tenant_id, campaign_id) references tenant.campaigns
);
