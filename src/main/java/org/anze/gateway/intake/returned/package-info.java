/**
 * What a sender gets back to be mended: the rejected records in the sender's own layout and encoding with the reasons beside
 * each cell, and the findings as a list; and how such a file is read when it comes in again.
 *
 * <p>Not here: which records were rejected ({@code intake} asks the database), what a mapping makes of a record ({@code
 * mapping}), and the receipts.
 *
 * <p>Promise: memory does not grow with the length of a file; no value of class 4 or 5 (DOMAIN.md B4) leaves unmasked; what
 * is masked travels encrypted and authenticated beside it, so that a mended file that is sent in again has its original
 * values, unless its sender wrote other ones. What cannot be told with certainty is refused: a mask that nothing restores,
 * rows that left their record, other content in the same file. A JSON record that cannot be written back as it was (a key
 * with a slash beside an object of that name) stands in the file with its reasons only; its findings are in the list.
 */
@NullMarked
package org.anze.gateway.intake.returned;

import org.jspecify.annotations.NullMarked;
