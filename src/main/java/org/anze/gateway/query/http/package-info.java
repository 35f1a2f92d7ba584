/**
 * The query side over HTTP, on the party port: {@code /api/v1/records}, {@code /api/v1/statistics}, {@code /api/v1/status}.
 *
 * <p>Not here: who the party is (the door has found out), what is answered ({@code query}, {@code query.statistics}).
 *
 * <p>Promises: a parameter that is unknown, given twice or not exactly as documented is refused, never skipped; answers are
 * never cached on the way.
 */
@NullMarked
package org.anze.gateway.query.http;

import org.jspecify.annotations.NullMarked;
