-- What operators order about many things at once. See org.anze.gateway.task. Additive: an older version knows nothing of it.

create table task (
    id          bigint generated always as identity primary key,
    kind        text        not null,
    party       text        not null,
    -- What was chosen, in words, and what may be chosen further; no personal values.
    chosen      text        not null,
    record_type smallint,
    purpose     text,
    state       text        not null,
    -- Length of the list, which never changes, and how much of it has an outcome.
    items       bigint      not null,
    done        bigint      not null default 0,
    failed      bigint      not null default 0,
    -- Items a second.
    rate        int         not null,
    reason      text        not null,
    ordered_by  text        not null,
    ordered_at  timestamptz not null,
    started_at  timestamptz,
    -- The second person; null where one was enough.
    decided_by  text,
    decided_at  timestamptz,
    ended_at    timestamptz,
    -- Code of what it waits for; null while nothing holds it up.
    held_up     text,
    constraint task_accounted check (done >= 0 and failed >= 0 and done + failed <= items)
);
create index task_open on task (id) where ended_at is null;
create index task_of_person on task (ordered_by, started_at);

-- The list, made when the task was planned: nothing that came later is in it. An item without an outcome is still to be done.
create table task_item (
    task     bigint not null references task (id),
    position bigint not null,
    -- Number of a parcel, index of a ledger entry or number of a submission, by the kind of the task.
    subject  bigint not null,
    outcome  text,
    detail   text,
    at       timestamptz,
    primary key (task, position),
    unique (task, subject)
);
create index task_item_waiting on task_item (task, position) where outcome is null;

-- What an export gave, closed under the data key of whom it is about giving to; written with the item's outcome.
create table task_output (
    task     bigint not null,
    position bigint not null,
    name     text   not null,
    digest   bytea  not null,
    content  bytea  not null,
    primary key (task, position),
    foreign key (task, position) references task_item (task, position)
);
alter table task_output alter column content set storage external;
