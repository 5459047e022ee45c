-- How far a background task has read in something that is numbered outside the database, so that several servers and
-- restarts read each number once. `keyservice.refusals`: the number of the last refusal that was entered.
create table house.task_positions (
  task text primary key,
  position bigint not null
);
