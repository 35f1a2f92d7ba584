package org.anze.bench.process;

import java.io.IOException;

/** A product under measurement, running with its own database and broker. */
public interface Contender extends AutoCloseable {

    /** As it stands in tables. */
    String name();

    /** The HTTPS port it takes submissions on. */
    int port();

    /** Where submissions are posted to. */
    String path();

    /** Its own process. */
    long pid();

    /** Its database and broker. */
    Stores stores();

    @Override
    void close() throws IOException;
}
