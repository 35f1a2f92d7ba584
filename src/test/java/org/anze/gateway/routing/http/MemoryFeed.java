package org.anze.gateway.routing.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.feed.Settlements;

/** Parcels and settlements in memory. */
public final class MemoryFeed implements Settlements {

    private final TreeMap<Long, Parcel> parcels = new TreeMap<>();
    private final Map<String, Settlement> settled = new ConcurrentHashMap<>();

    /** A parcel with a document that nobody could mistake for another. */
    public static Parcel parcel(String recipient, long number, Parcel.Rendition... renditions) {
        String document = "{\"evidence\":{\"entries\":[{\"header\":{\"index\":" + (1000 + number)
                + "}}]},\"manifest\":{\"number\":" + number + ",\"recipient\":\"" + recipient + "\",\"企业\":\"䶮㛃\"}}";
        return new Parcel(recipient, number, document.getBytes(StandardCharsets.UTF_8), List.of(renditions), 1);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        parcels.clear();
        settled.clear();
    }

    /** Lets a parcel wait. */
    public synchronized void offer(Parcel parcel) {
        parcels.put(parcel.number(), parcel);
    }

    /** What was said about a parcel. */
    public Optional<Settlement> settlementOf(String recipient, long number) {
        return Optional.ofNullable(settled.get(recipient + "/" + number));
    }

    @Override
    public synchronized boolean settle(String recipient, long number, Settlement settlement) {
        Parcel parcel = parcels.get(number);
        if (parcel == null || !parcel.recipient().equals(recipient)) {
            return false;
        }
        settled.put(recipient + "/" + number, settlement);
        return true;
    }

    @Override
    public synchronized Waiting waiting(String recipient, long after, int limit) {
        List<Parcel> open = open(recipient, after);
        boolean more = open.size() > limit;
        return new Waiting(
                more ? open.subList(0, limit) : open, more ? open.get(limit).number() : null);
    }

    @Override
    public synchronized Optional<Parcel> waiting(String recipient, long number) {
        return open(recipient, number - 1).stream()
                .filter(parcel -> parcel.number() == number)
                .findFirst();
    }

    private List<Parcel> open(String recipient, long after) {
        return parcels.tailMap(after, false).values().stream()
                .filter(parcel -> parcel.recipient().equals(recipient))
                .filter(parcel -> !settled.containsKey(recipient + "/" + parcel.number()))
                .toList();
    }
}
