-- What lies here before was closed in another form, or not at all.
do $$
begin
    if exists (select 1 from submission) then
        raise exception 'This database holds submissions of before data keys, which are no longer read. Start with an empty database. / '
            '本库含有启用数据密钥之前的报送，本版本不再读取；请使用空库启动。';
    end if;
end $$;

-- Keys for what lies at rest. See org.anze.gateway.keys. Content begins with the number of its key (4 bytes).

-- One row: under which master key new data keys are closed, and a counter that goes up whenever somebody must forget what he
-- remembers of the keys.
create table key_state (
    single   boolean primary key default true check (single),
    master   text,
    revision bigint not null default 0
);
insert into key_state default values;

create table data_key (
    id           int         generated always as identity primary key,
    party        text        not null,
    -- The first day of the month, in China, in which the content was received or made.
    month        date        not null,
    -- From 1; another one of the same month when the key was changed before the month was over.
    generation   int         not null,
    cipher       text        not null,
    master       text        not null,
    -- Closed under the master key; null once destroyed.
    wrapped      bytea,
    created_at   timestamptz not null,
    destroyed_at timestamptz,
    unique (party, month, generation),
    check ((wrapped is null) = (destroyed_at is not null))
);
create index data_key_master on data_key (master) where wrapped is not null;

create function data_keys_are_kept() returns trigger language plpgsql as
$$ begin raise exception 'rows of data keys stay: what they closed names them'; end $$;
create trigger data_key_kept before delete or truncate on data_key
    for each statement execute function data_keys_are_kept();

-- Secrets that close nothing: search terms. Never destroyed.
create table key_secret (
    purpose text primary key,
    master  text  not null,
    wrapped bytea not null
);

-- Two people for what cannot be undone.
create table key_destruction (
    id           bigint generated always as identity primary key,
    party        text        not null,
    month        date        not null,
    requested_by text        not null,
    requested_at timestamptz not null,
    reason       text        not null,
    decided_by   text,
    decided_at   timestamptz,
    approved     boolean,
    check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (approved is null)),
    check (approved is distinct from true or decided_by <> requested_by)
);
create unique index key_destruction_open on key_destruction (party, month) where decided_at is null;

-- Two people for a look at the values of one record.
create table break_glass (
    id           bigint generated always as identity primary key,
    entry        bigint      not null,
    requested_by text        not null,
    requested_at timestamptz not null,
    reason       text        not null,
    decided_by   text,
    decided_at   timestamptz,
    approved     boolean,
    check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (approved is null)),
    check (approved is distinct from true or decided_by <> requested_by)
);
