-- Whether a node's session is there, whose end shows that the process has ended: true as the node itself says, false as another
-- one found. A program of the version before says nothing; its leases are over when their time is.
alter table node add column present boolean;
