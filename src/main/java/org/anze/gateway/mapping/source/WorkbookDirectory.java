package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** What the directory of an xlsx workbook says of its sheets, read within the limits of every other archive. Stateless. */
public final class WorkbookDirectory {

    private static final String PART = "xl/workbook.xml";

    private WorkbookDirectory() {}

    /**
     * The beginning of the part that names the sheets, as XML; null when this is no workbook, or one that its own reader will
     * refuse.
     *
     * @param in taken to its end; the caller closes it
     * @param most bytes of the part
     */
    public static @Nullable String of(InputStream in, int most) {
        try (Archive archive = Archive.of(in, "xlsx")) {
            ArchiveEntry part = archive.find(PART);
            if (part == null) {
                return null;
            }
            try (InputStream opened = archive.open(part)) {
                return new String(opened.readNBytes(most), StandardCharsets.UTF_8);
            }
        } catch (SenderMustCorrect refused) {
            // Its own reader refuses it in the same words, and with the place.
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
