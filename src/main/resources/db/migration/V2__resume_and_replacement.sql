-- Where the last raw record of the batches in the ledger begins. A mapping that was edited while a submission was half-way
-- may cut it otherwise; a worker that takes it up again notices by this line, and begins anew instead of skipping records.
alter table submission add column read_to_line bigint not null default 0;

-- What was received is accounted for, in every state of the submission.
alter table submission add constraint submission_accounted check (received = accepted + rejected + duplicate);

-- What an emptied parcel had held when its bytes may already have left: the recipient may have it, and must be told when it
-- has to forget it.
alter table parcel add column left_entries bigint[] not null default '{}';

-- Numbers of records given, for the figures of a recipient without reading the parcels themselves.
alter table parcel add column given int generated always as (cardinality(entries)) stored;
create index parcel_settled on parcel (recipient) include (given) where settled_at is not null;

-- An entry of the backlog is to be given, or to be withdrawn because the parcel with its withdrawal was emptied.
alter table feed_backlog add column withdrawal boolean not null default false;

-- How a parcel had been settled before an operator ordered it to be sent again; null otherwise.
alter table parcel add column former_state text;
