-- By how much a node's own clock is ahead of this server's; below zero when it is behind. A program of the version before leaves
-- it at zero.
alter table node add column clock_ahead_ms bigint not null default 0;
