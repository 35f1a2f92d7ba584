/**
 * Field tables as their authors write them: rows, and what stands in their columns {@code field}, {@code template} and {@code
 * condition}. Inbound and outbound mappings read the same language by these parsers.
 *
 * <p>Not here: what a row means for a record on its way in ({@code mapping}) or out ({@code mapping.rendering}).
 *
 * <p>Promise: whatever is wrong with a table is told with file and line, all of it at once; what was parsed is immutable.
 */
@NullMarked
package org.anze.gateway.mapping.table;

import org.jspecify.annotations.NullMarked;
