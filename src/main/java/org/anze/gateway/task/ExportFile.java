package org.anze.gateway.task;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip of an export: {@code <ledger index>.proof.json} for each record that was given, each a proof bundle of
 * docs/spec/seal-v1.md that stands alone, and {@code list.csv} with position, file and digest (hexadecimal, of the ledger's
 * suite). For one thread; holds some records at a time.
 */
final class ExportFile {

    private final TaskRows rows;
    private final Task task;

    ExportFile(TaskRows rows, Task task) {
        this.rows = rows;
        this.task = task;
    }

    void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (List<TaskRows.Kept> page = rows.outputs(task.id(), 0);
                !page.isEmpty();
                page = rows.outputs(task.id(), last(page))) {
            for (TaskRows.Kept kept : page) {
                zip.putNextEntry(new ZipEntry(kept.name()));
                zip.write(kept.content());
                zip.closeEntry();
            }
        }
        zip.putNextEntry(new ZipEntry("list.csv"));
        line(zip, "position,file,digest");
        for (List<TaskRows.Kept> page = rows.outputs(task.id(), 0);
                !page.isEmpty();
                page = rows.outputs(task.id(), last(page))) {
            for (TaskRows.Kept kept : page) {
                line(
                        zip,
                        kept.position() + "," + kept.name() + ","
                                + HexFormat.of().formatHex(kept.digest()));
            }
        }
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    private static long last(List<TaskRows.Kept> page) {
        return page.get(page.size() - 1).position();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
