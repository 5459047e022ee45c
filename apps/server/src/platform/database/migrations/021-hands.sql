-- Raised hands: an operator at the desk asks for a supervisor. A hand is up until somebody lowers it or its operator leaves
-- the desk; what was said under it is kept sealed, and only as long as it is up.
create table tenant.hands (
  tenant_id uuid not null,
  hand_id uuid not null, -- the entry by which it was raised
  campaign_id uuid not null,
  operator_id uuid not null references house.persons,
  -- the call that was in hand: texts are sealed under its contact and list; null between calls, and then there are none
  attempt_id uuid,
  raised_at timestamptz not null,
  taken_by uuid references house.persons,
  taken_at timestamptz,
  lowered_at timestamptz,
  lowered_by text check (lowered_by in ('operator', 'supervisor', 'left')),
  revision int not null default 0, -- rises with each who takes it, so that of two one does
  primary key (tenant_id, hand_id),
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  foreign key (tenant_id, attempt_id) references tenant.attempts,
  check ((taken_by is null) = (taken_at is null)),
  check ((lowered_by is null) = (lowered_at is null))
);
-- one hand of one operator, however often the key is pressed; and the floor's look at those that are up
create unique index hands_up on tenant.hands (tenant_id, operator_id) where lowered_at is null;

create table tenant.hand_messages (
  tenant_id uuid not null,
  message_id uuid not null,
  campaign_id uuid not null,
  hand_id uuid not null,
  said_by text not null check (said_by in ('operator', 'supervisor')),
  said_at timestamptz not null,
  phrase text, -- one of the ready words
  sealed bytea, -- a text; null when it was deleted
  primary key (tenant_id, message_id),
  foreign key (tenant_id, hand_id) references tenant.hands,
  foreign key (tenant_id, campaign_id) references tenant.campaigns,
  check (phrase is null or sealed is null)
);
create index hand_messages_hand on tenant.hand_messages (tenant_id, hand_id, said_at); -- what was said under a hand
create index hand_messages_sealed on tenant.hand_messages (tenant_id, hand_id) where sealed is not null; -- what is to be deleted
