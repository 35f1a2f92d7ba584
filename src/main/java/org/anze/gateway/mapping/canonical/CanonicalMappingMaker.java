package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Makes the mappings of every type, version and format; what does not differ between types is shared. */
final class CanonicalMappingMaker {

    private static final String XML_ROOT = "/records";
    private static final String SOAP_ROOT = "/Envelope/Body/records";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final RecordDefinitions definitions;
    private final CanonicalValues values;
    private final WrittenForms forms;
    private final SourceFormat json = format("format: json");
    private final SourceFormat utf8 = format("{format: csv, encoding: UTF-8}");
    private final SourceFormat gb18030 = format("{format: csv, encoding: GB18030}");
    private final SourceFormat xlsx = format("format: xlsx");
    private final List<CanonicalMapping> mappings = new ArrayList<>();

    CanonicalMappingMaker(RecordDefinitions definitions, CodeTables tables) {
        this.definitions = definitions;
        this.values = new CanonicalValues(tables);
        this.forms = new WrittenForms(tables);
    }

    /** The settings are written as in a mapping file, so that they mean the same. */
    private static SourceFormat format(String source) {
        return SourceFormat.of(YAML.readValue(source, SourceSettings.class), List.of());
    }

    private static SourceFormat xml(String root, RecordType type) {
        return format("{format: xml, records: " + root + "/" + type.code() + "}");
    }

    List<CanonicalMapping> all() {
        for (RecordType type : RecordType.values()) {
            SourceFormat xml = xml(XML_ROOT, type);
            SourceFormat soap = xml(SOAP_ROOT, type);
            for (RecordDefinition definition : definitions.versions(type)) {
                TableLayouts layouts = new TableLayouts(definition);
                CellNormaliser cells = new CellNormaliser(definition, values, forms, layouts);
                add(definition, "", json, new JsonNormaliser(definition, values));
                add(definition, "-csv", new CanonicalTableFormat(utf8, gb18030, layouts), cells);
                add(definition, "-xlsx", new CanonicalTableFormat(xlsx, xlsx, layouts), cells);
                add(definition, "-xml", xml, new XmlNormaliser(definition, values, XML_ROOT));
                add(definition, "-soap", soap, new XmlNormaliser(definition, values, SOAP_ROOT));
            }
        }
        return List.copyOf(mappings);
    }

    private void add(RecordDefinition definition, String suffix, SourceFormat format, Normaliser normaliser) {
        RecordType type = definition.type();
        boolean newest = definitions.of(type).version() == definition.version();
        String name = CanonicalMapping.PREFIX + type.code() + suffix + (newest ? "" : "-v" + definition.version());
        mappings.add(new CanonicalMapping(name, definition, format, normaliser));
    }
}
