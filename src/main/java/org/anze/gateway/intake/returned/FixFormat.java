package org.anze.gateway.intake.returned;

import java.io.Closeable;
import java.io.IOException;

/** How returned records are written; closing ends the file, not the stream. For one thread. */
interface FixFormat extends Closeable {

    void write(FlawedRecord record, FixFile.Sealing sealing) throws IOException;
}
