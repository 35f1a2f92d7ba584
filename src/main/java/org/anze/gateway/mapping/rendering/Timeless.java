package org.anze.gateway.mapping.rendering;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Takes the time of writing out of a workbook, so that equal records give equal bytes and equal digests. */
final class Timeless {

    private static final LocalDateTime BEGINNING = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final Pattern MOMENT = Pattern.compile("(?<head><dcterms:(?:created|modified)[^>]*>)[^<]*");

    private Timeless() {}

    static void copy(ByteArrayOutputStream workbook, OutputStream out) throws IOException {
        // The JDK's streaming reader does not take what fastexcel writes, so the packed file is read at random.
        try (ZipFile file = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(workbook.toByteArray()))
                .get()) {
            ZipOutputStream zip = new ZipOutputStream(out);
            for (ZipArchiveEntry entry : Collections.list(file.getEntriesInPhysicalOrder())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(BEGINNING);
                zip.putNextEntry(copy);
                try (InputStream in = file.getInputStream(entry)) {
                    if (entry.getName().equals("docProps/core.xml")) {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        zip.write(MOMENT.matcher(text)
                                .replaceAll("${head}1980-01-01T00:00:00Z")
                                .getBytes(StandardCharsets.UTF_8));
                    } else {
                        in.transferTo(zip);
                    }
                }
                zip.closeEntry();
            }
            zip.finish();
        }
    }
}
