/**
 * Who may see what: agreements as files, the decision for one record, and the view that a decision allows. And who may
 * write which record types at all ({@link org.anze.gateway.access.WriteRights}).
 *
 * <p>The way is {@link org.anze.gateway.access.Agreements} (what the files under {@code parties/<recipient>/agreements/}
 * say at one moment) → {@link org.anze.gateway.access.Decision} (permit or deny, for one recipient, purpose, record and
 * instant; {@link org.anze.gateway.access.Facts} is all it may ask) →
 * {@link org.anze.gateway.access.Discloser} (give, mask or withhold each disclosure unit). The matrix, the purposes and
 * the masking rules are those of DOMAIN.md B.
 *
 * <p>Not here: which records a recipient has already been given, parcels, formats ({@code feed}), who a party is ({@code
 * party}).
 *
 * <p>The default of each party type is an {@link org.anze.gateway.access.AgreementTemplate}.
 *
 * <p>Promises: default deny. Push, pull, query, statistics, console and proof ask the same decision; every one is counted
 * under its agreement (meter {@code anze.access.decisions}). A record's units are opened to decide only when a condition of
 * the agreement names one of their fields. A recipient with one broken agreement file has no agreements at all, visibly, and nobody
 * else is touched. A unit that is withheld is not opened. What no masking rule knows is left out of a masked unit.
 */
@NullMarked
package org.anze.gateway.access;

import org.jspecify.annotations.NullMarked;
