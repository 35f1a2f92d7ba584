package org.anze.gateway.mapping.rendering;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Pattern;
import org.anze.gateway.record.text.CellText;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code target} of an outbound mapping: how the file looks. Keys that are left out have the default named
 * here.
 *
 * @param format json, ndjson, csv, xlsx, xml or soap
 * @param encoding csv and xml: charset; null means UTF-8. GBK and GB2312 stay what they are: a character they lack
 *     stops the delivery
 * @param bom csv: whether a byte order mark is written before UTF-8
 * @param delimiter csv: one character; null means comma
 * @param headings csv and xlsx: whether a heading row is written; null means yes
 * @param sheet xlsx: name of the sheet; null means {@code records}
 * @param records json: path of the array, {@code /data/list}, null when the array is the document; xml and soap:
 *     path of the record element, {@code /list/item}, for soap below the body; null means {@code /records/record}
 * @param namespace xml and soap: namespace of all elements; null means none
 * @param absent csv and xlsx: text for what is absent or withheld; null means an empty cell
 */
public record Target(
        Format format,
        @Nullable String encoding,
        boolean bom,
        @Nullable String delimiter,
        @Nullable Boolean headings,
        @Nullable String sheet,
        @Nullable String records,
        @Nullable String namespace,
        @Nullable String absent) {

    private static final Pattern JSON_PATH = Pattern.compile("(/[^/]{1,100}){1,8}");
    private static final Pattern XML_PATH = Pattern.compile("(/[\\p{L}_][\\p{L}\\p{N}._-]{0,99}){2,8}");
    private static final int LONGEST_SHEET = 31;
    private static final Pattern SHEET_LACKS = Pattern.compile("[\\[\\]*?/\\\\:\\p{Cntrl}]|^'|'$");
    /** What a cell may need to be written, or may begin with, cannot part cells. */
    private static final Pattern DELIMITER = Pattern.compile("[^\\p{L}\\p{N}\"'=+@\\r\\n.-]");

    /** The formats that are written. */
    public enum Format {
        JSON("json", "application/json"),
        NDJSON("ndjson", "application/x-ndjson"),
        CSV("csv", "text/csv"),
        XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        XML("xml", "application/xml"),
        SOAP("soap.xml", "text/xml");

        private final String extension;
        private final String mediaType;

        Format(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        /** What file names end with, without the dot. */
        public String extension() {
            return extension;
        }

        /** Tables of cells: their values are text for people. */
        boolean isTable() {
            return this == CSV || this == XLSX;
        }

        boolean isXml() {
            return this == XML || this == SOAP;
        }
    }

    /** Checks what can be checked without the table. */
    public Target {
        if (format == null) {
            throw new IllegalArgumentException("target.format: json | ndjson | csv | xlsx | xml | soap");
        }
        if (delimiter != null && !DELIMITER.matcher(delimiter).matches()) {
            throw new IllegalArgumentException("target.delimiter: one character, no letter, digit, quote, = + - @");
        }
        // A lone dash is a usual word for nothing, and no program runs it.
        if (absent != null && absent.strip().length() > 1 && CellText.beginsFormula(absent)) {
            throw new IllegalArgumentException("target.absent: a text that does not begin like a formula (= + - @)");
        }
        if (sheet != null
                && (sheet.length() > LONGEST_SHEET
                        || sheet.isBlank()
                        || SHEET_LACKS.matcher(sheet).find())) {
            throw new IllegalArgumentException(
                    "target.sheet: 1 … 31 characters without [ ] * ? / \\ :, no ' at either end");
        }
        if (records != null
                && format == Format.JSON
                && !JSON_PATH.matcher(records).matches()) {
            throw new IllegalArgumentException("target.records: /data/list");
        }
        if (records != null && format.isXml() && !XML_PATH.matcher(records).matches()) {
            throw new IllegalArgumentException("target.records: /list/item");
        }
        if (records != null && !format.isXml() && format != Format.JSON) {
            throw new IllegalArgumentException("target.records: json | xml | soap");
        }
        if (encoding != null && format != Format.CSV && !format.isXml()) {
            throw new IllegalArgumentException("target.encoding: csv | xml | soap");
        }
        charset(encoding);
    }

    /** A target of a format with defaults for all the rest. */
    public static Target of(Format format) {
        return new Target(format, null, false, null, null, null, null, null, null);
    }

    /** CSV in an encoding. */
    public static Target csv(Charset charset, boolean bom) {
        return new Target(Format.CSV, charset.name(), bom, null, null, null, null, null, null);
    }

    /** What the bytes are encoded with. */
    public Charset charset() {
        return charset(encoding);
    }

    private static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("target.encoding: UTF-8 | GB18030", e);
        }
    }

    /** Media type with charset where the format has one. */
    public String mediaType() {
        return switch (format) {
            case CSV, XML, SOAP -> format.mediaType + "; charset=" + charset().name();
            default -> format.mediaType;
        };
    }

    boolean hasHeadings() {
        return headings == null || headings;
    }

    /** The elements or keys around the records. */
    String[] path() {
        return records == null ? new String[0] : records.substring(1).split("/");
    }
}
