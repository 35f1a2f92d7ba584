-- Who does what only one process may do. See org.anze.gateway.nodes. All times are this server's.
create table lease (
    name   text primary key,
    holder text,
    -- Grows with each taker; a commit under an older one fails.
    token  bigint      not null,
    until  timestamptz not null
);

-- The processes that live; a row older than a lease's length is of one that does not.
create table node (
    id      text primary key,
    version text        not null,
    since   timestamptz not null,
    seen    timestamptz not null
);
