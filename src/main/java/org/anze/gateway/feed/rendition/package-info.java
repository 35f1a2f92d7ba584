/**
 * What stands beside the evidence in a parcel: the same records as tables, lines or XML, or in the recipient's own
 * words by its outbound mappings.
 *
 * <p>A rendition is a convenience. The signed parcel document is what counts, and its manifest holds the digest of
 * every rendition. {@code JSON} recipients get none unless they have mappings, because the document is JSON itself.
 *
 * <p>Not here: what may be shown ({@code access} decided it before), how files are written ({@code
 * mapping.rendering}), the parcel document, how anything travels.
 *
 * <p>Promises: only what stands in the {@code DisclosedRecord}s is written; equal input gives equal bytes; no
 * character is lost silently; no cell is taken for a formula.
 */
@NullMarked
package org.anze.gateway.feed.rendition;

import org.jspecify.annotations.NullMarked;
