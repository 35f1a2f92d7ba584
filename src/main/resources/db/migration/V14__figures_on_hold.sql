-- Record types, by their codes, of which a party may count nothing until two people have approved what its files say: agreements
-- were narrowed at once, and figures under what is left could tell more than figures before. Null for none.
alter table agreement_set add column figures_held text;
