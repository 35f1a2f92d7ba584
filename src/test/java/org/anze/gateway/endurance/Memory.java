package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway's process holds at one moment. Its heap is resident from the start, so that neither figure says what the other
 * one does: what grows outside of the heap is seen in the first, what is kept inside it in the second.
 *
 * @param resident bytes of the process
 * @param live bytes of the objects that are left after a full collection
 */
record Memory(long resident, long live) {

    private static final double AS_SMALL = 1.15;
    /** What caches that have a limit, and work that is under way, may take more at one moment than at another. */
    private static final long SPARE = 32L << 20;

    private static final int TRIES = 3;

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    /** Asks a process, which stands still for some tenths of a second because its heap is collected. */
    static Memory of(long process) throws IOException, InterruptedException {
        return new Memory(residentOf(process), liveOf(process));
    }

    static long residentOf(long process) throws IOException {
        return number(RESIDENT, Files.readString(Path.of("/proc", String.valueOf(process), "status"))) << 10;
    }

    /** The least of several: while one of its threads hands an array to native code, a process counts without collecting. */
    private static long liveOf(long process) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, counted(process));
        }
        return least;
    }

    private static long counted(long process) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        // Its own meter is no use: that is set by the collector's cycles, hours apart or never in a quiet heap.
        Process census = new ProcessBuilder(jcmd.toString(), String.valueOf(process), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(census.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (census.waitFor() != 0) {
            throw new IOException("the heap of process " + process + " cannot be counted: " + said);
        }
        return number(TOTAL, said);
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher line = pattern.matcher(text);
        if (!line.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return Long.parseLong(line.group(1));
    }

    /** Fails when it is more than early in the same run. */
    void requireFlatSince(Memory early) {
        assertThat(resident).as("RSS, was " + early + ", is " + this).isLessThanOrEqualTo(allowed(early.resident));
        assertThat(live).as("live heap, was " + early + ", is " + this).isLessThanOrEqualTo(early.live + SPARE);
    }

    /** The most that a process may have become when it had so many bytes before. */
    static long allowed(long resident) {
        return Math.round(AS_SMALL * resident);
    }

    @Override
    public String toString() {
        return "RSS " + RunLog.megabytes(resident) + " with " + RunLog.megabytes(live) + " of the heap live";
    }
}
