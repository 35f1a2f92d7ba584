-- The query side walks the entries of one type backwards, as narrow as one of these lets it; what else a query asks is
-- filtered on the way. Every index costs the writer a little with each entry, so there are four and not one per combination.
create index ledger_entry_type on ledger_entry (record_type, idx);
create index ledger_entry_city on ledger_entry (record_type, (left(risk_region, 4)), idx) where risk_region is not null;
create index ledger_entry_sector on ledger_entry (record_type, sector, idx) where sector is not null;
create index ledger_entry_insurer on ledger_entry (record_type, insurer, idx);

-- From a day to a position in the ledger.
create index checkpoint_created on checkpoint (created_at, size);

-- Under which page tokens are signed; made at the first start, the same for every process of the gateway. Who reads it can make
-- tokens that skip pages of his own answers, and nothing else: what is given is decided anew for every page.
create table query_secret (
    single boolean primary key default true check (single),
    secret bytea not null
);
