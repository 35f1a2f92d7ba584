package org.anze.gateway.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.mapping.MappingFile.Placed;
import org.anze.gateway.mapping.canonical.CanonicalMapping;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.FieldTable;
import org.anze.gateway.mapping.table.MappingFolder;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads one mapping: its yaml and the field tables beside it. For one use. */
final class MappingReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,59}");
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9-]{1,59}\\.fields\\.csv");
    private static final int MOST_TABLES = 20;
    private static final FieldTable FIELD_TABLE =
            new FieldTable(MappingProblem.FILE_UNREADABLE, MappingProblem.OPTION_WRONG);

    private final Path yaml;
    private final String name;
    private final RecordDefinitions definitions;
    private final CodeTables codeTables;
    private final Complaints complaints;

    /** {@code yaml} is {@code mappings/<party>/<name>.mapping.yaml}. */
    MappingReader(Path yaml, RecordDefinitions definitions, CodeTables codeTables) {
        this.yaml = yaml;
        this.name = MappingFolder.name(yaml);
        this.definitions = definitions;
        this.codeTables = codeTables;
        this.complaints = new Complaints(MappingFolder.shown(yaml));
    }

    /** What is wrong; empty after a {@link #read} that gave a mapping. */
    Complaints complaints() {
        return complaints;
    }

    /** The mapping; null when something is wrong with it, or when it is an outbound one. */
    @Nullable
    Mapping read() {
        try {
            MappingFile file = MappingFolder.YAML.readValue(Files.readAllBytes(yaml), MappingFile.class);
            if (file.isOutbound()) {
                return null;
            }
            if (!NAME.matcher(name).matches() || name.startsWith(CanonicalMapping.PREFIX)) {
                throw new IllegalArgumentException("name: " + NAME + ", not " + CanonicalMapping.PREFIX + "…");
            }
            if (file.direction() != null && !file.direction().equals("in")) {
                throw new IllegalArgumentException("direction: in | out");
            }
            Set<String> needed = new LinkedHashSet<>();
            List<ReadTable> read = new ArrayList<>();
            for (MappingFile.Table table : tables(file)) {
                ReadTable one = readTable(table);
                if (one != null) {
                    read.add(one);
                }
            }
            List<WrittenMapping.Table> written =
                    read.stream().map(ReadTable::written).toList();
            ColumnUses uses = new ColumnUses(written);
            boolean unitIsStated = file.source() != null && file.source().statedUnit();
            List<TableNormaliser> tables = read.stream()
                    .map(table -> compile(table, uses, needed, unitIsStated))
                    .toList();
            if (!complaints.isEmpty()) {
                return null;
            }
            if (file.source() == null) {
                throw new IllegalArgumentException("source");
            }
            TablesNormaliser normaliser = new TablesNormaliser(tables);
            return new Mapping(
                    name,
                    tables.stream().map(TableNormaliser::definition).toList(),
                    SourceFormat.of(file.source(), needed),
                    normaliser,
                    normaliser.mostResults(),
                    new WrittenMapping(file.source(), written));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            complaints.add(MappingProblem.FILE_UNREADABLE, Math.max(line, 0), String.valueOf(e.getOriginalMessage()));
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private List<MappingFile.Table> tables(MappingFile file) {
        if (file.tables() == null) {
            Placed fields = new Placed(name + ".fields.csv", 0);
            return List.of(new MappingFile.Table(file.recordType(), file.schemaVersion(), fields, file.when(), null));
        }
        if (file.recordType() != null || file.schemaVersion() != 0 || file.when() != null) {
            throw new IllegalArgumentException("tables | recordType, schemaVersion, when");
        }
        if (file.tables().isEmpty() || file.tables().size() > MOST_TABLES) {
            throw new IllegalArgumentException("tables: 1 … " + MOST_TABLES);
        }
        return file.tables();
    }

    /** A table that was read without complaint, and to whom complaints about it go. */
    private record ReadTable(
            WrittenMapping.Table written, @Nullable Placed when, Complaints complaints) {}

    private @Nullable ReadTable readTable(MappingFile.Table table) throws IOException {
        RecordDefinition definition = definition(table);
        Placed fields = table.fields();
        if (fields == null || !TABLE.matcher(fields.text()).matches()) {
            complaints.add(
                    MappingProblem.FILE_UNREADABLE, fields == null ? 0 : fields.line(), "fields: name.fields.csv");
            return null;
        }
        if (definition == null) {
            return null;
        }
        Path file = yaml.resolveSibling(fields.text());
        Complaints aboutTable = complaints.about(MappingFolder.shown(file));
        int before = complaints.findings().size();
        List<FieldRow> rows = FIELD_TABLE.read(file, aboutTable);
        if (complaints.findings().size() > before) {
            return null;
        }
        return new ReadTable(new WrittenMapping.Table(definition, rows), table.when(), aboutTable);
    }

    private TableNormaliser compile(ReadTable table, ColumnUses uses, Set<String> needed, boolean unitIsStated) {
        TableCompiler compiler = new TableCompiler(
                table.written.definition(),
                codeTables,
                this::partyTable,
                table.complaints,
                table.written.rows(),
                uses,
                unitIsStated);
        Condition when = table.when == null ? null : compiler.when(table.when.line(), table.when.text(), complaints);
        TableNormaliser compiled = compiler.compile(when);
        needed.addAll(compiler.neededColumns());
        return compiled;
    }

    private @Nullable RecordDefinition definition(MappingFile.Table table) {
        Placed code = table.recordType();
        RecordType type = RecordType.byCode(code == null ? "" : code.text()).orElse(null);
        int line = code == null ? 0 : code.line();
        if (type == null) {
            String known = Stream.of(RecordType.values()).map(RecordType::code).collect(Collectors.joining(" | "));
            complaints.add(MappingProblem.FILE_UNREADABLE, line, "recordType: " + known);
            return null;
        }
        int version = table.schemaVersion() == 0 ? 1 : table.schemaVersion();
        int newest = definitions.versions(type).size();
        if (version < 1 || version > newest) {
            complaints.add(MappingProblem.FILE_UNREADABLE, line, "schemaVersion: 1 … " + newest);
            return null;
        }
        return definitions.of(type, version);
    }

    private @Nullable CodeTable partyTable(String table) {
        Path file = yaml.resolveSibling("codes").resolve(table + ".csv");
        if (!NAME.matcher(table).matches() || !Files.isRegularFile(file)) {
            return null;
        }
        try {
            return CodeTable.read(file);
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
