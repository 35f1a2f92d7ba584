-- The newest version of every business key of every provider, kept by the writer in the transaction that appends. The order
-- of arrival does not matter: the highest version is the head.
create table record_head (
    business_key text     not null,
    record_type  smallint not null,
    provider     text     not null,
    version      bigint   not null,
    entry        bigint   not null,
    operation    text     not null,
    primary key (business_key, record_type, provider)
);
insert into record_head (business_key, record_type, provider, version, entry, operation)
select distinct on (k.business_key, k.record_type, k.provider)
       k.business_key, k.record_type, k.provider, k.version, k.entry, e.operation
from record_key k join ledger_entry e on e.idx = k.entry
order by k.business_key, k.record_type, k.provider, k.version desc;

-- An entry that came when a higher version of its key was in the ledger already: kept as evidence, never a head, never given.
alter table ledger_entry add column late boolean not null default false;
update ledger_entry e set late = true
where exists (select 1 from record_key k
              where k.business_key = e.business_key and k.record_type = e.record_type and k.provider = e.provider
                and k.version > e.version and k.entry < e.idx);
create index ledger_entry_late on ledger_entry (idx) where late;

-- The records of one type with a policy number or a credit code, newest first, without walking those of other types.
drop index ledger_entry_policy;
drop index ledger_entry_uscc;
create index ledger_entry_policy on ledger_entry (policy_no, record_type, idx) where policy_no is not null;
create index ledger_entry_uscc on ledger_entry (uscc, record_type, idx) where uscc is not null;

-- Other values by which rules look for records, as a keyed hash of type, field and value: the table tells nothing without
-- the key. Entries of before this migration have none.
create table record_term (
    term  bytea  not null,
    entry bigint not null,
    primary key (term, entry)
);

-- Records whose only flaw is that what they refer to is not known yet (V-T02). Written, marked and removed by the ledger's
-- writer in the transaction that moves the submission's counters, so a record is either here or settled, never both.
create table parked_intake (
    submission   bigint      not null,
    ordinal      bigint      not null,
    part         int         not null,
    source_line  bigint      not null,
    record_type  smallint    not null,
    business_key text        not null,
    awaited_type smallint    not null,
    awaited_key  text        not null,
    -- Size of the ledger when the reference was looked for in vain; an entry from there on is news.
    looked_at    bigint      not null,
    wait_until   timestamptz not null,
    -- Whether what it awaits was appended since; it is to be validated again.
    due          boolean     not null default false,
    -- The canonical record, encrypted.
    content      bytea       not null,
    primary key (submission, ordinal, part)
);
-- By hash, because a sender's reference may be longer than an ordered index takes.
create index parked_intake_awaited on parked_intake using hash (awaited_key);
create index parked_intake_due on parked_intake (submission) where due;
create index parked_intake_until on parked_intake (wait_until);
alter table parked_intake alter column content set storage external;

-- parked counts the rows of parked_intake. When the last of them is settled after the receipt was made, a second receipt is
-- made in the same transaction; its channel hands it over afterwards and then notes so.
alter table submission add column parked bigint not null default 0;
alter table submission add column supplement bytea;
alter table submission add column supplemented_at timestamptz;
alter table submission add column supplement_given_at timestamptz;
alter table submission drop constraint submission_accounted;
alter table submission add constraint submission_accounted
    check (received = accepted + rejected + duplicate + parked);
-- What the mapping left out on purpose: neither received nor rejected, and said beside.
alter table submission add column skipped bigint not null default 0;
-- Together with read_to_line, which begins anew in every entry of an archive: the last raw record of the batches in the
-- ledger, whatever became of it. Null as long as none was appended since this migration.
alter table submission add column read_to_ordinal bigint;
create index submission_parked on submission (party) include (parked) where parked > 0;
create index submission_supplement on submission (channel, seq) where supplement is not null and supplement_given_at is null;
