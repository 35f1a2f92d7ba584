/**
 * Who somebody is: the one place that turns a credential into a {@link org.anze.gateway.party.Party}, whatever kind it is and
 * whatever door it came to. TLS client certificate, OAuth 2 token, Basic, WS-Security or CMS signer, SSH key, broker user.
 *
 * <p>Not here: what a party may do or see ({@code access}, the party's file), people at the console ({@code console.login}),
 * reading requests.
 *
 * <p>Promises: every credential of a party gives the same party as its file is at this moment, and a party that was removed
 * has none. Each success and each refusal is told in one form of log line, counted, and audited (the same one at most once an
 * hour, a refusal once a minute); no secret, token or personal value appears there. Whatever cannot be judged is refused.
 */
@NullMarked
package org.anze.gateway.identity;

import org.jspecify.annotations.NullMarked;
