package org.anze.gateway.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RandomRecords;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records that keep their definition pass the published schemas; records that break it in one place do not. */
class PublishedSchemasTest {

    private static final int ROUNDS = 40;
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<RecordDefinition> definitions() {
        return Stream.of(RecordType.values()).flatMap(type -> DEFINITIONS.versions(type).stream());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void jsonSchemaTakesWhatTheDefinitionTakes(RecordDefinition definition) {
        Schema schema = schema(definition);
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            JsonNode record = JSON.valueToTree(RandomRecords.values(definition, random));
            assertThat(schema.validate(record)).as(record.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void jsonSchemaRefusesOneThingWrong(RecordDefinition definition) {
        Schema schema = schema(definition);
        ObjectNode sound = JSON.valueToTree(RandomRecords.values(definition, new Random(11)));
        for (FieldDefinition field : definition.fields()) {
            if (field.presence() == Presence.REQUIRED) {
                ObjectNode lacking = sound.deepCopy();
                lacking.remove(field.name());
                assertThat(schema.validate(lacking))
                        .as("without " + field.name())
                        .isNotEmpty();
            }
            ObjectNode wrong = sound.deepCopy();
            if (field.type() == FieldType.TEXT || field.type() == FieldType.CODE) {
                wrong.put(field.name(), 17);
            } else {
                wrong.put(field.name(), "seventeen");
            }
            assertThat(schema.validate(wrong)).as("wrong " + field.name()).isNotEmpty();
        }
        ObjectNode unknown = sound.deepCopy();
        unknown.put("unheardOf", 1);
        assertThat(schema.validate(unknown)).isNotEmpty();
    }

    /** More than a hundred per cent, and more digits than an identifier has. */
    @ParameterizedTest
    @MethodSource("definitions")
    void bothSchemasRefuseNumbersBeyondTheirLimit(RecordDefinition definition) throws Exception {
        Map<String, Object> sound = RandomRecords.values(definition, new Random(23));
        for (FieldDefinition field : definition.fields()) {
            boolean limited = field.type() == FieldType.INTEGER && field.maxLength() > 0;
            if (!limited && field.type() != FieldType.PERCENT) {
                continue;
            }
            long largest = limited ? Long.parseLong("9".repeat(field.maxLength())) : field.highestPercent(false);
            for (long number : new long[] {largest, largest + 1}) {
                Map<String, Object> values = new HashMap<>(sound);
                values.put(field.name(), number);
                boolean fits = number == largest;
                assertThat(schema(definition)
                                .validate(JSON.<ObjectNode>valueToTree(values))
                                .isEmpty())
                        .as(field.name() + " " + number)
                        .isEqualTo(fits);
                StreamSource xml =
                        new StreamSource(new StringReader(document(definition, List.of(xml(definition, values)))));
                assertThat(catchThrowable(() ->
                                        xmlSchema(definition).newValidator().validate(xml))
                                == null)
                        .as(field.name() + " " + number)
                        .isEqualTo(fits);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void xmlSchemaTakesWhatTheDefinitionTakes(RecordDefinition definition) throws Exception {
        javax.xml.validation.Schema schema = xmlSchema(definition);
        Random random = new Random(13);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            records.add(xml(definition, RandomRecords.values(definition, random)));
        }
        schema.newValidator().validate(new StreamSource(new StringReader(document(definition, records))));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void xmlSchemaRefusesARecordWithoutItsKey(RecordDefinition definition) throws Exception {
        javax.xml.validation.Schema schema = xmlSchema(definition);
        Map<String, Object> values = new HashMap<>(RandomRecords.values(definition, new Random(17)));
        values.remove(definition.key().get(0));
        String xml = document(definition, List.of(xml(definition, values)));
        assertThatThrownBy(() -> schema.newValidator().validate(new StreamSource(new StringReader(xml))))
                .isInstanceOf(SAXException.class);
    }

    /** What a party's tools make classes of: the SOAP contract with its records typed. */
    @Test
    void soapContractTypesTheRecordsOfEveryType(@TempDir Path folder) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(
                DictionaryArchive.of(DEFINITIONS, Path.of("codes")).zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        javax.xml.validation.Schema contract = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(folder.resolve("soap/exchange-v1.xsd").toFile());
        for (RecordType type : RecordType.values()) {
            RecordDefinition definition = DEFINITIONS.of(type);
            String records = "<records xmlns=\"\" type=\"" + type.code() + "\">"
                    + xml(definition, RandomRecords.values(definition, new Random(19))) + "</records>";
            contract.newValidator().validate(new StreamSource(new StringReader(submit(records))));
        }
        assertThatThrownBy(() -> contract.newValidator()
                        .validate(new StreamSource(new StringReader(
                                submit("<records xmlns=\"\" type=\"claim\"><claim><x/></claim></records>")))))
                .isInstanceOf(SAXException.class);
    }

    private static String submit(String content) {
        return "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a-1</submissionId>" + content + "</submit>";
    }

    private static Schema schema(RecordDefinition definition) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonSchema.document(definition));
    }

    private static javax.xml.validation.Schema xmlSchema(RecordDefinition definition) throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(new StringReader(XmlSchema.document(definition))));
    }

    private static String document(RecordDefinition definition, List<String> records) {
        return "<records type=\"" + definition.type().code() + "\" version=\"" + definition.version() + "\">"
                + String.join("", records) + "</records>";
    }

    private static String xml(RecordDefinition definition, Map<String, Object> values) {
        String type = definition.type().code();
        return "<" + type + "><version>1</version><op>CREATE</op>" + elements(definition.fields(), values) + "</" + type
                + ">";
    }

    private static String elements(List<FieldDefinition> fields, Map<String, Object> values) {
        StringBuilder xml = new StringBuilder();
        for (FieldDefinition field : fields) {
            Object value = values.get(field.name());
            List<?> all = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            for (Object one : all) {
                xml.append('<').append(field.name()).append('>');
                if (one instanceof Map<?, ?> object) {
                    Map<String, Object> parts = new HashMap<>();
                    object.forEach((name, part) -> parts.put(name.toString(), part));
                    xml.append(elements(field.entries(), parts));
                } else {
                    xml.append(one.toString()
                            .replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace("]]>", "]]&gt;"));
                }
                xml.append("</").append(field.name()).append('>');
            }
        }
        return xml.toString();
    }
}
