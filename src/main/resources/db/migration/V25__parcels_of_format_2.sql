-- Parcels and proof bundles of the formats anze-parcel/1 and anze-proof/1 are no longer read, and one that waits here could not be
-- checked by its recipient any more.
do $$
begin
    if exists (select 1 from parcel) then
        raise exception 'This database holds parcels of the format anze-parcel/1, which are no longer read. Start with an empty database. / '
            '本库含有 anze-parcel/1 格式的交换包，本版本不再读取；请使用空库启动。';
    end if;
end $$;
