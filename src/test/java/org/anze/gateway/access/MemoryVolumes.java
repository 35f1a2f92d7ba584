package org.anze.gateway.access;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** A store of daily volumes that lasts as long as the test. */
public final class MemoryVolumes implements VolumeStore {

    private final Map<String, Long> records = new HashMap<>();

    @Override
    public synchronized Drawn draw(String recipient, String agreement, LocalDate day, long limit, long wanted) {
        long before = records.getOrDefault(recipient + "/" + agreement + "/" + day, 0L);
        long after = Math.max(before, Math.min(limit, before + wanted));
        records.put(recipient + "/" + agreement + "/" + day, after);
        return new Drawn(after - before, Math.max(0, limit - after));
    }
}
