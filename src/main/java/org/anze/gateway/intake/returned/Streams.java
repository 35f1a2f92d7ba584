package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Closing streams where an interface knows no checked exception. */
final class Streams {

    private Streams() {}

    static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
