package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever bytes come in, a reader reads them or refuses them in the catalogue's words, soon, and says the same however the
 * stream hands them out. Inputs are bent copies of good ones; a copy that gives an answer not seen before is bent further.
 *
 * <p>{@code -Danze.fuzz.minutes=n} goes on for n minutes with another seed every time; {@code -Danze.fuzz.seed=s} repeats one.
 */
class ReaderFuzzTest {

    private static final long SEED = 20261122;
    private static final long NANOS_IN_VERIFY = 900_000_000L;
    private static final long SLOW_NANOS = 10_000_000_000L;
    private static final int LARGEST = 1 << 16;
    private static final String TABLE =
            "单位：万元,,\r\n保单号,保费,企业\r\nA1,\"61,115.83\",甲\r\n,\"5\"\"x\",\"乙\n丙\"\r\n合计,3,2单\r\n";
    private static final String[] TOKENS = {
        "\"",
        ",",
        "\r",
        "\n",
        "\0",
        "\uFEFF",
        "<",
        ">",
        "&",
        "&#x",
        "]]>",
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE",
        "<?xml",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\u",
        "1e999",
        "-",
        "单位：元",
        "保单号",
        "合计",
        "\u00ff\u00fe",
        "PK\u0003\u0004",
        "r='1'",
        "t='s'",
        "<v>",
        "<c r='A1'>",
        "xmlns:a=",
        "#2",
        "\uD842\uDFB7"
    };

    private enum Kind {
        CSV,
        CSV_GBK,
        FIXED,
        FIXED_RECORDS,
        XML,
        SOAP,
        JSON,
        NDJSON,
        XLSX,
        XLSX_PARTS,
        XLS,
        XLS_RECORDS,
        ZIP;

        SourceFormat format() {
            return Reading.format(
                    switch (this) {
                        case CSV ->
                            "{format: csv, headingLine: auto, statedUnit: true, fillDown: [保单号], groupBy: [保单号], "
                                    + "totals: {row: {equals: 合计}, sums: [保费]}}";
                        case CSV_GBK -> "{format: csv, encoding: GBK, headingLine: 2}";
                        case FIXED ->
                            "{format: fixed, encoding: GBK, fixed: {columns: [{name: 保单号, width: 6}, {name: 保费, width: 9}]}}";
                        case FIXED_RECORDS ->
                            "{format: fixed, encoding: GBK, fixed: {recordLength: 15, columns: [{name: 保单号, width: 6}, {name: 保费, width: 9}]}}";
                        case XML -> "{format: xml, records: /l/r, totals: {count: {column: /l/@n}}}";
                        case SOAP -> "{format: xml, records: /e/b/l/r, cdata: /e/b}";
                        case JSON -> "{format: json, records: /d/l}";
                        case NDJSON -> "{format: ndjson}";
                        case XLSX, XLSX_PARTS -> "{format: xlsx, headingLine: auto, formulas: cached}";
                        case XLS, XLS_RECORDS -> "{format: xls, headingLine: auto, formulas: cached}";
                        case ZIP -> "{format: csv, headingLine: 2, archive: {entries: '*'}}";
                    },
                    "保单号",
                    "保费");
        }

