package org.anze.gateway.mapping.rendering;

import org.jspecify.annotations.Nullable;

/**
 * One column of a file.
 *
 * @param path heading of a table; for JSON and XML the path in the record, {@code a/b}, {@code a[0]/b}, {@code a/@b}
 */
record Column(String path, Maker maker) {

    /** Makes what stands there. */
    @FunctionalInterface
    interface Maker {
        /**
         * {@code String}, {@code Long}, {@code BigDecimal}, {@code Boolean}, or a list of texts or of maps; null
         * when nothing stands there.
         */
        @Nullable
        Object make(RecordView view);
    }
}
