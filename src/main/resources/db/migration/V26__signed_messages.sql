-- Signed SOAP messages that some node took: none may take them again. See org.anze.gateway.intake.soap.SignedMessageMemory.
create table signed_message (
    -- A digest of what was signed.
    identity   text        primary key,
    -- By this server's clock; from then on the message's own timestamp shuts it out, and the row may go.
    expires_at timestamptz not null
);
create index signed_message_expiry on signed_message (expires_at);
