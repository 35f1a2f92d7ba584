/**
 * Changes of agreements 授权变更: every text that was ever in force is kept, and nobody gains a field before two people have
 * agreed to it.
 *
 * <p>The files under {@code parties/} are what somebody proposes; what counts is the set of texts that is marked as in force
 * in the database. {@link org.anze.gateway.access.change.AgreementChanges} compares the two whenever the files are read. What
 * only narrows what a party is given, or revokes it, takes effect at once, for that is the safe direction; what would come
 * through thereby, figures that tell more or a single case that decides now, waits for two people like every gain.
 *
 * <p>Not here: what an agreement means and how it decides ({@code access}), who may propose and approve ({@code console}),
 * the watching of files ({@code start}).
 *
 * <p>Promises: one version of an agreement has one content for ever. A party's type and credit code, which agreements build
 * on, change no other way. Each step is in the audit log. A text in the database that does not match its digest stops its
 * party.
 */
@NullMarked
package org.anze.gateway.access.change;

import org.jspecify.annotations.NullMarked;
