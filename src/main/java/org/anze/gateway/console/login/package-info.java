/**
 * How people prove who they are at the console, what their role may do there, and how long a session lives.
 *
 * <p>Not for parties' systems: those come by another port with other means ({@code routing.http}), and no console user
 * means anything there. The accounts themselves are {@code console.people}'s.
 *
 * <p>Promises: there is no default password, no secret in a log line, guessing gets slower with every wrong try; a page
 * that is not in the table of {@link org.anze.gateway.console.login.RouteRights} is for nobody; every sign-in and every
 * refusal is in the audit log before the answer leaves.
 */
@NullMarked
package org.anze.gateway.console.login;

import org.jspecify.annotations.NullMarked;
