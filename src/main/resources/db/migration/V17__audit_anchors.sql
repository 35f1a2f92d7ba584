-- Signed statements of how far the audit log went and what its tree of events was then. The same lines lie in a file outside of
-- the database, so that a log that was cut off together with its head shows. See org.anze.gateway.audit.AuditAnchors.
create table audit_anchor (
    size     bigint primary key,
    -- A signed checkpoint of the log named <signer>/audit (docs/spec/audit-log.md).
    note     text   not null,
    -- From which the tree goes on: TreeFrontier of the ledger.
    frontier bytea  not null
);
create trigger audit_anchor_append_only before update or delete or truncate on audit_anchor
    for each statement execute function audit_is_append_only();
