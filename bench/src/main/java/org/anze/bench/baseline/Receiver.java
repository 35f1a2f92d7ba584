package org.anze.bench.baseline;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.camel.Body;

/** The steps of the route after reading: keep, hand on, answer. Safe for many threads. */
public final class Receiver {

    private final Store store;
    private final Outbox outbox;

    Receiver(Store store, Outbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /** Database first, then the broker, then the receipt: one that is sent again is put into the queues again, and not lost. */
    public byte[] take(@Body Submission submission) throws SQLException, JMSException, InterruptedException {
        String receipt = "{\"submission\":\"" + submission.id() + "\",\"accepted\":"
                + submission.records().size() + ",\"received\":\"" + Instant.now() + "\"}";
        boolean kept = store.keep(submission, receipt);
        outbox.put(submission);
        String given = kept ? receipt : store.receipt(submission.id());
        return (given == null ? receipt : given).getBytes(StandardCharsets.UTF_8);
    }
}
