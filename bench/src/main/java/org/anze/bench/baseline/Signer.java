package org.anze.bench.baseline;

import java.io.IOException;
import java.util.List;
import org.anze.bench.records.Recipient;

/** Signs views for one recipient, posts them and takes the receipts. Safe for many threads. */
interface Signer {

    /**
     * Delivers all of these views. All receipts are there when this returns.
     *
     * @throws IOException when one is not; all may be delivered again
     */
    void deliver(Recipient recipient, List<String> views) throws IOException;

    /** Whether views are XML elements; otherwise they are JSON objects. */
    boolean wantsXml();

    /** Views that share one signature. */
    int group();

    /** Views that one call should have, so that several posts can go at the same time. */
    int most();
}
