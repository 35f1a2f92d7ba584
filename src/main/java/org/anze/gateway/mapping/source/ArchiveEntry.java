package org.anze.gateway.mapping.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * One entry of a zip file as its directory describes it.
 *
 * @param number in the directory, from 1
 * @param packed bytes in the file
 * @param size bytes when unpacked
 * @param offset of the local header
 */
record ArchiveEntry(
        int number, String name, int flags, int method, long crc, long packed, long size, long offset, int nameLength) {

    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_LENGTH = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int AES = 99;

    /** Unpacking to more than this many times the packed size is a bomb; sheets of repeated rows reach about fifty. */
    private static final int RATIO = 200;

    private static final long HARMLESS = 16L << 20;
    private static final long LARGEST = 4L << 30;

    /** Reads an entry of the directory; the caller has checked that it lies inside. */
    static ArchiveEntry read(ByteBuffer directory, int at, int number) {
        int flags = Short.toUnsignedInt(directory.getShort(at + 8));
        int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
        long[] sizes = {
            Integer.toUnsignedLong(directory.getInt(at + 24)),
            Integer.toUnsignedLong(directory.getInt(at + 20)),
            Integer.toUnsignedLong(directory.getInt(at + 42))
        };
        widen(directory, at + 46 + nameLength, extraLength, sizes);
        byte[] name = new byte[nameLength];
        directory.get(at + 46, name);
        return new ArchiveEntry(
                number,
                text(name, (flags & 0x800) != 0),
                flags,
                Short.toUnsignedInt(directory.getShort(at + 10)),
                Integer.toUnsignedLong(directory.getInt(at + 16)),
                sizes[1],
                sizes[0],
                sizes[2],
                nameLength);
    }

    /** ZIP64: values that do not fit stand in an extra field, in this order. */
    private static void widen(ByteBuffer directory, int from, int length, long[] sizes) {
        int at = from;
        while (at + 4 <= from + length) {
            int field = Short.toUnsignedInt(directory.getShort(at));
            int end = at + 4 + Short.toUnsignedInt(directory.getShort(at + 2));
            if (field == 1) {
                int value = at + 4;
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == 0xFFFFFFFFL && value + 8 <= Math.min(end, from + length)) {
                        sizes[i] = directory.getLong(value);
                        value += 8;
                    }
                }
            }
            at = end;
        }
    }

    /** Names without the UTF-8 flag are of whatever charset the packer's system has; in China that is GBK. */
    private static String text(byte[] name, boolean utf8) {
        try {
            return strict(name, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            if (!utf8) {
                try {
                    return strict(name, Charset.forName("GB18030"));
                } catch (CharacterCodingException other) {
                    return new String(name, StandardCharsets.ISO_8859_1);
                }
            }
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    private static String strict(byte[] name, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(name)).toString().replace('\\', '/');
    }

    private static boolean isBomb(long size, long packed) {
        return size > HARMLESS && size / RATIO > packed;
    }

    private static SenderMustCorrect bomb() {
        return new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, "1:" + RATIO);
    }

    /** Those together that are harmless each, as the directory has them: no entry may have more in it than that says. */
    static void refuseBomb(List<ArchiveEntry> entries) {
        long size = 0;
        long packed = 0;
        for (ArchiveEntry entry : entries) {
            if (entry.size >= 0 && entry.size <= HARMLESS) {
                size += entry.size;
                packed += entry.packed;
            }
        }
        if (isBomb(size, packed)) {
            throw bomb();
        }
    }

    boolean isFolder() {
        return name.endsWith("/");
    }

    /** Whether the name stays within its folder and can be shown to people. */
    boolean isSafe() {
        if (name.isEmpty() || name.length() > 200 || name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return false;
            }
        }
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** The first byte behind it at the earliest. */
    long end() {
        return offset + LOCAL_LENGTH + nameLength + packed;
    }

    InputStream open(Spool file) {
        if ((flags & 0x2041) != 0 || method == AES) {
            throw new SenderMustCorrect(SourceProblem.ENCRYPTED, Location.WHOLE);
        }
        if (method != STORED && method != DEFLATED) {
            throw Archive.broken("method " + method);
        }
        if (size < 0 || size > LARGEST) {
            throw new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, (LARGEST >> 30) + " GB");
        }
        byte[] header = new byte[LOCAL_LENGTH];
        try {
            ByteBuffer local = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            if (file.read(offset, header, 0, LOCAL_LENGTH) < LOCAL_LENGTH || local.getInt(0) != LOCAL) {
                throw Archive.broken("entry " + number);
            }
            long data = offset
                    + LOCAL_LENGTH
                    + Short.toUnsignedInt(local.getShort(26))
                    + Short.toUnsignedInt(local.getShort(28));
            InputStream raw = file.stream(data, packed);
            return new Unpacking(method == STORED ? raw : inflating(raw));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream inflating(InputStream raw) {
        Inflater inflater = new Inflater(true);
        return new InflaterInputStream(raw, inflater, 1 << 14) {
            @Override
            public void close() {
                inflater.end();
            }
        };
    }

    /** Compares what comes out with what the directory promised, and stops at the limits. */
    private final class Unpacking extends InputStream {
        private final InputStream in;
        private final CRC32 sum = new CRC32();
        private long count;
        private boolean ended;

        Unpacking(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            int read;
            try {
                read = in.read(target, offset, length);
            } catch (ZipException | EOFException e) {
                throw Archive.broken("entry " + number);
            }
            if (read < 0) {
                finish();
                return -1;
            }
            count += read;
            sum.update(target, offset, read);
            if (isBomb(count, packed)) {
                throw bomb();
            }
            if (count > size) {
                throw Archive.broken("entry " + number);
            }
            return read;
        }

        private void finish() {
            ended = true;
            close();
            if (count != size || sum.getValue() != crc) {
                throw Archive.broken("entry " + number);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
