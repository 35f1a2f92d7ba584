-- The daily look at what became due by the mere passing of time: one row a day. What it told stands in the ledger; a row only
-- says that the day needs no further look, and what came of it.
create table oversight_run (
    day         date        primary key,
    begun_at    timestamptz not null,
    finished_at timestamptz,
    looked_at   bigint      not null default 0,
    told        bigint      not null default 0,
    reopened    bigint      not null default 0,
    resolved    bigint      not null default 0,
    unjudged    bigint      not null default 0,
    refused     bigint      not null default 0
);
