package org.anze.gateway.mapping.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.anze.gateway.dictionary.XmlSchema;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.canonical.CanonicalMapping;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.party.SampleParties;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RandomRecords;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/**
 * Render a canonical record, read the file with the canonical mapping: the same record. For every type, version and
 * format, with random records from fixed seeds. {@code -Danze.fuzz.minutes=n} goes on for so long with seeds of the
 * moment.
 */
class CanonicalRoundTripTest {

    private static final int RECORDS = 40;
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final MappingContext CONTEXT =
            new MappingContext(SampleParties.anInsurer("insurer-jia", "91110105MAXX000741"), Instant.EPOCH);
    private static Map<String, CanonicalMapping> mappings;

    @BeforeAll
    static void load() throws IOException {
        mappings = CanonicalMapping.all(DEFINITIONS, CodeTables.load(Path.of("codes"))).stream()
                .collect(Collectors.toMap(CanonicalMapping::name, mapping -> mapping));
    }

    /** A form of a file and the mapping that reads it, by what stands behind {@code canonical-<type>}. */
    private record Form(String suffix, Target target) {
        @Override
        public String toString() {
            return target.format() + " " + target.charset() + (target.bom() ? " with BOM" : "");
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("", Target.of(Target.Format.JSON)),
            new Form("", Target.of(Target.Format.NDJSON)),
            new Form("-csv", Target.csv(StandardCharsets.UTF_8, true)),
            new Form("-csv", Target.csv(StandardCharsets.UTF_8, false)),
            new Form("-csv", Target.csv(Charset.forName("GB18030"), false)),
            new Form("-xlsx", Target.of(Target.Format.XLSX)),
            new Form("-xml", Target.of(Target.Format.XML)),
            new Form("-xml", new Target(Target.Format.XML, "GB18030", false, null, null, null, null, null, null)),
            new Form("-soap", Target.of(Target.Format.SOAP)));

    static Stream<Arguments> definitionsAndForms() {
        return Stream.of(RecordType.values())
                .flatMap(type -> DEFINITIONS.versions(type).stream())
                .flatMap(definition -> FORMS.stream()
                        .map(form -> Arguments.argumentSet(
                                definition.type().code() + "-" + definition.version() + " " + form, definition, form)));
    }

    @ParameterizedTest
    @MethodSource("definitionsAndForms")
    void readsBackWhatItWrites(RecordDefinition definition, Form form) {
        long seed = 31L * definition.type().ordinal() + definition.version();
        roundTrip(definition, form, new Random(seed), "seed " + seed);
        long until = System.nanoTime()
                + Long.getLong("anze.fuzz.minutes", 0) * 60_000_000_000L / (FORMS.size() * RecordType.values().length);
        while (System.nanoTime() < until) {
            long next = System.nanoTime();
            roundTrip(definition, form, new Random(next), "seed " + next);
        }
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void readsBackWhatARecipientIsGivenInFull(RecordType type) {
        Random random = new Random(type.ordinal());
        for (RecordDefinition definition : DEFINITIONS.versions(type)) {
            List<RecordView> views = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                RecordView record = RecordView.of(RandomRecords.next(definition, random));
                views.add(new RecordView(definition, i, record.envelope(), record.values(), Set.of(), Set.of()));
            }
            for (Form form : FORMS.subList(2, 6)) {
                byte[] file =
                        Rendering.disclosed(definition, form.target(), views).render("test", views);
                List<CanonicalRecord> read = read(mapping(definition, form), file);
                assertThat(read.stream().map(record -> RecordView.of(record).values()))
                        .as(form.toString())
                        .containsExactlyElementsOf(
                                views.stream().map(RecordView::values).toList());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void writesXmlThatItsSchemaAccepts(RecordType type) throws SAXException, IOException {
        SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Random random = new Random(type.ordinal());
        for (RecordDefinition definition : DEFINITIONS.versions(type)) {
            Schema schema = schemas.newSchema(new StreamSource(new StringReader(XmlSchema.document(definition))));
            List<RecordView> views = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                views.add(RecordView.of(RandomRecords.next(definition, random)));
            }
            byte[] file = Rendering.canonical(definition, Target.of(Target.Format.XML))
                    .render("test", views);
            schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(file)));
        }
    }

    private static void roundTrip(RecordDefinition definition, Form form, Random random, String seed) {
        List<CanonicalRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(RandomRecords.next(definition, random));
        }
        byte[] file = Rendering.canonical(definition, form.target())
                .render("test", records.stream().map(RecordView::of).toList());
        List<CanonicalRecord> read = read(mapping(definition, form), file);
        assertThat(read).as(seed).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            RecordView after = RecordView.of(read.get(i));
            RecordView before = RecordView.of(records.get(i));
            assertThat(after.values()).as(seed + ", record " + i).isEqualTo(before.values());
            assertThat(after.envelope()).as(seed + ", record " + i).isEqualTo(before.envelope());
        }
    }

    private static CanonicalMapping mapping(RecordDefinition definition, Form form) {
        boolean newest = DEFINITIONS.of(definition.type()).version() == definition.version();
        String name =
                "canonical-" + definition.type().code() + form.suffix() + (newest ? "" : "-v" + definition.version());
        assertThat(mappings).containsKey(name);
        return mappings.get(name);
    }

    private static List<CanonicalRecord> read(CanonicalMapping mapping, byte[] file) {
        List<CanonicalRecord> records = new ArrayList<>();
        try (SourceReader reader = mapping.format().open(new ByteArrayInputStream(file))) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                List<Normalised> results = mapping.normaliser().normalise(raw, CONTEXT);
                assertThat(results).hasSize(1);
                assertThat(results.get(0).findings()).isEmpty();
                records.add(results.get(0).record());
            }
        }
        assertThat(mapping.format()
                        .survey(new ByteArrayInputStream(file), record -> {})
                        .records())
                .isEqualTo(records.size());
        return records;
    }
}
