/**
 * How canonical values look as text: in table cells that people read and fill in, and under which headings they
 * stand there. There is one such form; the canonical CSV and xlsx mappings read it and the renderings write it.
 *
 * <p>Not here: the forms of single parties ({@code mapping.convert}, {@code mapping.rendering}) and canonical JSON for
 * hashing ({@code seal}).
 *
 * <p>Promise: reading gives back exactly the value that was written; absent and empty are told apart.
 */
@NullMarked
package org.anze.gateway.record.text;

import org.jspecify.annotations.NullMarked;
