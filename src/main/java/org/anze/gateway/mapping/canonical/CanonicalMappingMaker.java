package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.mapping.table.MappingFolder;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;

/** Makes the mappings of every type, version and format; what does not differ between types is shared. */
final class CanonicalMappingMaker {

    private static final String XML_ROOT = "/records";
    private static final String SOAP_ROOT = "/Envelope/Body/records";

    private final RecordDefinitions definitions;
    private final CanonicalValues values;
    private final WrittenForms forms;
    private final SourceFormat json = format("format: json", Set.of());
    private final SourceFormat utf8 = format("{format: csv, encoding: UTF-8}", Set.of());
    private final SourceFormat gb18030 = format("{format: csv, encoding: GB18030}", Set.of());
    private final SourceFormat xlsx = format("format: xlsx", Set.of());
    private final List<CanonicalMapping> mappings = new ArrayList<>();

    CanonicalMappingMaker(RecordDefinitions definitions, CodeTables tables) {
        this.definitions = definitions;
        this.values = new CanonicalValues(tables);
        this.forms = new WrittenForms(tables);
    }

    /** The settings are written as in a mapping file, so that they mean the same. */
    private static SourceFormat format(String source, Collection<String> columns) {
        return SourceFormat.of(MappingFolder.YAML.readValue(source, SourceSettings.class), columns);
    }

    private SourceFormat xml(String root, RecordType type) {
        Set<String> fields = definitions.versions(type).stream()
                .flatMap(definition -> definition.fields().stream())
                .map(FieldDefinition::name)
                .collect(Collectors.toSet());
        return format("{format: xml, records: " + root + "/" + type.code() + "}", fields);
    }

    List<CanonicalMapping> all() {
        for (RecordType type : RecordType.values()) {
            SourceFormat xml = xml(XML_ROOT, type);
            SourceFormat soap = xml(SOAP_ROOT, type);
            for (RecordDefinition definition : definitions.versions(type)) {
                TableLayouts layouts = new TableLayouts(definition);
                CellNormaliser cells = new CellNormaliser(definition, values, forms, layouts);
                Made made = new Made(definition, layouts);
                made.add(WrittenFormat.JSON, json, new JsonNormaliser(definition, values));
                made.add(WrittenFormat.CSV, new CanonicalTableFormat(utf8, gb18030, layouts), cells);
                made.add(WrittenFormat.XLSX, new CanonicalTableFormat(xlsx, xlsx, layouts), cells);
                made.add(WrittenFormat.XML, xml, new XmlNormaliser(definition, values, XML_ROOT));
                made.add(WrittenFormat.SOAP, soap, new XmlNormaliser(definition, values, SOAP_ROOT));
            }
        }
        return List.copyOf(mappings);
    }

    /** The mappings of one definition. */
    private final class Made {
        private final RecordDefinition definition;
        private final TableLayouts layouts;

        private Made(RecordDefinition definition, TableLayouts layouts) {
            this.definition = definition;
            this.layouts = layouts;
        }

        private void add(WrittenFormat format, SourceFormat reader, Normaliser normaliser) {
            SourceFormat expected = new ExpectedFormat(format, reader, layouts, this::name);
            mappings.add(new CanonicalMapping(name(format), definition, expected, normaliser));
        }

        private String name(WrittenFormat format) {
            boolean newest = definitions.of(definition.type()).version() == definition.version();
            return CanonicalMapping.PREFIX
                    + definition.type().code()
                    + format.suffix()
                    + (newest ? "" : "-v" + definition.version());
        }
    }
}
