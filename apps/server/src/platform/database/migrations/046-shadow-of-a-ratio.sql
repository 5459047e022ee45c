-- Of a campaign with a ratio: its lines for each ten free operators when the shadow began, by which its own way is played beside
-- the other; a shadow of an older version has none and is not.
alter table tenant.shadows add column live_lines_per_ten smallint;
