-- The audit log: append only, chained by hash. See org.anze.gateway.audit.
create table audit_event (
    number    bigint primary key,
    at        timestamptz not null,
    kind      text        not null,
    party     text,
    person    text,
    purpose   text,
    agreement text,
    subject   text        not null,
    outcome   text        not null,
    reason    text,
    hash      bytea       not null
);
create index audit_event_party on audit_event (party, number) where party is not null;
create index audit_event_person on audit_event (person, number) where person is not null;

-- One row: where the chain ends.
create table audit_head (
    single boolean primary key default true check (single),
    number bigint not null,
    hash   bytea  not null
);
insert into audit_head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Mistakes, not attacks, are what this stops: who owns the database can drop a trigger; the chain shows what he changes in it.
create function audit_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the audit log is append only'; end $$;
create trigger audit_event_append_only before update or delete or truncate on audit_event
    for each statement execute function audit_is_append_only();
