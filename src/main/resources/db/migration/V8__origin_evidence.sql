-- Entries of the form anze-entry/2 commit to the received bytes and to the sender's signature under a salt.
do $$
begin
    if exists (select 1 from ledger_entry) then
        raise exception 'This ledger has entries of the form anze-entry/1, which is no longer read. Start with an empty database. / '
            '本库台账含有旧格式（anze-entry/1）的记录，本版本不再读取；请使用空库启动。';
    end if;
end $$;

-- 32 random bytes. The gateway draws them itself; the default serves rows that stood here before.
alter table submission add column salt bytea not null
    default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- The sender's own signature over a submission. Committed together with its row of submission, never changed.
create table origin_evidence (
    submission  bigint      primary key references submission (seq),
    kind        text        not null check (kind in ('cms', 'jws', 'wss')),
    -- Algorithm by its usual name, for people.
    algorithm   text        not null,
    commitment  bytea       not null,
    -- H of the signer's certificate, and the certificate in DER.
    signer      bytea       not null,
    certificate bytea       not null,
    -- What the signer says of the time; nobody vouches for it.
    signed_at   timestamptz,
    verified_at timestamptz not null,
    -- Closed like raw bytes.
    evidence    bytea       not null
);
alter table origin_evidence alter column evidence set storage external;
