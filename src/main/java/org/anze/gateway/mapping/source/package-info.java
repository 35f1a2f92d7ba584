/**
 * Reads what parties send, record by record: CSV, XML and JSON, with line and column of every value.
 *
 * <p>Not here: what the columns mean ({@code mapping}) and how a value is converted ({@code mapping.convert}).
 *
 * <p>Promise: streaming, so memory does not depend on the size of the input; everything has a limit; damage to the file as a
 * whole ends the reading with a {@link org.anze.gateway.problem.SenderMustCorrect} that names the line.
 */
@NullMarked
package org.anze.gateway.mapping.source;

import org.jspecify.annotations.NullMarked;
