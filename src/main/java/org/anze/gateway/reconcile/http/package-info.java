/**
 * Reconciliation over HTTP, on the party port: {@code /api/v1/reconciliation}.
 *
 * <p>Not here: who the party is (the door has found out), what is compared ({@code reconcile}).
 */
@NullMarked
package org.anze.gateway.reconcile.http;

import org.jspecify.annotations.NullMarked;
