/**
 * Keys for what lies at rest: one data key for each party and month, closed under a master key from a key store file or a
 * PKCS#11 token. Who keeps content in the database closes it here: units of the ledger, received bytes, parked records,
 * signatures of senders, parcels and their renditions, tokens of returned files.
 *
 * <p>Not for keys that sign (package {@code seal}) or identify (package {@code pki}), nor for pseudonyms (package
 * {@code access}).
 *
 * <p>Promises: closed content begins with the number of its data key; a data key is durable before anything is closed under
 * it; a destroyed key opens nothing any more, in every process within two seconds; destroying takes two people; every act is
 * in the audit log before it happens. Neither keys nor content are ever logged.
 */
@NullMarked
package org.anze.gateway.keys;

import org.jspecify.annotations.NullMarked;
