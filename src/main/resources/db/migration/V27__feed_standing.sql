-- How each recipient's feed stands on the node that serves it, for what the other nodes show. Written when it changes.
create table feed_standing (
    recipient  text primary key,
    -- Of the lease under which it was written; an older holder's word does not replace a newer one's.
    token      bigint not null,
    breaker    text   not null,
    last_error text,
    stopped    text
);
