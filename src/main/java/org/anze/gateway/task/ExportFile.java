package org.anze.gateway.task;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The zip of an export: {@code <ledger index>.proof.json} for each record that was given, each a proof bundle of
 * docs/spec/seal-v1.md that stands alone, and {@code list.csv} with position, file and digest (hexadecimal, of the ledger's
 * suite). What may not leave any more is missing in both and stands in {@code left-out.csv} with position, file and reason. For
 * one thread; holds some records at a time.
 */
final class ExportFile {

    private final TaskItemRows rows;
    private final Task task;
    private final Function<Map<Long, byte[]>, Map<Long, String>> withheld;
    /** Reason → positions: a bit each, for lists are long. */
    private final Map<String, BitSet> leftOut = new TreeMap<>();

    /** @param withheld of some proof bundles, by ledger entry, those that may not leave now, with the reason */
    ExportFile(TaskItemRows rows, Task task, Function<Map<Long, byte[]>, Map<Long, String>> withheld) {
        this.rows = rows;
        this.task = task;
        this.withheld = withheld;
    }

    private interface Each {
        void take(TaskItemRows.Listed file) throws IOException;
    }

    /**
     * Writes it.
     *
     * @return how many records were left out
     * @throws IOException also when files were deleted meanwhile: half an export looks like a whole one
     */
    long write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        long written = records(zip);
        long missing = leftOut.values().stream().mapToLong(BitSet::cardinality).sum();
        requireAll(written + missing);
        zip.putNextEntry(new ZipEntry("list.csv"));
        line(zip, "position,file,digest");
        each(file -> {
            if (reason(file) == null) {
                line(
                        zip,
                        file.position() + "," + file.name() + ","
                                + HexFormat.of().formatHex(file.digest()));
            }
        });
        zip.closeEntry();
        if (missing > 0) {
            zip.putNextEntry(new ZipEntry("left-out.csv"));
            line(zip, "position,file,reason");
            each(file -> {
                String reason = reason(file);
                if (reason != null) {
                    line(zip, file.position() + "," + file.name() + "," + reason);
                }
            });
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
        return missing;
    }

    private long records(ZipOutputStream zip) throws IOException {
        long written = 0;
        for (List<TaskItemRows.Kept> page = rows.outputs(task.id(), 0);
                !page.isEmpty();
                page = rows.outputs(task.id(), last(page))) {
            Map<Long, String> reasons = withheld.apply(
                    page.stream().collect(Collectors.toMap(TaskItemRows.Kept::subject, TaskItemRows.Kept::content)));
            for (TaskItemRows.Kept kept : page) {
                String reason = reasons.get(kept.subject());
                if (reason != null) {
                    leftOut.computeIfAbsent(reason, any -> new BitSet()).set(Math.toIntExact(kept.position()));
                    continue;
                }
                zip.putNextEntry(new ZipEntry(kept.name()));
                zip.write(kept.content());
                zip.closeEntry();
                written++;
            }
        }
        return written;
    }

    private void requireAll(long there) throws IOException {
        if (there != task.done()) {
            throw new IOException("of task " + task.id() + " " + there + " records are there, not " + task.done());
        }
    }

    /** All files; that they are still as many as they were when their content was written is part of it. */
    private void each(Each each) throws IOException {
        long count = 0;
        for (List<TaskItemRows.Listed> page = rows.listed(task.id(), 0);
                !page.isEmpty();
                page = rows.listed(task.id(), page.get(page.size() - 1).position())) {
            for (TaskItemRows.Listed file : page) {
                each.take(file);
            }
            count += page.size();
        }
        requireAll(count);
    }

    private @Nullable String reason(TaskItemRows.Listed file) {
        return leftOut.entrySet().stream()
                .filter(reason -> reason.getValue().get(Math.toIntExact(file.position())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static long last(List<TaskItemRows.Kept> page) {
        return page.get(page.size() - 1).position();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
