-- Which parcels hold an entry, whoever they went to: without walking all parcels of a recipient.
create index parcel_range on parcel using gist (int8range(from_entry, to_entry));

-- What a day or a month brought, of all parties together.
create index submission_received on submission (received_at);

-- Who compared its records of a day.
create index reconciliation_by_day on reconciliation (day);
