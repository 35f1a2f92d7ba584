package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.InputStream;

/** Stored bytes that can be read from their beginning more than once. */
@FunctionalInterface
public interface Content {

    /** A stream of its own; the caller closes it. */
    InputStream open() throws IOException;
}
