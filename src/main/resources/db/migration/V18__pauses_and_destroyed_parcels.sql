-- A pause holds a recipient that has no cursor yet, too, so it stands by itself.
create table feed_pause (
    recipient text primary key,
    reason    text        not null,
    paused_at timestamptz not null
);
insert into feed_pause (recipient, reason, paused_at)
select recipient, paused, updated_at from feed_cursor where paused is not null;
alter table feed_cursor drop column paused;

-- Size of the checkpoint a parcel refers to: its empty replacement refers to the same one, also when the parcel can no longer
-- be opened. Of earlier parcels the newest checkpoint before they were prepared, which lies between their neighbours'.
alter table parcel add column checkpoint_size bigint;
update parcel
   set checkpoint_size = (select max(size) from checkpoint where created_at <= parcel.prepared_at)
 where settled_at is null;
