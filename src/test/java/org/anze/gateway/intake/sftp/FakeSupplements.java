package org.anze.gateway.intake.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.intake.Arrival.Channel;
import org.anze.gateway.intake.SupplementaryReceipts;

/** Second receipts in memory. */
public final class FakeSupplements implements SupplementaryReceipts {

    private final List<Supplement> open = new CopyOnWriteArrayList<>();
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();

    /** One is made. */
    public void made(Supplement supplement) {
        open.add(supplement);
        bells.forEach(Runnable::run);
    }

    /** Those that were not handed over. */
    public List<Supplement> open() {
        return List.copyOf(open);
    }

    @Override
    public List<Supplement> open(Channel channel, long after, int limit) {
        List<Supplement> wanted = new ArrayList<>(open);
        wanted.removeIf(supplement -> supplement.number() <= after);
        return wanted.subList(0, Math.min(limit, wanted.size()));
    }

    @Override
    public void handedOver(Supplement supplement) {
        open.remove(supplement);
    }

    @Override
    public void whenMade(Runnable bell) {
        bells.add(bell);
    }
}
