-- How long tasks count and are kept. Additive: an older version knows nothing of it.

-- When a second person was last asked for: counts for the day within which one has to decide. Set, and nobody decided: never ran.
alter table task add column proposed_at timestamptz;
-- When what an ended task left behind was deleted; its row with its counts stays.
alter table task add column output_dropped_at timestamptz;
alter table task add column items_dropped_at timestamptz;

create index task_kept on task (ended_at) where ended_at is not null and items_dropped_at is null;
create index task_of_person_folded on task (lower(ordered_by), started_at);