        byte[] good() {
            return switch (this) {
                case CSV -> TABLE.getBytes(StandardCharsets.UTF_8);
                case CSV_GBK -> TABLE.getBytes(Charset.forName("GB18030"));
                case FIXED -> "A1    甲 5.25   \nA2    乙㛃  \n".getBytes(Charset.forName("GB18030"));
                case FIXED_RECORDS -> "A1    甲 5.25  A2    乙㛃   ".getBytes(Charset.forName("GB18030"));
                case XML ->
                    "<?xml version='1.0'?><l n='2'><h>x</h><r a='1'><b>t&amp;</b><c><d/></c></r><r><![CDATA[x]]></r></l>"
                            .getBytes(StandardCharsets.UTF_8);
                case SOAP ->
                    "<e><b><![CDATA[<?xml version='1.0'?>\n<l><r><a>1</a></r><r/></l>]]></b></e>"
                            .getBytes(StandardCharsets.UTF_8);
                case JSON ->
                    "{\"n\":1,\"d\":{\"x\":[{}],\"l\":[{\"a\":1,\"b\":[\"x\",null],\"o\":[{\"k\":1.5e3}]},{}]}}"
                            .getBytes(StandardCharsets.UTF_8);
                case NDJSON -> "{\"a\":1}\n{\"b\":\"\\u4e00\",\"c\":[{}]}\n".getBytes(StandardCharsets.UTF_8);
                case XLSX, XLSX_PARTS -> workbook();
                case XLS, XLS_RECORDS ->
                    XlsFile.globals("S", "保单号", "保费", "甲乙", "x")
                            .beginSheet()
                            .shared(0, 0, 0)
                            .shared(0, 1, 1)
                            .shared(1, 0, 2)
                            .number(1, 1, 61115.83)
                            .record(0x27E, 2, 0, 0, 6, 0)
                            .record(0xBD, 3, 0, 0, 6, 0, 0, 10, 0, 1)
                            .bytes(0x06, new byte[] {
                                4,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                (byte) 255,
                                (byte) 255,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                3,
                                0,
                                0x1E,
                                1,
                                0
                            })
                            .bytes(0x207, new byte[] {1, 0, 0, 'x'})
                            .end()
                            .file();
                case ZIP -> ArchiveTest.zip("a.csv", TABLE, "b/c.csv", TABLE);
            };
        }

        private static byte[] workbook() {
            return XlsxFile.of(
                            XlsxFile.row(1, "标题"),
                            XlsxFile.row(3, "保单号", "保费"),
                            XlsxFile.cells(4, "<c r='A4' t='s'><v>0</v></c>", "<c r='B4' s='1'><v>45322.5</v></c>"),
                            XlsxFile.cells(5, "<c r='A5'><f>A4</f><v>0.1</v></c>", "<c t='b'><v>1</v></c>"))
                    .formats("0", "14")
                    .shared("甲_x000D_乙")
                    .bytes();
        }
    }

