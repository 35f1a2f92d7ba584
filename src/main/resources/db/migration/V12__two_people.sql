-- Who may be one of two people, and what two people look at. See org.anze.gateway.access.change and console.people.

-- Where a party is served and by what it is known (canonical JSON); null for sets that were kept before it was recorded.
alter table agreement_set add column reach text;
-- What was in force when somebody proposed this set: his word counts over nothing else.
alter table agreement_set add column proposed_over bigint references agreement_set (id);

-- One row: when the files were compared for the very first time. Whatever comes later needs two people.
create table agreement_baseline (
    single boolean primary key default true check (single),
    at     timestamptz not null
);
insert into agreement_baseline (at) select min(in_force_at) from agreement_set having min(in_force_at) is not null;

-- Which security administrator made this administrator's account or gave it new credentials, until an administrator of
-- another role confirms that the right human being holds it; null when nothing waits.
alter table console_person add column credentials_by text;
