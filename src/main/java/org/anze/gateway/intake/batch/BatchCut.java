package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.record.RawRecord;

/**
 * Cuts the raw records of a submission into batches: by their number, and by their weight, so that few records of a million
 * characters each are not held by the hundred. For one thread.
 */
public final class BatchCut {

    /** A full batch of records of 8,000 characters each is still one batch. */
    static final long MOST_WEIGHT = 4L << 20;

    private final int size;
    private List<RawRecord> records;
    private long weight;
    private long taken;

    /** For submissions under a mapping. */
    public BatchCut(Mapping mapping) {
        this.size = mapping.batchSize();
        this.records = new ArrayList<>(size);
    }

    /** Whether the batch is to be taken before another record is added. */
    public boolean isFull() {
        return records.size() == size || weight >= MOST_WEIGHT;
    }

    /** Puts the next record into the batch. */
    public void add(RawRecord record) {
        records.add(record);
        weight += record.weight();
    }

    /** The batch as far as it is, and an empty one from now on. */
    public List<RawRecord> take() {
        List<RawRecord> batch = records;
        records = new ArrayList<>(size);
        taken += weight;
        weight = 0;
        return batch;
    }

    /** Weight of all records so far, in characters, those of batches that were taken included. */
    public long total() {
        return taken + weight;
    }
}
