-- A row of over 2 KB would have its columns compressed or moved to a second table with an index of its own. Nearly every entry, body
-- of a single message and final submission is a little larger than that, most of it cipher text or hashes: kept whole up to a page,
-- as far as they fit, they cost a third less to write and a fifth to read. Rows that are there already stay as they are.
alter table ledger_entry set (toast_tuple_target = 8160);
alter table raw_chunk set (toast_tuple_target = 8160);
alter table submission set (toast_tuple_target = 8160);
