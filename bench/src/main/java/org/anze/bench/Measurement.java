package org.anze.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.anze.bench.load.Load;
import org.anze.bench.process.Contender;
import org.anze.bench.process.SinkProcess;
import org.anze.bench.process.Usage;
import org.anze.bench.records.Recipient;
import org.anze.bench.records.RecordSet;
import org.anze.bench.tls.TlsFiles;

/** Runs sections: sends, waits for the last delivery, and reads what it took. Belongs to one thread. */
final class Measurement {

    private static final long LONGEST_SILENCE_NANOS = 90_000_000_000L;
    private static final long SAMPLE_MS = 250;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Options options;
    private final Lineup lineup;
    private final SSLContext tls;
    private final RecordSet records;
    private final Map<String, Long> held = new HashMap<>();

    Measurement(Options options, Lineup lineup) throws IOException {
        this.options = options;
        this.lineup = lineup;
        this.tls = TlsFiles.sender(lineup.keys()).context();
        this.records = new RecordSet(options.size());
    }

    /**
     * Sends {@code count} records from {@code first} on to one contender and waits until every recipient has all of its.
     *
     * @param round from 1 on; 0 is not counted, and is as fast as it is taken whatever rate is measured
     */
    Section run(Contender contender, String mode, int round, long first, int count)
            throws IOException, InterruptedException {
        boolean single = mode.equals("single");
        int batch = single ? 1 : options.batch();
        int senders = single ? Options.SINGLE_SENDERS : options.senders();
        byte[][] bodies = Load.bodies(records, first, count, batch);
        long expected = Recipient.deliveries(lineup.recipients(), first, count);
        SinkProcess sink = lineup.sink();
        sink.begin(first, count, lineup.recipients().size());
        Memory memory = new Memory(contender, sink);
        memory.start();
        Map<Section.Part, Long> before = cpu(contender);
        Load load = new Load(tls, contender.port(), contender.path());
        // The ids are unique over the runs of this process; the stores are new with every line-up.
        String run = contender.name() + "-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
        Load.Sent sent = load.send(bodies, batch, senders, run, round == 0 ? 0 : options.rate() / batch);
        SinkProcess.Status status = awaitAll(expected, contender);
        held.merge(contender.name(), (long) count, Long::sum);
        Map<Section.Part, Long> after = cpu(contender);
        memory.end();
        after.replaceAll((part, nanos) -> nanos - before.get(part));
        if (sent.busy() > 0) {
            Bench.say(contender.name() + " was busy " + sent.busy() + " times, first: " + sent.said());
        }
        long begun = sent.begun();
        return new Section(
                contender.name(),
                mode,
                round,
                count,
                (status.last() - begun) / 1e9,
                (sent.ended() - begun) / 1e9,
                Arrays.stream(sent.receiptNanos())
                        .mapToDouble(nanos -> nanos / 1e6)
                        .sorted()
                        .toArray(),
                deliveries(sink.arrivals(lineup.recipients().size(), count), sent),
                after,
                memory.most(),
                status.messages(),
                status.bytes(),
                sent.busy());
    }

    /** How many records a contender has from here. */
    long held(Contender contender) {
        return held.getOrDefault(contender.name(), 0L);
    }

    private SinkProcess.Status awaitAll(long expected, Contender contender) throws IOException, InterruptedException {
        long seen = -1;
        long since = System.nanoTime();
        while (true) {
            SinkProcess.Status status = lineup.sink().status();
            if (status.twice() > 0 || status.foreign() > 0) {
                throw new IOException(contender.name() + ": the recipients got " + status.twice()
                        + " records twice and " + status.foreign() + " that are not theirs");
            }
            if (status.delivered() == expected) {
                return status;
            }
            if (status.delivered() > seen) {
                seen = status.delivered();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > LONGEST_SILENCE_NANOS) {
                throw new IOException(contender.name() + ": only " + seen + " of " + expected
                        + " deliveries came, then none any more");
            }
            Thread.sleep(20);
        }
    }

    private Map<Section.Part, Long> cpu(Contender contender) throws IOException {
        Map<Section.Part, Long> cpu = Section.parts();
        cpu.put(Section.Part.CONTENDER, Usage.cpuNanos(contender.pid()));
        cpu.put(Section.Part.DATABASE, Usage.treeCpuNanos(contender.stores().databasePid()));
        cpu.put(Section.Part.BROKER, Usage.cpuNanos(contender.stores().brokerPid()));
        cpu.put(Section.Part.SINK, Usage.cpuNanos(lineup.sink().pid()));
        cpu.put(Section.Part.LOAD, Usage.cpuNanos(ProcessHandle.current().pid()));
        return cpu;
    }

    private static float[] deliveries(long[][] arrivals, Load.Sent sent) {
        int known = 0;
        for (long[] recipient : arrivals) {
            for (long moment : recipient) {
                known += moment == 0 ? 0 : 1;
            }
        }
        float[] millis = new float[known];
        int next = 0;
        for (long[] recipient : arrivals) {
            for (int i = 0; i < recipient.length; i++) {
                if (recipient[i] != 0) {
                    millis[next++] = (recipient[i] - sent.sentAt()[i / sent.batch()]) / 1e6f;
                }
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    /** Looks at resident memory from time to time and keeps the most. */
    private static final class Memory extends Thread {

        private final Contender contender;
        private final SinkProcess sink;
        private final Map<Section.Part, Long> most = Section.parts();
        private volatile boolean open = true;

        Memory(Contender contender, SinkProcess sink) {
            super("memory");
            setDaemon(true);
            this.contender = contender;
            this.sink = sink;
        }

        @Override
        public void run() {
            try {
                long database = contender.stores().databasePid();
                while (open) {
                    most.merge(Section.Part.CONTENDER, Usage.residentBytes(contender.pid()), Math::max);
                    most.merge(Section.Part.DATABASE, Usage.treeResidentBytes(database), Math::max);
                    most.merge(
                            Section.Part.BROKER,
                            Usage.residentBytes(contender.stores().brokerPid()),
                            Math::max);
                    most.merge(Section.Part.SINK, Usage.residentBytes(sink.pid()), Math::max);
                    sleep(SAMPLE_MS);
                }
            } catch (IOException | InterruptedException e) {
                Bench.say("memory is not known: " + e.getMessage());
            }
        }

        void end() throws InterruptedException {
            open = false;
            join();
        }

        Map<Section.Part, Long> most() {
            return most;
        }
    }
}
