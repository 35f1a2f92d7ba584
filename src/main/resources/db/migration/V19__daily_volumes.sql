-- How much of an agreement's daily volume the nodes have drawn. A row of a day that is over is of no use any more.
create table volume_drawn (
    recipient text   not null,
    agreement text   not null,
    -- In China.
    day       date   not null,
    records   bigint not null check (records >= 0),
    primary key (recipient, agreement, day)
);
