package org.anze.gateway.record.codes;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a table comes from: the comment lines {@code # key: value} above its heading.
 *
 * @param file name of the file in {@code codes/}
 * @param title what the table is, Chinese and English
 * @param source who publishes the content and how it got here
 * @param taken day on which the content was taken over or last compared with its source
 * @param completeUntil last day for which the table knows all changes; null when the table does not age that way
 * @param notes what the reader must know, in the order of the file
 */
public record TableSource(
        String file,
        String title,
        String source,
        LocalDate taken,
        @Nullable LocalDate completeUntil,
        List<String> notes) {}
