-- What allows giving: every set of agreement texts of a party that was found on disk, and which of them is in force. See
-- org.anze.gateway.access.change.

-- Texts once, by their digest; never changed and never removed, for a parcel names the version it was made under.
create table agreement_text (
    digest  bytea primary key,
    content bytea not null
);

-- The texts of one party together with its type and credit code: they are judged and approved together.
create table agreement_set (
    id              bigint generated always as identity primary key,
    party           text        not null,
    -- Covers party, type, credit code, file names and texts.
    digest          bytea       not null,
    party_type      text        not null,
    uscc            text        not null,
    state           text        not null check (state in ('FOUND', 'PROPOSED', 'REJECTED', 'IN_FORCE', 'ENDED')),
    -- How it came into force; null as long as it did not.
    manner          text        check (manner in ('BASELINE', 'NARROWED', 'APPROVED')),
    found_at        timestamptz not null,
    proposed_by     text,
    proposed_at     timestamptz,
    proposed_reason text,
    decided_by      text,
    decided_at      timestamptz,
    decided_reason  text,
    in_force_at     timestamptz,
    ended_at        timestamptz,
    check ((state in ('IN_FORCE', 'ENDED')) = (in_force_at is not null and manner is not null)),
    check ((state = 'ENDED') = (ended_at is not null)),
    -- Two people, whatever the program believes.
    check (manner is distinct from 'APPROVED'
           or (proposed_by is not null and decided_by is not null and proposed_by <> decided_by))
);
create unique index agreement_set_in_force on agreement_set (party) where state = 'IN_FORCE';
create unique index agreement_set_open on agreement_set (party, digest) where in_force_at is null;

create table agreement_set_file (
    agreement_set bigint not null references agreement_set (id),
    name          text   not null,
    version       int    not null,
    text          bytea  not null references agreement_text (digest),
    primary key (agreement_set, name)
);

create function agreements_are_kept() returns trigger language plpgsql as
$$ begin raise exception 'texts of agreements are kept as they were'; end $$;
create trigger agreement_text_kept before update or delete or truncate on agreement_text
    for each statement execute function agreements_are_kept();
create trigger agreement_set_file_kept before update or delete or truncate on agreement_set_file
    for each statement execute function agreements_are_kept();
create trigger agreement_set_kept before delete or truncate on agreement_set
    for each statement execute function agreements_are_kept();
