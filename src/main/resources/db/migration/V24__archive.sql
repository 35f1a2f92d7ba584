-- Closed months that were written into bundles, and what was taken out of the live tables afterwards. See org.anze.gateway.archive.
-- Taken out: ledger_entry.units becomes empty (closed units never are), raw_chunk loses the month's rows. All else stays.

create table archive_bundle (
    -- The first day of the month, in China.
    month        date        primary key check (extract(day from month) = 1),
    -- Entries from (included) to (excluded): those the ledger took in this month.
    from_entry   bigint      not null,
    to_entry     bigint      not null check (to_entry >= from_entry),
    submissions  bigint      not null,
    -- The newest submission when it was made: raw bytes of later ones are not in it, whatever the clocks said when they came.
    last_submission bigint   not null,
    file         text        not null,
    bytes        bigint      not null,
    -- H of manifest.json, which fixes every other byte that counts.
    digest       bytea       not null,
    -- The first day on which nobody has to keep it any more.
    keep_until   date        not null,
    made_by      text        not null,
    made_at      timestamptz not null,
    -- When the last row was taken out; null before, and again once it was restored.
    taken_out_at timestamptz,
    restored_at  timestamptz
);
create index archive_bundle_range on archive_bundle (from_entry);

-- Two people for taking out: one says at which second place the bundle was verified, the other agrees.
create table archive_removal (
    id           bigint generated always as identity primary key,
    month        date        not null references archive_bundle (month),
    digest       bytea       not null,
    place        text        not null,
    reason       text        not null,
    requested_by text        not null,
    requested_at timestamptz not null,
    decided_by   text,
    decided_at   timestamptz,
    approved     boolean,
    done_at      timestamptz,
    check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (approved is null)),
    check (approved is distinct from true or decided_by <> requested_by),
    check (done_at is null or approved)
);
create unique index archive_removal_open on archive_removal (month) where decided_at is null;
create index archive_removal_due on archive_removal (id) where approved and done_at is null;
