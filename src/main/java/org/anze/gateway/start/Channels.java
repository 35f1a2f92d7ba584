package org.anze.gateway.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.anze.gateway.delivery.queue.QueueReceipts;
import org.anze.gateway.delivery.sftp.SftpCourier;
import org.anze.gateway.intake.queue.QueueIntake;
import org.anze.gateway.intake.sftp.SftpIntake;
import org.anze.gateway.party.Parties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels that have servers or consumers of their own, started and stopped together. HTTP is the web server's. */
final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final SftpIntake sftp;
    private final QueueIntake queues;
    private final QueueReceipts queueReceipts;
    private final SftpCourier sftpCourier;

    Channels(SftpIntake sftp, QueueIntake queues, QueueReceipts queueReceipts, SftpCourier sftpCourier) {
        this.sftp = sftp;
        this.queues = queues;
        this.queueReceipts = queueReceipts;
        this.sftpCourier = sftpCourier;
    }

    void start(Parties parties) throws IOException {
        sftpCourier.start();
        queueReceipts.follow(parties);
        queues.follow(parties);
        sftp.start();
    }

    void follow(Parties parties) {
        try {
            queueReceipts.follow(parties);
            queues.follow(parties);
            sftp.refresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all of them, also those after one that does not end well. */
    void stop() {
        try {
            sftp.stop();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the SFTP server did not end well");
        } finally {
            queues.stop();
            queueReceipts.stop();
            sftpCourier.stop();
        }
    }
}
