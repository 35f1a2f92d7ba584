/**
 * Looks for values that were not given to somebody in everything that leaves the gateway: what recipients get, in every
 * rendition and answer, and what nobody meant to say: logs, meters, temporary files, the audit log and the tables of the store.
 * Not for whether the right units are given, which the matrix tests ask. Promises that what is given is found, so that not to
 * find what is withheld means something.
 */
@NullMarked
package org.anze.gateway.leak;

import org.jspecify.annotations.NullMarked;
