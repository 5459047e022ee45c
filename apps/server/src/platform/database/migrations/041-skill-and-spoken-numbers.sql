-- Whether a campaign gives its calls to the most skilled first (つなぐ順) and not to whoever has waited longest; read where
-- seats are chosen, so that the document need not be opened there.
alter table tenant.campaigns add column seats_by_skill boolean not null
  generated always as (coalesce(settings ->> 'seatOrder', '') = 'most_skilled') stored;
