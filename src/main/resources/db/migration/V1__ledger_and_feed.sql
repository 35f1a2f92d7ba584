-- One database holds the ledger, what was received and what leaves. Every table says what a crash may leave in it.

-- The newest state of the ledger: one row. The writer updates it in the transaction that appends, with the old size as a
-- condition; a second writer fails on that condition instead of forking the tree.
create table ledger_state (
    single     boolean primary key default true check (single),
    origin     text   not null,
    suite      text   not null,
    size       bigint not null,
    frontier   bytea  not null,
    checkpoint text   not null
);

create table checkpoint (
    size       bigint primary key,
    note       text        not null,
    created_at timestamptz not null
);

-- Roots of complete subtrees of 256^n leaves; the leaves themselves are in ledger_entry.
create table ledger_tile (
    level bigint not null,
    idx   bigint not null,
    hash  bytea  not null,
    primary key (level, idx)
);

create sequence submission_seq;

-- What a party sent, once for ever per message id. Raw bytes are in raw_chunk and were committed together with this row.
create table submission (
    seq         bigint primary key,
    id          text        not null unique,
    party       text        not null,
    message_id  text        not null,
    file_name   text,
    channel     text        not null,
    mapping     text        not null,
    digest      bytea       not null,
    bytes       bigint      not null,
    state       text        not null,
    received_at timestamptz not null,
    finished_at timestamptz,
    batches     bigint      not null default 0,
    records     bigint      not null default 0,
    received    bigint      not null default 0,
    accepted    bigint      not null default 0,
    warned      bigint      not null default 0,
    rejected    bigint      not null default 0,
    duplicate   bigint      not null default 0,
    first_entry bigint,
    last_entry  bigint,
    refusal     text,
    receipt     bytea,
    unique (party, message_id)
);
create index submission_open on submission (seq) where finished_at is null;
create index submission_file on submission (file_name) where file_name is not null;

create table raw_chunk (
    submission bigint not null,
    number     int    not null,
    first_line bigint not null,
    content    bytea  not null,
    primary key (submission, number)
);
alter table raw_chunk alter column content set storage external;

-- Accepted records. Written only by the ledger's single writer, never updated.
create table ledger_entry (
    idx           bigint primary key,
    record_type   smallint    not null,
    schema_version smallint   not null,
    provider      text        not null,
    submission    bigint      not null,
    source_line   bigint      not null,
    business_key  text        not null,
    version       bigint      not null,
    operation     text        not null,
    risk_region   text,
    sector        text,
    insurer       text        not null,
    policy_no     text,
    uscc          text,
    received_at   timestamptz not null,
    header        bytea       not null,
    leaf_hash     bytea       not null,
    unit_hashes   bytea       not null,
    units         bytea       not null,
    findings      text
);
-- Cipher text does not compress; trying costs time.
alter table ledger_entry alter column units set storage external;
alter table ledger_entry alter column unit_hashes set storage external;
create index ledger_entry_policy on ledger_entry (policy_no) where policy_no is not null;
create index ledger_entry_uscc on ledger_entry (uscc) where uscc is not null;
create index ledger_entry_submission on ledger_entry (submission, idx);

-- Deduplication for ever: business key and version, apart from the entries so that those can be archived one day.
create table record_key (
    business_key text     not null,
    record_type  smallint not null,
    provider     text     not null,
    version      bigint   not null,
    entry        bigint   not null,
    digest       bytea    not null,
    primary key (business_key, record_type, provider, version)
);

create table rejected_record (
    submission   bigint not null,
    ordinal      bigint not null,
    part         int    not null,
    source_line  bigint not null,
    record_type  text,
    business_key text,
    findings     text   not null,
    primary key (submission, ordinal, part)
);

-- A recipient is a cursor over the ledger.
create table feed_cursor (
    recipient   text primary key,
    next_entry  bigint      not null,
    next_number bigint      not null,
    paused      text,
    started_at  timestamptz not null,
    updated_at  timestamptz not null
);

-- Entries to be given again in a later parcel, because a parcel that held them was emptied or an operator asked for it.
create table feed_backlog (
    recipient text   not null,
    entry     bigint not null,
    primary key (recipient, entry)
);

-- The bytes of a parcel are written here before the first attempt to send them.
create table parcel (
    recipient   text        not null,
    number      bigint      not null,
    state       text        not null,
    from_entry  bigint      not null,
    to_entry    bigint      not null,
    entries     bigint[]    not null,
    withdrawals bigint[]    not null,
    records     int         not null,
    agreements  text        not null,
    document    bytea       not null,
    statement   text,
    attempts    int         not null default 0,
    last_error  text,
    prepared_at timestamptz not null,
    left_at     timestamptz,
    settled_at  timestamptz,
    primary key (recipient, number)
);
create index parcel_open on parcel (recipient, number) where settled_at is null;

create table parcel_rendition (
    recipient  text  not null,
    number     bigint not null,
    name       text  not null,
    media_type text  not null,
    content    bytea not null,
    primary key (recipient, number, name)
);

-- Records that a recipient refused, parked for an operator.
create table parked_record (
    recipient  text        not null,
    number     bigint      not null,
    entry      bigint      not null,
    reason     text        not null,
    parked_at  timestamptz not null,
    released_at timestamptz,
    primary key (recipient, number, entry)
);

-- What operators ordered, who and why. Only ever added to.
create table operator_act (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    operator text        not null,
    act      text        not null,
    target   text        not null,
    reason   text        not null
);
