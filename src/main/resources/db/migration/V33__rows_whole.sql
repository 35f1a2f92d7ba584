-- A row of over 2 KB would have its columns compressed or moved to a second table with an index of its own. Most entries and bodies of
-- single messages are a little larger than that: kept whole up to half a page they cost less to write and much less to read. Rows
-- that are there already stay as they are.
alter table ledger_entry set (toast_tuple_target = 4080);
alter table raw_chunk set (toast_tuple_target = 4080);
