/**
 * Reads what parties send, record by record: tables (CSV, fixed width, xlsx, xls), XML and SOAP, JSON and NDJSON, each also inside
 * a zip, with line and column of every value. docs/onboarding/sources.md is the manual of the settings.
 *
 * <p>Not here: what the columns mean ({@code mapping}) and how a value is converted ({@code mapping.convert}).
 *
 * <p>Promise: streaming, so memory does not depend on the size of the input (workbooks and archives lie in a temporary file that
 * has no name while it is open); everything has a limit; damage to the file as a whole ends the reading with a {@link
 * org.anze.gateway.problem.SenderMustCorrect} that names the place, whatever the bytes are and however the stream hands them out;
 * damage to one record is told by that record ({@link org.anze.gateway.mapping.source.Damaged}). Nothing that a file refers to is
 * ever opened, nothing in it is run.
 *
 * <p>How it is put together: a {@code PartFormat} opens one file, an {@code ArchiveFormat} several. Tables are {@code Rows} of one
 * kind of file under a {@code TableReader}, which knows headings, units, totals and groups; XML and JSON are {@code PathRecord}s.
 * The packages around see settings, formats, readers and what a raw record can be besides ({@code Damaged}, {@code Leaves},
 * {@code Repeated}); everything else stays in here, which is why it is one package. Its files go by their first word:
 *
 * <ul>
 *   <li>{@code Source…}, {@code FixedLayout}, {@code ControlTotals}: what a mapping file says, checked by {@code SettingsCheck}
 *   <li>{@code Part…}, {@code Origin}, {@code Survey}: one file among those of a submission, and where something stands in it
 *   <li>{@code Table…}, {@code Heading…}, {@code Titles}, {@code StatedUnit}, {@code RowMatch}, {@code …Totals}: any table
 *   <li>{@code Csv…}, {@code Fixed…}: tables of text; {@code DecodingReader}, {@code ByteOrderMark} and {@code TextLines} are
 *       under every text
 *   <li>{@code Sheet…}, {@code Cell…}, {@code WrittenNumber}: what both kinds of workbook share; {@code Xlsx…} (ECMA-376),
 *       {@code Xls…} and {@code Biff…} ([MS-XLS])
 *   <li>{@code Xml…}, {@code Json…}, {@code Path…}, {@code HeaderValues}: documents with paths
 *   <li>{@code Archive…}, {@code Spool}, {@code FileKind}: zips, and files that are read from their end
 * </ul>
 */
@NullMarked
package org.anze.gateway.mapping.source;

import org.jspecify.annotations.NullMarked;
