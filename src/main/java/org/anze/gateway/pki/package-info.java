/**
 * Keys, certificates and shared secrets as files: reading and writing them, and making a demonstration set on first
 * start.
 *
 * <p>For: PEM files, the demo authority ({@code <data>/pki}, {@code <data>/demo/keys}, {@code <data>/credentials}),
 * checking a party's secret, TLS contexts made from those files.
 *
 * <p>Not for: signing or verifying records ({@code seal}), deciding what a party may do ({@code access}), or running a
 * certification authority in production; there the same files come from the operator's own authority.
 *
 * <p>Promise: a private file is never readable by others, never half written and never overwritten; no secret appears in
 * a message, a log line or a {@code toString}.
 */
@NullMarked
package org.anze.gateway.pki;

import org.jspecify.annotations.NullMarked;
