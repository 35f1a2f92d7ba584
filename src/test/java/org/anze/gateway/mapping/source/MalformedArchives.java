package org.anze.gateway.mapping.source;

import static org.anze.gateway.mapping.source.ArchiveTest.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small broken zip files, named by their defect. */
final class MalformedArchives {

    private static final String TABLE = "保单号,保费\nA1,5\n";
    private static final int CENTRAL = 0x02014B50;
    private static final int END = 0x06054B50;

    private MalformedArchives() {}

    /** Bends the bytes of a zip of one table, given where its directory and its end begin. */
    private interface Bend {
        void apply(ByteBuffer file, int directory, int end);
    }

    private static byte[] bent(Bend bend) {
        return bent(zip("a.csv", TABLE), bend);
    }

    private static byte[] bent(byte[] file, Bend bend) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bend.apply(buffer, find(buffer, CENTRAL), find(buffer, END));
        return file;
    }

    private static int find(ByteBuffer file, int signature) {
        for (int i = 0; i + 4 <= file.limit(); i++) {
            if (file.getInt(i) == signature) {
                return i;
            }
        }
        throw new IllegalArgumentException("no zip");
    }

    /** A length beside which the end of the entry no longer fits into a number. */
    private static byte[] overflowing() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            ZipEntry entry = new ZipEntry("a.csv");
            byte[] extra = new byte[12];
            ByteBuffer.wrap(extra)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 0x9999)
                    .putShort((short) 8);
            entry.setExtra(extra);
            zip.putNextEntry(entry);
            zip.write(TABLE.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bent(file.toByteArray(), (bytes, dir, end) -> {
            int extra = dir + 46 + 5;
            bytes.putInt(dir + 20, -1).putShort(extra, (short) 1).putLong(extra + 4, Long.MAX_VALUE - 30);
        });
    }

    static Map<String, Supplier<byte[]>> all() {
        Map<String, Supplier<byte[]>> files = new TreeMap<>();
        directories(files);
        names(files);
        contents(files);
        return files;
    }

    private static void directories(Map<String, Supplier<byte[]>> files) {
        files.put("zip/empty.zip", () -> new byte[0]);
        files.put("zip/text.zip", () -> TABLE.getBytes(StandardCharsets.UTF_8));
        files.put("zip/gzip.zip", () -> new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0});
        files.put("zip/no-entries.zip", () -> XlsxFile.zip(new LinkedHashMap<>()));
        files.put("zip/cut-in-the-middle.zip", () -> {
            byte[] file = zip("a.csv", TABLE);
            return Arrays.copyOf(file, file.length / 2);
        });
        files.put("zip/bytes-behind-the-end.zip", () -> {
            byte[] file = zip("a.csv", TABLE);
            return Arrays.copyOf(file, file.length + 10);
        });
        files.put("zip/directory-somewhere-else.zip", () -> bent((file, dir, end) -> file.putInt(end + 16, dir + 5)));
        files.put("zip/directory-beyond-the-end.zip", () -> bent((file, dir, end) -> file.putInt(end + 16, 1 << 30)));
        files.put("zip/directory-longer-than-it-is.zip", () -> bent((file, dir, end) -> file.putInt(end + 12, 5000)));
        files.put(
                "zip/directory-larger-than-allowed.zip",
                () -> bent((file, dir, end) -> file.putInt(end + 12, 1 << 29)));
        files.put("zip/more-entries-promised.zip", () -> bent((file, dir, end) -> file.putShort(end + 10, (short) 7)));
        files.put(
                "zip/too-many-entries-promised.zip",
                () -> bent((file, dir, end) -> file.putShort(end + 10, (short) 60_000)));
        files.put("zip/entry-beyond-the-end.zip", () -> bent((file, dir, end) -> file.putInt(dir + 42, 1 << 29)));
        files.put("zip/entry-longer-than-a-number.zip", MalformedArchives::overflowing);
        files.put("zip/entry-longer-than-the-file.zip", () -> bent((file, dir, end) -> file.putInt(dir + 20, 1 << 29)));
        files.put(
                "zip/entry-that-is-none.zip",
                () -> bent((file, dir, end) -> file.putInt(0, 0x04034B51)
                        .put(0, (byte) 'P')
                        .put(1, (byte) 'K')
                        .put(2, (byte) 3)
                        .put(3, (byte) 4)
                        .putInt(dir + 42, 3)));
        files.put(
                "zip/name-longer-than-the-directory.zip",
                () -> bent((file, dir, end) -> file.putShort(dir + 28, (short) 9000)));
        files.put("zip/unpacked-size-understated.zip", () -> bent((file, dir, end) -> file.putInt(dir + 24, 3)));
        files.put("zip/unpacked-size-overstated.zip", () -> bent((file, dir, end) -> file.putInt(dir + 24, 300)));
        files.put("zip/unpacked-size-of-four-gigabytes.zip", () -> bent((file, dir, end) -> file.putInt(dir + 24, -1)));
        files.put("zip/check-sum-differs.zip", () -> bent((file, dir, end) -> file.putInt(dir + 16, 1)));
        files.put(
                "zip/method-that-nobody-knows.zip",
                () -> bent((file, dir, end) -> file.putShort(dir + 10, (short) 12)));
        files.put("zip/protected-by-a-password.zip", () -> bent((file, dir, end) -> file.putShort(dir + 8, (short) 1)));
        files.put("zip/protected-by-aes.zip", () -> bent((file, dir, end) -> file.putShort(dir + 10, (short) 99)));
        files.put(
                "zip/packed-bytes-damaged.zip",
                () -> bent((file, dir, end) -> {
                    for (int i = 36; i < 50; i++) {
                        file.put(i, (byte) 0xFF);
                    }
                }));
        files.put(
                "zip/overlapping-entries.zip",
                () -> bent(zip("a.csv", TABLE, "b.csv", TABLE), (file, dir, end) -> {
                    int second = dir + 46 + 5 + Short.toUnsignedInt(file.getShort(dir + 30));
                    file.putInt(second + 42, file.getInt(dir + 42));
                }));
        files.put(
                "zip/two-entries-of-one-name.zip",
                () -> bent(zip("a.csv", TABLE, "b.csv", TABLE), (file, dir, end) -> {
                    int second = dir + 46 + 5 + Short.toUnsignedInt(file.getShort(dir + 30));
                    file.put(second + 46, (byte) 'a');
                }));
    }

    private static void names(Map<String, Supplier<byte[]>> files) {
        files.put("zip/slip.zip", () -> zip("../a.csv", TABLE));
        files.put("zip/slip-in-the-middle.zip", () -> zip("a.csv", TABLE, "x/../../b.csv", TABLE));
        files.put("zip/slip-with-backslashes.zip", () -> zip("..\\..\\a.csv", TABLE));
        files.put("zip/slip-of-a-file-not-wanted.zip", () -> zip("a.csv", TABLE, "../../etc/passwd", "x"));
        files.put("zip/absolute-name.zip", () -> zip("/etc/a.csv", TABLE));
        files.put("zip/name-of-a-drive.zip", () -> zip("C:\\a.csv", TABLE));
        files.put("zip/name-with-a-control-character.zip", () -> zip("a\nb.csv", TABLE));
        files.put("zip/name-of-a-thousand-characters.zip", () -> zip("x".repeat(1000) + ".csv", TABLE));
        files.put("zip/no-name.zip", () -> zip("", TABLE));
        files.put("zip/no-entry-as-agreed.zip", () -> zip("a.xlsx", TABLE, "b.txt", TABLE));
        files.put(
                "zip/more-entries-than-agreed.zip",
                () -> zip("1.csv", TABLE, "2.csv", TABLE, "3.csv", TABLE, "4.csv", TABLE));
        files.put("zip/entry-not-read.zip", () -> zip("1.csv", TABLE, "readme.txt", "x"));
    }

    private static void contents(Map<String, Supplier<byte[]>> files) {
        files.put("zip/nested-zip.zip", () -> {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("a.csv", zip("a.csv", TABLE));
            return XlsxFile.zip(entries);
        });
        files.put("zip/nested-gzip.zip", () -> {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("a.csv", TABLE.getBytes(StandardCharsets.UTF_8));
            entries.put("b.csv", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0});
            return XlsxFile.zip(entries);
        });
        files.put("zip/second-entry-empty.zip", () -> zip("a.csv", TABLE, "b.csv", ""));
        files.put("zip/second-entry-unclosed-quote.zip", () -> zip("a.csv", TABLE, "b.csv", "保单号,保费\nA1,\"5\n"));
        files.put("zip/second-entry-heading-missing.zip", () -> zip("a.csv", TABLE, "b.csv", "保单号\nA1\n"));
        files.put("zip/second-entry-row-too-short.zip", () -> zip("a.csv", TABLE, "b.csv", TABLE + "A2\n"));
        files.put("zip/second-entry-nul.zip", () -> zip("a.csv", TABLE, "b.csv", TABLE + "A\0,5\n"));
        files.put("zip-xlsx/nested-archive-that-is-no-workbook.zip", () -> {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("a.xlsx", zip("a.csv", TABLE));
            return XlsxFile.zip(entries);
        });
        files.put("zip-xlsx/workbook-cut-off.zip", () -> {
            byte[] workbook = XlsxFile.of(XlsxFile.row(1, "保单号", "保费")).bytes();
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("a.xlsx", Arrays.copyOf(workbook, workbook.length - 30));
            return XlsxFile.zip(entries);
        });
    }
}
