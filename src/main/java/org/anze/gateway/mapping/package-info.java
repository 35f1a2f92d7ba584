/**
 * Message Translator: what a party sends, in the party's own words, becomes canonical records. A new party is two files and
 * samples under {@code mappings/<party>/}, never Java; docs/onboarding/mapping-language.md is the manual.
 *
 * <p>Not here: whether a record is acceptable ({@code validation}) and what happens to it. Reading formats is the work of
 * {@code mapping.source}, converting single values that of {@code mapping.convert}, parsing field tables that of
 * {@code mapping.table}.
 *
 * <p>Promise: mappings are compiled when they are loaded and are immutable; a broken one stops only itself. Every value that
 * cannot be converted without a guess is a finding that names line, column, heading and remedy.
 */
@NullMarked
package org.anze.gateway.mapping;

import org.jspecify.annotations.NullMarked;
