package org.anze.gateway.seal.parcel;

/**
 * A record the recipient was given earlier and may no longer see: key and version, nothing else.
 *
 * @param version the version that is no longer shown, from 1
 */
public record Withdrawal(String recordType, String businessKey, long version) {}
