/** Mutual TLS with the same files, server and client for every contender. */
@NullMarked
package org.anze.bench.tls;

import org.jspecify.annotations.NullMarked;
