package org.anze.gateway.feed.rendition;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** RFC 4180 tables with CRLF and one heading line in Chinese, in the recipient's encoding, without a byte order mark. */
final class CsvRendition {

    private final Party recipient;
    private final long number;
    private final Charset charset;

    private CsvRendition(Party recipient, long number, Charset charset) {
        this.recipient = recipient;
        this.number = number;
        this.charset = charset;
    }

    static List<Parcel.Rendition> render(
            Party recipient, long number, List<DisclosedRecord> records, RecordDefinitions definitions) {
        CsvRendition rendition = new CsvRendition(recipient, number, charset(recipient));
        Map<RecordType, List<DisclosedRecord>> byType = new EnumMap<>(RecordType.class);
        List<DisclosedRecord> withdrawn = new ArrayList<>();
        for (DisclosedRecord record : records) {
            if (record.withdrawal()) {
                withdrawn.add(record);
            } else {
                byType.computeIfAbsent(record.sealed().type(), type -> new ArrayList<>())
                        .add(record);
            }
        }
        List<Parcel.Rendition> files = new ArrayList<>();
        byType.forEach((type, list) -> {
            RecordDefinition definition =
                    definitions.of(type, list.get(0).sealed().schemaVersion());
            files.add(rendition.table(definition, list));
        });
        if (!withdrawn.isEmpty()) {
            files.add(rendition.withdrawals(withdrawn));
        }
        return List.copyOf(files);
    }

    private static Charset charset(Party recipient) {
        Party.Delivery delivery = recipient.delivery();
        String name = delivery == null ? null : delivery.encoding();
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new TryAgainLater(RenditionProblem.UNKNOWN_ENCODING, e, recipient.id(), name);
        }
    }

    private Parcel.Rendition table(RecordDefinition definition, List<DisclosedRecord> records) {
        List<CsvColumns.Column> columns = CsvColumns.of(definition, records);
        return file(definition.type().code(), table -> {
            List<String> line = new ArrayList<>();
            line.add("台账序号");
            columns.forEach(column -> line.add(column.heading()));
            table.write(-1, line, line);
            List<String> headings = List.copyOf(line);
            List<Map<String, @Nullable Object>> units = new ArrayList<>();
            for (DisclosedRecord record : records) {
                units.clear();
                record.units().forEach(unit -> units.add(UnitValues.of(unit)));
                line.clear();
                line.add(Long.toString(record.sealed().index()));
                for (CsvColumns.Column column : columns) {
                    Object value = units.get(column.unit()).get(column.field());
                    line.add(value == null ? "" : CellText.of(column.type(), value));
                }
                table.write(record.sealed().index(), headings, line);
            }
        });
    }

    private Parcel.Rendition withdrawals(List<DisclosedRecord> records) {
        List<String> headings = List.of("记录类型", "业务主键", "版本");
        return file("withdrawn", table -> {
            table.write(-1, headings, headings);
            for (DisclosedRecord record : records) {
                String version = Long.toString(record.sealed().version());
                String key = CellText.inert(record.sealed().businessKey());
                table.write(
                        record.sealed().index(),
                        headings,
                        List.of(record.sealed().type().code(), key, version));
            }
        });
    }

    private Parcel.Rendition file(String what, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        // Every cell is tried before it is written, so that the refusal can name it; the encoder is the second lock.
        CharsetEncoder strict = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Writer out = new OutputStreamWriter(bytes, strict);
                CsvWriter csv =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
            content.write(new Table(csv, charset.newEncoder()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        String name = Parcel.fileBase(number) + "." + what + ".csv";
        return new Parcel.Rendition(name, "text/csv; charset=" + charset.name(), bytes.toByteArray());
    }

    /** What goes into a file. */
    private interface Content {
        void write(Table table);
    }

    /** Writes lines whose every character the recipient's encoding has. */
    private final class Table {
        private final CsvWriter csv;
        private final CharsetEncoder encoder;

        Table(CsvWriter csv, CharsetEncoder encoder) {
            this.csv = csv;
            this.encoder = encoder;
        }

        void write(long index, List<String> headings, List<String> cells) {
            for (int i = 0; i < cells.size(); i++) {
                if (!encoder.canEncode(cells.get(i))) {
                    throw new TryAgainLater(
                            RenditionProblem.UNENCODABLE, null, recipient.id(), charset.name(), index, headings.get(i));
                }
            }
            csv.writeRecord(cells);
        }
    }
}
