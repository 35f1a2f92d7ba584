package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a zip file (PKWARE APPNOTE 6.3, with ZIP64), read from its end, and its entries. Written here rather than
 * taken from the JDK because everything about it has a limit and every refusal its own words: number of entries, ratio of
 * unpacking, overlapping entries, encryption, names that climb out of their folder. Nothing is ever unpacked to a path.
 */
final class Archive implements AutoCloseable {

    /** What a submission in a zip or workbook may have at most. */
    static final long LARGEST = 1L << 30;

    private static final int MOST_ENTRIES = 10_000;
    private static final int LARGEST_DIRECTORY = 8 << 20;
    private static final int END = 0x06054B50;
    private static final int END_LENGTH = 22;
    private static final int END64 = 0x06064B50;
    private static final int LOCATOR64 = 0x07064B50;
    private static final int CENTRAL = 0x02014B50;
    private static final int CENTRAL_LENGTH = 46;

    private final Spool file;
    private final List<ArchiveEntry> entries;

    private Archive(Spool file, List<ArchiveEntry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Takes all of the stream and reads the directory. {@code wanted} is what was agreed, for messages. */
    static Archive of(InputStream in, String wanted) {
        Spool file = Spool.of(in, LARGEST);
        try {
            FileKind kind = file.kind();
            if (kind == FileKind.COMPOUND && file.contains("EncryptedPackage")) {
                throw new SenderMustCorrect(SourceProblem.ENCRYPTED, Location.WHOLE);
            }
            if (kind != FileKind.ZIP) {
                throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, kind.words(), wanted);
            }
            return new Archive(file, directory(file));
        } catch (IOException e) {
            file.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static SenderMustCorrect broken(String detail) {
        return new SenderMustCorrect(SourceProblem.ARCHIVE_BROKEN, Location.WHOLE, detail);
    }

    private static List<ArchiveEntry> directory(Spool file) throws IOException {
        int tail = (int) Math.min(file.size(), END_LENGTH + 0xFFFF);
        ByteBuffer end = read(file, file.size() - tail, tail);
        int at = tail - END_LENGTH;
        while (at >= 0 && !(end.getInt(at) == END && at + END_LENGTH + unsigned(end, at + 20) == tail)) {
            at--;
        }
        if (at < 0) {
            throw broken("directory");
        }
        long count = unsigned(end, at + 10);
        long length = Integer.toUnsignedLong(end.getInt(at + 12));
        long start = Integer.toUnsignedLong(end.getInt(at + 16));
        long endAt = file.size() - tail + at;
        if ((count == 0xFFFF || length == 0xFFFFFFFFL || start == 0xFFFFFFFFL) && endAt >= 20) {
            ByteBuffer locator = read(file, endAt - 20, 20);
            if (locator.getInt(0) == LOCATOR64) {
                ByteBuffer end64 = read(file, locator.getLong(8), 56);
                if (end64.getInt(0) != END64) {
                    throw broken("directory");
                }
                count = end64.getLong(32);
                length = end64.getLong(40);
                start = end64.getLong(48);
            }
        }
        if (count < 0 || count > MOST_ENTRIES || length < 0 || length > LARGEST_DIRECTORY) {
            throw new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, MOST_ENTRIES + " entries");
        }
        return entries(read(file, start, (int) length), (int) count, file.size());
    }

    private static ByteBuffer read(Spool file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (position < 0 || file.read(position, bytes, 0, length) < length) {
            throw broken("directory");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    private static List<ArchiveEntry> entries(ByteBuffer directory, int count, long fileSize) {
        List<ArchiveEntry> entries = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + CENTRAL_LENGTH > directory.limit() || directory.getInt(at) != CENTRAL) {
                throw broken("directory");
            }
            int nameLength = unsigned(directory, at + 28);
            int extraLength = unsigned(directory, at + 30);
            int next = at + CENTRAL_LENGTH + nameLength + extraLength + unsigned(directory, at + 32);
            if (next > directory.limit()) {
                throw broken("directory");
            }
            ArchiveEntry entry = ArchiveEntry.read(directory, at, i + 1);
            if (entry.offset() < 0
                    || entry.packed() < 0
                    || entry.packed() > fileSize - entry.offset()
                    || entry.end() > fileSize) {
                throw broken("entry " + (i + 1));
            }
            if (!names.add(entry.name())) {
                throw broken("two entries of one name");
            }
            entries.add(entry);
            at = next;
        }
        refuseOverlaps(entries);
        ArchiveEntry.refuseBomb(entries);
        return List.copyOf(entries);
    }

    /** The best bombs let thousands of entries share the same packed bytes. */
    private static void refuseOverlaps(List<ArchiveEntry> entries) {
        List<ArchiveEntry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingLong(ArchiveEntry::offset));
        for (int i = 1; i < byPlace.size(); i++) {
            if (byPlace.get(i).offset() < byPlace.get(i - 1).end()) {
                throw new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, "overlapping entries");
            }
        }
    }

    /** In the order of the directory. */
    List<ArchiveEntry> entries() {
        return entries;
    }

    /** The entry of that exact name; null when there is none. */
    @Nullable
    ArchiveEntry find(String name) {
        for (ArchiveEntry entry : entries) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }

    /** The unpacked bytes; what is wrong with them is thrown as a refusal while they are read. */
    InputStream open(ArchiveEntry entry) {
        return entry.open(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
