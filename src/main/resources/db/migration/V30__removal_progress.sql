-- How far a removal has come, so that a portion begins where the one before ended; both null until it began.
-- It begins only when the month's submissions up to archive_bundle.last_submission are as many as the bundle says: a number is
-- drawn before the bytes are written, so a submission may have become visible after the bundle was read, under a lower number.
alter table archive_removal add column next_entry bigint;
alter table archive_removal add column next_submission bigint;
