/**
 * What stands beside the evidence in a parcel: the same records as a table or as XML, in the recipient's own encoding.
 *
 * <p>A rendition is a convenience. The signed parcel document is what counts, and its manifest holds the digest of every
 * rendition. {@code JSON} recipients get none, because the document is JSON itself.
 *
 * <p>Not here: what may be shown ({@code access} decided it before), the parcel document, how anything travels.
 *
 * <p>Promises: only what stands in the {@code DisclosedRecord}s is written; equal input gives equal bytes; no character is
 * lost silently; no cell is taken for a formula.
 */
@NullMarked
package org.anze.gateway.feed.rendition;

import org.jspecify.annotations.NullMarked;
