-- Reconciliation: a day of a party is found without walking all its days.
create index submission_day on submission (party, received_at);
create index parcel_day on parcel (recipient, prepared_at);
create index parcel_withdrawing on parcel (recipient, number) where withdrawals <> '{}';

-- What a party said it has of one record type and day, compared with what we have. The newest of each party are kept.
create table reconciliation (
    id            bigint generated always as identity primary key,
    party         text        not null,
    direction     text        not null check (direction in ('SENT', 'DELIVERED')),
    record_type   smallint    not null,
    day           date        not null,
    method        text        not null check (method in ('COUNT', 'DIGEST', 'LIST')),
    compared_at   timestamptz not null,
    our_count     bigint      not null,
    their_count   bigint      not null,
    our_digest    bytea,
    their_digest  bytea,
    missing_here  bigint      not null default 0,
    missing_there bigint      not null default 0,
    differing     bigint      not null default 0,
    verdict       text        not null check (verdict in ('EQUAL', 'COUNTS_DIFFER', 'DIGESTS_DIFFER', 'RECORDS_DIFFER'))
);
create index reconciliation_newest on reconciliation (party, id);
create index reconciliation_day on reconciliation (party, day, id);

-- The differing records of one comparison, in the order of their keys. entry is null for what we do not have.
create table reconciliation_difference (
    reconciliation bigint not null references reconciliation (id) on delete cascade,
    number         bigint not null,
    kind           text   not null check (kind in ('MISSING_HERE', 'MISSING_THERE', 'DIFFERENT')),
    business_key   text   not null,
    provider       text   not null,
    version        bigint not null,
    entry          bigint,
    primary key (reconciliation, number)
);

-- The signed sheet of a closed day, made once: whoever asks again is given the same bytes.
create table reconciliation_sheet (
    party    text        not null,
    day      date        not null,
    document bytea       not null,
    workbook bytea       not null,
    -- What of a closed day never changes again; the tables are held against it ever after.
    received bigint      not null,
    accepted bigint      not null,
    made_at  timestamptz not null,
    primary key (party, day)
);
