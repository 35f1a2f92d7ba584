/**
 * From canonical records to files: under the canonical names and headings, or in a recipient's own words by the same
 * kind of field table that reads what senders send, {@code mappings/<party>/<name>.mapping.yaml} with {@code
 * direction: out}.
 *
 * <p>Not here: what may be shown ({@code access} decided it before), which files go with a parcel ({@code
 * feed.rendition}).
 *
 * <p>Promise: what the canonical renderings write, the canonical mappings read back as the same record; no character
 * is lost silently; no cell is taken for a formula; equal input gives equal bytes. A table that cannot be read in
 * reverse is refused when it is loaded, with file, line and remedy.
 */
@NullMarked
package org.anze.gateway.mapping.rendering;

import org.jspecify.annotations.NullMarked;
