-- What others signed about checkpoints. Verified before it is kept, never changed afterwards. See org.anze.gateway.evidence.

-- RFC 3161 time stamps over the signed text of a checkpoint.
create table evidence_stamp (
    size       bigint      primary key references checkpoint (size),
    authority  text        not null,
    token      bytea       not null,
    -- Certificates in PEM, the signer's first; without the trusted anchor.
    chain      text        not null,
    stamped_at timestamptz not null,
    kept_at    timestamptz not null
);

-- Cosignatures of witnesses (C2SP tlog-cosignature): one signature line each.
create table evidence_cosignature (
    size        bigint      not null references checkpoint (size),
    witness     text        not null,
    line        text        not null,
    cosigned_at timestamptz not null,
    kept_at     timestamptz not null,
    primary key (size, witness)
);
create index evidence_cosignature_witness on evidence_cosignature (witness, size);
