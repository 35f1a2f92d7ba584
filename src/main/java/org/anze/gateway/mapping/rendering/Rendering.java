package org.anze.gateway.mapping.rendering;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CanonicalColumn;
import org.anze.gateway.record.text.CanonicalText;
import org.jspecify.annotations.Nullable;

/** A way to write records of one type into a file. Immutable and safe for many threads. */
public final class Rendering {

    private final Target target;
    private final List<Column> columns;
    private final @Nullable RecordDefinition root;

    /** {@code root} is named by the root element of canonical XML; null for every other file. */
    Rendering(Target target, List<Column> columns, @Nullable RecordDefinition root) {
        this.target = target;
        this.columns = List.copyOf(columns);
        this.root = root;
    }

    /**
     * All fields of a definition under their canonical names (JSON, NDJSON, XML, SOAP: values as in canonical JSON)
     * or Chinese headings (CSV, xlsx: values as {@link CanonicalText} has them). The canonical mappings read it back.
     */
    public static Rendering canonical(RecordDefinition definition, Target target) {
        boolean table = target.format().isTable();
        List<Column> columns = new ArrayList<>();
        for (CanonicalColumn column : CanonicalColumn.of(definition)) {
            columns.add(
                    table
                            ? new Column(column.heading(), new TableCell(column))
                            : new Column(column.name(), view -> view.value(column)));
        }
        return new Rendering(target, columns, definition);
    }

    /**
     * What a recipient is given of records of one definition: ledger index, version, operation and scope, then every
     * field of a unit that at least one record shows. Headings say where values are masked; when a field is masked or
     * withheld in some record, two more columns name the fields concerned, record by record.
     */
    public static Rendering disclosed(RecordDefinition definition, Target target, List<RecordView> views) {
        boolean table = target.format().isTable();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(table ? "台账序号" : "ledgerIndex", RecordView::index));
        boolean anyMasked = views.stream().anyMatch(view -> !view.masked().isEmpty());
        boolean anyWithheld = views.stream().anyMatch(view -> !view.withheld().isEmpty());
        for (CanonicalColumn column : CanonicalColumn.of(definition)) {
            FieldDefinition field = column.field();
            Manner manner = field == null ? Manner.GIVEN : Manner.of(field, views);
            if (manner != Manner.NONE) {
                columns.add(
                        table
                                ? new Column(manner.heading(column), new TableCell(column))
                                : new Column(column.name(), view -> view.value(column)));
            }
            if (column.name().equals("sector") && field == null) {
                columns.add(new Column(
                        table ? "保险机构代号" : "insurerId", view -> view.envelope().get("insurer")));
            }
        }
        if (anyMasked) {
            columns.add(new Column(table ? "脱敏字段" : "masked", names(RecordView::masked, table)));
        }
        if (anyWithheld) {
            columns.add(new Column(table ? "不予提供字段" : "withheld", names(RecordView::withheld, table)));
        }
        return new Rendering(target, columns, null);
    }

    /** A file of these columns, heading or path → name of a value in the views. */
    public static Rendering plain(Target target, Map<String, String> columns) {
        List<Column> made = new ArrayList<>();
        columns.forEach((path, name) -> made.add(new Column(path, view -> view.value(name))));
        return new Rendering(target, made, null);
    }

    static Column.Maker names(Function<RecordView, Set<String>> units, boolean words) {
        return view -> {
            if (units.apply(view).isEmpty()) {
                return null;
            }
            return words
                    ? view.fieldsIn(units.apply(view)).stream().collect(Collectors.joining("、"))
                    : List.copyOf(units.apply(view));
        };
    }

    /** How the file looks. */
    public Target target() {
        return target;
    }

    /** Headings or paths, in the order they are written. */
    public List<String> columns() {
        return columns.stream().map(Column::path).toList();
    }

    /**
     * Writes records.
     *
     * @param owner party id, for messages
     * @throws TryAgainLater when the target lacks a character or a code, or a cell is too long for it
     */
    public byte[] render(String owner, Iterable<RecordView> views) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        try {
            render(owner, views, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes records to a stream, which stays open. Memory does not grow with their number, except for the packed
     * file of a workbook.
     *
     * @throws TryAgainLater when the target lacks a character or a code, or a cell is too long for it
     */
    public void render(String owner, Iterable<RecordView> views, OutputStream out) throws IOException {
        List<String> paths = columns();
        Place place = new Place(owner);
        try (RecordWriter writer = writer(paths, place, out)) {
            @Nullable Object[] cells = new Object[columns.size()];
            for (RecordView view : views) {
                place.turnTo(view.index());
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = columns.get(i).maker().make(view);
                }
                writer.write(cells);
            }
            writer.finish();
        }
    }

    private RecordWriter writer(List<String> paths, Place place, OutputStream out) throws IOException {
        return switch (target.format()) {
            case CSV -> new CsvRecords(target, paths, place, out);
            case XLSX -> new XlsxRecords(target, paths, place, out);
            case JSON, NDJSON -> new JsonRecords(target, paths, out);
            case XML, SOAP -> new XmlRecords(target, paths, root, place, out);
        };
    }
}
