-- What operators ordered stands in the audit log, chained by hash; it stood here a second time, changeable by anybody.
drop table operator_act;

-- From where somebody tried to sign in with a person's name, and from where that person did. Wrong passwords lock the address they
-- came from: a stranger must not be able to keep somebody else out. See org.anze.gateway.console.people.Attempts.
create table console_attempt (
    person       text        not null references console_person (name),
    address      text        not null,
    wrong_tries  integer     not null default 0,
    locked_until timestamptz,
    tried_at     timestamptz not null,
    -- When the person last signed in from there, with everything that was asked for; null when never.
    signed_in_at timestamptz,
    primary key (person, address)
);
create index console_attempt_tried on console_attempt (tried_at) where signed_in_at is null;

-- Which of several passwords came last, whatever the clock said.
alter table console_password add column number bigint generated always as identity;