    @BeforeAll
    static void keepsTheLibraryFromTellingEveryBentByte() {
        ((Logger) LoggerFactory.getLogger("org.apache.poi")).setLevel(Level.OFF);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void readsOrRefusesWhateverComes(Kind kind) throws IOException {
        long minutes = Long.getLong("anze.fuzz.minutes", 0);
        long budget = minutes == 0 ? NANOS_IN_VERIFY : minutes * 60_000_000_000L / Kind.values().length;
        long seed = Long.getLong("anze.fuzz.seed", minutes == 0 ? SEED : System.nanoTime());
        Random random = new Random(seed);
        SourceFormat format = kind.format();
        List<byte[]> pool = new ArrayList<>(List.of(kind.good()));
        Set<String> seen = new HashSet<>();
        assertThat(answer(format, kind.good(), random, "good"))
                .as("the good input")
                .startsWith("read");
        long start = System.nanoTime();
        long rounds = 0;
        while (System.nanoTime() - start < budget) {
            byte[] input = bend(kind, pool.get(random.nextInt(pool.size())), random);
            rounds++;
            String answer = answer(format, input, random, kind + ", seed " + seed + ", round " + rounds);
            if (seen.add(answer) && pool.size() < 2000 && input.length < LARGEST) {
                pool.add(input);
            }
        }
        assertThat(rounds).isGreaterThan(20);
        assertThat(seen.size()).isGreaterThan(2);
    }

    private static byte[] bend(Kind kind, byte[] input, Random random) throws IOException {
        boolean inside = random.nextInt(8) != 0;
        if (inside && (kind == Kind.XLSX_PARTS || kind == Kind.ZIP)) {
            return bendParts(input, random);
        }
        if (inside && kind == Kind.XLS_RECORDS) {
            return bendStream(input, random);
        }
        return bend(input, random);
    }

    /** Bends what is packed and packs it again, so that check sums do not hide the readers behind them. */
    private static byte[] bendParts(byte[] input, Random random) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(input))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readNBytes(LARGEST));
            }
        } catch (IOException | IllegalArgumentException e) {
            return bend(input, random);
        }
        if (parts.isEmpty()) {
            return bend(input, random);
        }
        List<String> names = new ArrayList<>(parts.keySet());
        String chosen = names.get(random.nextInt(names.size()));
        parts.put(chosen, bend(parts.get(chosen), random));
        return XlsxFile.zip(parts);
    }

    private static byte[] bendStream(byte[] input, Random random) throws IOException {
        byte[] stream;
        try (POIFSFileSystem container = new POIFSFileSystem(new ByteArrayInputStream(input));
                InputStream in = container.createDocumentInputStream("Workbook")) {
            stream = in.readNBytes(LARGEST);
        } catch (IOException | RuntimeException e) {
            return bend(input, random);
        }
        return XlsFile.container("Workbook", bend(stream, random));
    }

    private static byte[] bend(byte[] input, Random random) {
        byte[] bent = input;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            bent = bendOnce(bent, random);
        }
        return bent.length > LARGEST ? Arrays.copyOf(bent, LARGEST) : bent;
    }

    private static byte[] bendOnce(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + 1 + random.nextInt(1 + random.nextInt(40)));
        byte[] part = Arrays.copyOfRange(input, at, to);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> put(input, at, to, new byte[0]);
            case 2 -> put(input, at, at, part);
            case 3 -> {
                byte[] many = new byte[Math.min(LARGEST, part.length * random.nextInt(400))];
                for (int i = 0; i < many.length; i++) {
                    many[i] = part[i % part.length];
                }
                yield put(input, at, at, many);
            }
            case 4 -> put(input, at, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
            case 5 -> put(input, at, to, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
            case 6 -> {
                int other = random.nextInt(input.length + 1);
                yield put(input, other, other, part);
            }
            default -> {
                byte[] copy = input.clone();
                if (at < copy.length) {
                    copy[at] =
                            random.nextBoolean() ? (byte) random.nextInt() : (byte) (copy[at] ^ 1 << random.nextInt(8));
                }
                yield copy;
            }
        };
    }

    private static byte[] put(byte[] input, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(middle);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    /** What came of it; anything but records or a refusal fails. */
    private static String answer(SourceFormat format, byte[] input, Random random, String what) {
        long start = System.nanoTime();
        String whole = read(format, new ByteArrayInputStream(input), what);
        String dripping = read(format, new Dripping(input, random.nextInt()), what);
        assertThat(dripping).as(what).isEqualTo(whole);
        String surveyed;
        try {
            surveyed = "read "
                    + format.survey(new ByteArrayInputStream(input), record -> {})
                            .records();
        } catch (SenderMustCorrect e) {
            surveyed = told(e);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(whole.startsWith("read") ? whole.substring(0, whole.indexOf(';')) : whole)
                .as(what)
                .isEqualTo(surveyed);
        assertThat(System.nanoTime() - start).as(what).isLessThan(SLOW_NANOS);
        return whole;
    }

    private static String told(SenderMustCorrect e) {
        return e.finding().code() + " " + e.finding().location();
    }

    private static String read(SourceFormat format, InputStream in, String what) {
        try (SourceReader reader = format.open(in)) {
            long count = 0;
            Set<String> damages = new HashSet<>();
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                assertThat(record.ordinal()).as(what).isEqualTo(count++);
                Reading.damage(record).forEach(finding -> damages.add(finding.code()));
                for (String column : record.columns()) {
                    record.value(column);
                    record.values(column);
                    record.locate(column);
                    if (record instanceof Repeated repeated) {
                        repeated.items(column);
                    }
                }
            }
            return "read " + count + ";" + damages;
        } catch (SenderMustCorrect e) {
            return told(e);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    /** Hands out its bytes in pieces of any size. */
    private static final class Dripping extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int at;

        Dripping(byte[] bytes, int seed) {
            this.bytes = bytes;
            this.random = new Random(seed);
        }

        @Override
        public int read() {
            return at == bytes.length ? -1 : bytes[at++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == bytes.length) {
                return length == 0 ? 0 : -1;
            }
            int count = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(64));
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count;
        }
    }
}
