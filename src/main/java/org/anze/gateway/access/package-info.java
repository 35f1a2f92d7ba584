/**
 * Who may see what: agreements as files, the decision for one record, and the view that a decision allows. And who may
 * write which record types at all ({@link org.anze.gateway.access.WriteRights}).
 *
 * <p>The way is {@link org.anze.gateway.access.Agreements} (what the files under {@code parties/<recipient>/agreements/}
 * say at one moment) → {@link org.anze.gateway.access.Decision} (permit or deny, for one recipient, record and instant) →
 * {@link org.anze.gateway.access.Discloser} (give, mask or withhold each disclosure unit). The matrix, the purposes and
 * the masking rules are those of DOMAIN.md B.
 *
 * <p>Not here: which records a recipient has already been given, parcels, formats ({@code feed}), who a party is ({@code
 * party}).
 *
 * <p>Promises: default deny. A recipient with one broken agreement file has no agreements at all, visibly, and nobody
 * else is touched. A unit that is withheld is not opened. What no masking rule knows is left out of a masked unit.
 */
@NullMarked
package org.anze.gateway.access;

import org.jspecify.annotations.NullMarked;
