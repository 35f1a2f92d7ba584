-- The people of the console. See org.anze.gateway.console.people.
create table console_person (
    name            text primary key,
    role            text        not null check (role in ('SYSTEM', 'SECURITY', 'AUDITOR', 'OPERATOR', 'PARTY')),
    -- The party whose user this is.
    party           text,
    -- The number under which the employer knows this human being.
    staff_number    text,
    -- Made by the demo: signs in with a password alone.
    practice        boolean     not null default false,
    password        text        not null,
    password_at     timestamptz not null,
    -- Whether somebody else knows the password.
    must_change     boolean     not null,
    -- A one-time password is good until then.
    password_until  timestamptz,
    wrong_tries     integer     not null default 0,
    locked_until    timestamptz,
    -- Closed under the key of the second factors; null before it is set up.
    second_factor   bytea,
    -- The time step of the newest code that was used: no code is good twice.
    second_step     bigint      not null default 0,
    -- Goes up when sessions must end: role, password, second factor or standing changed.
    revision        bigint      not null default 0,
    created_at      timestamptz not null,
    created_by      text        not null,
    ended_at        timestamptz,
    last_sign_in    timestamptz,
    check ((role = 'PARTY') = (party is not null))
);

-- Nobody holds two accounts, and an account has one role: so nobody holds two of the three administrators' roles.
create unique index console_person_staff on console_person (coalesce(party, ''), upper(staff_number))
    where staff_number is not null and ended_at is null;

create table console_password (
    person text        not null references console_person (name),
    at     timestamptz not null,
    hash   text        not null
);
create index console_password_person on console_password (person, at);

create table console_recovery_code (
    person  text  not null references console_person (name),
    hash    bytea not null,
    used_at timestamptz,
    primary key (person, hash)
);

-- One session for each person: who signs in again ends the one before, on whatever node.
create table console_session (
    person     text primary key references console_person (name),
    token      bytea       not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    address    text        not null
);

-- The submissions of one party, the newest first, for its users.
create index submission_party_seq on submission (party, seq);
