/**
 * The gateway's own mappings, which every party has without writing a table: records under their canonical names as
 * JSON, NDJSON or XML, and tables with the Chinese headings of the templates as CSV or xlsx. They read exactly what
 * the canonical renderings write.
 *
 * <p>Not here: the text form of values ({@code record.text}), reading the formats ({@code mapping.source}), the
 * mappings that parties write themselves ({@code mapping}).
 *
 * <p>Promise: strict. An unknown key or heading is refused, and so is a value that is not in its form; nothing is
 * guessed.
 */
@NullMarked
package org.anze.gateway.mapping.canonical;

import org.jspecify.annotations.NullMarked;
