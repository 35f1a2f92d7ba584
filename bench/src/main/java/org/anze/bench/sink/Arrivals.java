package org.anze.bench.sink;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.anze.bench.records.Recipient;

/**
 * When which record reached which recipient in one section of the benchmark, and what should not have come. Safe for many
 * threads.
 */
final class Arrivals {

    private final long first;
    private final int count;
    private final List<Recipient> recipients;
    private final long[][] at;
    private long delivered;
    private long twice;
    private long foreign;
    private long messages;
    private long bytes;
    private long last;

    /**
     * For the numbers from {@code first} on. Other numbers, and those that the recipient's agreement does not give it, are counted
     * as foreign.
     */
    Arrivals(long first, int count, List<Recipient> recipients) {
        this.first = first;
        this.count = count;
        this.recipients = recipients;
        this.at = new long[recipients.size()][count];
    }

    /** A message of this many bytes holds these records; the same number may stand in it several times. */
    synchronized void take(int recipient, long[] numbers, int found, int size, long now) {
        messages++;
        bytes += size;
        for (int i = 0; i < found; i++) {
            long place = numbers[i] - first;
            if (place < 0
                    || place >= count
                    || recipient >= at.length
                    || !recipients.get(recipient).kind().gets(numbers[i])) {
                foreign++;
            } else if (at[recipient][(int) place] == 0) {
                at[recipient][(int) place] = now;
                delivered++;
                last = Math.max(last, now);
            } else if (at[recipient][(int) place] != now) {
                twice++;
            }
        }
    }

    /** In one line: delivered, twice, foreign, messages, bytes, moment of the last one. */
    synchronized String status() {
        return delivered + " " + twice + " " + foreign + " " + messages + " " + bytes + " " + last;
    }

    /** Recipient by recipient, one number for each record; 0 where it did not come. */
    synchronized void write(DataOutputStream out) throws IOException {
        for (long[] recipient : at) {
            for (long moment : recipient) {
                out.writeLong(moment);
            }
        }
    }
}
