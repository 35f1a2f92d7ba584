/**
 * The canonical model: record types, their definitions as data, and the stages a record goes through.
 *
 * <p>The stages are types, {@code RawRecord → CanonicalRecord → ValidRecord → SealedRecord → DisclosedRecord}: a method
 * asks for the stage it needs, so a skipped step does not compile. Field names and codes are those of DOMAIN.md part C;
 * the definitions live in {@code schemas/*.yaml} on the class path.
 *
 * <p>Not here: how a stage is reached (mapping, validation, ledger, access).
 *
 * <p>Promise: everything here is immutable and may be shared between threads.
 */
@NullMarked
package org.anze.gateway.record;

import org.jspecify.annotations.NullMarked;
