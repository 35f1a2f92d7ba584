/**
 * Who may see the console: its users, how they prove themselves, and how long a session lives.
 *
 * <p>Not for parties: those come by another port with other means ({@code routing.http}), and no console user means
 * anything there.
 *
 * <p>Promise: there is no default password, no secret in a log line, and guessing gets slower with every wrong try.
 */
@NullMarked
package org.anze.gateway.console.login;

import org.jspecify.annotations.NullMarked;
