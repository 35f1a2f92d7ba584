package org.anze.gateway.seal.parcel;

/**
 * The agreement under which something was given.
 *
 * @param version from 1
 */
public record Agreement(String id, long version) {}
