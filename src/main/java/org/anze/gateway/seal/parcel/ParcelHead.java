package org.anze.gateway.seal.parcel;

import java.time.Instant;

/**
 * What a parcel is called.
 *
 * @param ledger origin of the ledger it is cut from
 * @param recipient party id
 * @param number per recipient, from 1 without gaps
 * @param preparedAt when it was prepared; the sealing certificate must be valid then
 */
public record ParcelHead(String ledger, String recipient, long number, Instant preparedAt) {}
