package org.anze.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What processes have used, from {@code /proc}. */
public final class Usage {

    /** Clock ticks of /proc are hundredths of a second on every Linux in use. */
    private static final long NANOS_PER_TICK = 10_000_000L;

    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    private Usage() {}

    /** CPU time of one process. */
    public static long cpuNanos(long pid) {
        return ticks(pid, 2) * NANOS_PER_TICK;
    }

    /** CPU time of a process, of its children that live, and of those that it has seen end. */
    public static long treeCpuNanos(long pid) {
        long sum = ticks(pid, 4);
        for (long child : children(pid)) {
            sum += ticks(child, 4);
        }
        return sum * NANOS_PER_TICK;
    }

    private static long ticks(long pid, int fields) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int i = UTIME; i < UTIME + fields && i <= CSTIME; i++) {
                sum += Long.parseLong(words[i]);
            }
            return sum;
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Resident memory now. */
    public static long residentBytes(long pid) {
        return field(pid, "VmRSS:");
    }

    /** Resident memory of a process and its children now; what they share is counted once. */
    public static long treeResidentBytes(long pid) {
        List<Long> all = new ArrayList<>(children(pid));
        all.add(pid);
        long own = 0;
        long shared = 0;
        for (long process : all) {
            own += field(process, "RssAnon:");
            shared = Math.max(shared, field(process, "RssShmem:") + field(process, "RssFile:"));
        }
        return own + shared;
    }

    private static long field(long pid, String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid)
                .map(handle -> handle.descendants().map(ProcessHandle::pid).toList())
                .orElse(List.of());
    }
}
