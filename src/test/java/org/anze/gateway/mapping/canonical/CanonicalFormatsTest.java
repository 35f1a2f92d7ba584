package org.anze.gateway.mapping.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.party.SampleParties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people and programs of parties write in the gateway's own formats; the exact round trip has a test of its
 * own.
 */
class CanonicalFormatsTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final MappingContext CONTEXT =
            new MappingContext(SampleParties.anInsurer("insurer-jia", "91110105MAXX000741"), Instant.EPOCH);
    private static final Pattern TEMPLATE = Pattern.compile("templates/(\\w+)-(\\d+)\\.(csv|xlsx)");
    private static Map<String, CanonicalMapping> mappings;

    @BeforeAll
    static void load() throws IOException {
        mappings = CanonicalMapping.all(DEFINITIONS, CodeTables.load(Path.of("codes"))).stream()
                .collect(Collectors.toMap(CanonicalMapping::name, mapping -> mapping));
    }

    private static List<Normalised> read(String name, byte[] file) {
        CanonicalMapping mapping = mappings.get(name);
        List<Normalised> results = new ArrayList<>();
        try (SourceReader reader = mapping.format().open(new ByteArrayInputStream(file))) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                results.addAll(mapping.normaliser().normalise(raw, CONTEXT));
            }
        }
        return results;
    }

    private static List<Normalised> csv(String text) {
        return read("canonical-claim-csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static CanonicalRecord one(List<Normalised> results) {
        assertThat(results).hasSize(1);
        assertThat(results.get(0).findings()).isEmpty();
        return results.get(0).record();
    }

    @Test
    void hasAMappingForEveryTypeVersionAndFormat() {
        for (RecordType type : RecordType.values()) {
            int newest = DEFINITIONS.of(type).version();
            for (String suffix : List.of("", "-csv", "-xlsx", "-xml", "-soap")) {
                assertThat(mappings.get("canonical-" + type.code() + suffix)
                                .definition()
                                .version())
                        .isEqualTo(newest);
                Stream.iterate(1, version -> version < newest, version -> version + 1)
                        .forEach(version ->
                                assertThat(mappings).containsKey("canonical-" + type.code() + suffix + "-v" + version));
            }
        }
    }

    @Test
    void takesWhatPeopleWriteIntoATemplate() {
        CanonicalRecord claim = one(csv("""
            版本,操作,风险所在地,赔案号,保单号,出险时间,报案时间,损失类型,损失原因,估损（元）,已赔（元）,损失原因对照把握,报案人
            2,更正,140212,C1,P1,2026/1/31 8:30,2026-01-31T09:00:00Z,人伤；物损,火灾,"61,115.8",1.5万元,30 %,
            """));
        assertThat(claim.version()).isEqualTo(2);
        assertThat(claim.operation()).isEqualTo(Operation.CORRECT);
        assertThat(claim.scope().riskRegion()).isEqualTo("140212");
        assertThat(claim.text("occurredAt")).isEqualTo("2026-01-31T08:30:00+08:00");
        assertThat(claim.text("reportedAt")).isEqualTo("2026-01-31T17:00:00+08:00");
        assertThat(claim.texts("lossType")).containsExactly("人伤", "物损");
        assertThat(claim.number("estimate")).isEqualTo(6_111_580);
        assertThat(claim.number("paid")).isEqualTo(1_500_000);
        assertThat(claim.number("causeConfidence")).isEqualTo(300_000);
        assertThat(claim.value("reporter")).isNull();
        assertThat(claim.locate("estimate").line()).isEqualTo(2);
        assertThat(claim.locate("estimate").column()).isEqualTo(10);
    }

    @Test
    void readsTheTemplatesThatTheGatewayGivesOut() throws IOException {
        byte[] archive = DictionaryArchive.of(DEFINITIONS, Path.of("codes")).zip();
        int templates = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Matcher name = TEMPLATE.matcher(entry.getName());
                if (name.matches()) {
                    RecordType type = RecordType.byCode(name.group(1)).orElseThrow();
                    int version = Integer.parseInt(name.group(2));
                    String suffix = version == DEFINITIONS.of(type).version() ? "" : "-v" + version;
                    String mapping = "canonical-" + type.code() + "-" + name.group(3) + suffix;
                    byte[] template = zip.readAllBytes();
                    assertThat(read(mapping, template)).as(mapping).isEmpty();
                    if (name.group(3).equals("csv")) {
                        int columns = DEFINITIONS.of(type, version).fields().size() + 4;
                        byte[] row = ("x" + ",x".repeat(columns - 1) + "\n").getBytes(StandardCharsets.UTF_8);
                        ByteArrayOutputStream filled = new ByteArrayOutputStream();
                        filled.write(template);
                        filled.write(row);
                        assertThat(read(mapping, filled.toByteArray()))
                                .as("every heading of %s is known", mapping)
                                .hasSize(1);
                    }
                    templates++;
                }
            }
        }
        assertThat(templates).isGreaterThan(2 * RecordType.values().length);
    }

    @Test
    void readsTheSamplesOfTheManual() throws IOException {
        String manual = Files.readString(Path.of("docs/onboarding/canonical-formats.md"));
        for (String form : List.of("csv", "xml")) {
            String sample = manual.substring(manual.indexOf("```" + form) + 7);
            CanonicalRecord claim = one(read(
                    "canonical-claim-" + form,
                    sample.substring(0, sample.indexOf("```")).getBytes(StandardCharsets.UTF_8)));
            assertThat(claim.businessKey()).isEqualTo("C1");
            assertThat(claim.texts("lossType")).containsExactly("人伤", "物损");
            assertThat(claim.number("estimate")).isEqualTo(6_111_583);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"赔案号,估损（元）", "赔案号,估损", "claimNo,estimate", "赔案号（claimNo）,估损(estimate)", "赔 案 号,估损(元)"})
    void takesEverySpellingOfAHeading(String headings) {
        assertThat(one(csv(headings + "\nC1,5\n")).number("estimate")).isEqualTo(500);
    }

    @Test
    void passesOverWhatRenderingsSayBesideTheRecord() {
        CanonicalRecord claim = one(csv("台账序号,保险机构代号,赔案号,〔问题〕估损,\n17,insurer-bing,C1,金额有误,\n"));
        assertThat(claim.scope().insurer()).as("the sender is who he is").isEqualTo("insurer-jia");
    }

    @Test
    void tellsUtf8FromGb18030() {
        String text = "赔案号,报案人\nC1,䶮㛃\n";
        for (byte[] file : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                text.getBytes(Charset.forName("GB18030")))) {
            assertThat(one(read("canonical-claim-csv", file)).text("reporter")).isEqualTo("䶮㛃");
        }
    }

    @Test
    void refusesAFileWhoseEncodingChanges() {
        byte[] head = ("claimNo,reporter\n" + "C1,a\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        byte[] tail = "C2,报案人\n".getBytes(Charset.forName("GB18030"));
        byte[] file = new byte[head.length + tail.length];
        System.arraycopy(head, 0, file, 0, head.length);
        System.arraycopy(tail, 0, file, head.length, tail.length);
        assertThatThrownBy(() -> read("canonical-claim-csv", file)).isInstanceOf(SenderMustCorrect.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"赔案号|保费, MAP-0321", "赔案号|估损（脱敏）, MAP-0321", "赔案号|claimNo, MAP-0322", "保单号|估损, MAP-0323"})
    void refusesAFileWithOtherHeadings(String headings, String code) {
        byte[] file = (headings.replace('|', ',') + "\n1,2\n").getBytes(StandardCharsets.UTF_8);
        CanonicalMapping mapping = mappings.get("canonical-claim-csv");
        assertThatThrownBy(() -> read("canonical-claim-csv", file))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(code);
        assertThatThrownBy(() -> mapping.format().survey(new ByteArrayInputStream(file), record -> {}))
                .as("before the first record is appended")
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "canonical-claim; 赔案号,估损; CSV; canonical-claim-csv",
                "canonical-claim; \"赔案号\"\t估损; CSV; canonical-claim-csv",
                "canonical-claim; <records type=\"claim\"/>; XML; canonical-claim-xml",
                "canonical-claim; <?xml version=\"1.0\"?><s:Envelope/>; SOAP; canonical-claim-soap",
                "canonical-claim; PK\u0003\u0004x; xlsx; canonical-claim-xlsx",
                "canonical-claim-csv; {\"claimNo\":1}; JSON/NDJSON; canonical-claim",
                "canonical-claim-xlsx; 赔案号,估损; CSV; canonical-claim-csv",
                "canonical-claim-xml; [{}]; JSON/NDJSON; canonical-claim",
                "canonical-claim-soap; <records/>; XML; canonical-claim-xml",
                "canonical-enterprise-v1; uscc,name; CSV; canonical-enterprise-csv-v1"
            })
    void namesTheMappingForAFileOfAnotherFormat(String name, String file, String found, String right) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            byte[] bytes = file.getBytes(charset);
            assertThatThrownBy(() -> read(name, bytes))
                    .isInstanceOf(SenderMustCorrect.class)
                    .hasMessageContaining("MAP-0327")
                    .hasMessageContaining(name)
                    .hasMessageContaining(found)
                    .hasMessageContaining(right);
            assertThatThrownBy(() -> mappings.get(name).format().survey(new ByteArrayInputStream(bytes), record -> {}))
                    .hasMessageContaining("MAP-0327");
        }
    }

    @Test
    void tellsAHeadFromARecordOfAnotherType() {
        assertThat(read("canonical-claim-xml", "<records><head><a/></head></records>".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThatThrownBy(() -> read(
                        "canonical-claim-xml",
                        "<records><policy><policyNo>P1</policyNo></policy></records>".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("MAP-0151");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "hello", "<html><body/></html>", "<", "PK"})
    void leavesToTheReaderWhatIsNoPlainFormat(String file) {
        CanonicalMapping mapping = mappings.get("canonical-claim");
        try {
            mapping.format().survey(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), record -> {});
        } catch (SenderMustCorrect e) {
            assertThat(e).hasMessageNotContaining("MAP-0327");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "估损; -5; MAP-0205",
                "估损; 1.005; MAP-0204",
                "估损; 多; MAP-0202",
                "损失原因对照把握; 30; MAP-0206",
                "出险时间; 2026-01-31; MAP-0325",
                "出险时间; 20260131; MAP-0209",
                "出险时间; 45322.5; MAP-0209",
                "出险时间; 2026-02-30 08:00:00; MAP-0209",
                "处理阶段; REPORT; MAP-0324",
                "处理阶段; [{\"stage\":1.5}]; MAP-0324",
                "处理阶段; [{\"stage\":[\"a\"]}]; MAP-0324",
                "报案人; a\u0001b; MAP-0224",
                "损失类型; [\"a\u0001\"]; MAP-0224",
                "操作; DELETE; MAP-0211",
                "版本; 0; MAP-0302",
                "版本; 一; MAP-0302"
            })
    void refusesACellThatWouldHaveToBeGuessed(String heading, String cell, String code) {
        List<Normalised> results = csv("赔案号," + heading + "\nC1,\"" + cell.replace("\"", "\"\"") + "\"\n");
        assertThat(results).hasSize(1);
        assertThat(results.get(0).record()).isNull();
        Finding finding = results.get(0).findings().get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.location().line()).isEqualTo(2);
        assertThat(finding.location().column()).isEqualTo(2);
    }

    @Test
    void takesOneApostropheAway() {
        CanonicalRecord claim = one(csv("赔案号,报案人,拒赔原因,赔案状态\n'=C1,'',',''x\n"));
        assertThat(claim.businessKey()).isEqualTo("=C1");
        assertThat(claim.text("reporter")).isEqualTo("'");
        assertThat(claim.text("refuseReason")).isEmpty();
        assertThat(claim.text("status")).isEqualTo("'x");
    }

    @Test
    void takesXmlInAnyOrderAndWithBlanks() {
        CanonicalRecord claim = one(xml("""
            <records>
              <claim>
                <stages>
                  <amount>100</amount><stage> PREPAY </stage>
                </stages>
                <lossType>人伤</lossType>
                <claimNo> C1 </claimNo>
                <version>3</version>
                <lossType>物损</lossType>
                <stages><stage>CLOSE</stage></stages>
                <victims/>
              </claim>
            </records>\
            """));
        assertThat(claim.businessKey()).isEqualTo("C1");
        assertThat(claim.version()).isEqualTo(3);
        assertThat(claim.texts("lossType")).containsExactly("人伤", "物损");
        assertThat(claim.objects("stages"))
                .containsExactly(Map.of("stage", "PREPAY", "amount", 100L), Map.of("stage", "CLOSE"));
        assertThat(claim.value("victims")).isNull();
    }

    @Test
    void listsSoManyFindingsOfOneRecordAndNoMore() {
        String keys = IntStream.range(0, 400)
                .mapToObj(number -> "\"k" + number + "\":1")
                .collect(Collectors.joining(","));

        Normalised read = read("canonical-claim", ("[{" + keys + "}]").getBytes(StandardCharsets.UTF_8))
                .get(0);

        assertThat(read.record()).isNull();
        assertThat(read.findings()).hasSize(51);
        assertThat(read.findings().get(50).code()).isEqualTo("MAP-0304");
    }

    private static List<Normalised> xml(String text) {
        return read("canonical-claim-xml", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<records type='policy'><claim><claimNo>1</claimNo></claim></records>; MAP-0326",
                "<records version='9'><claim><claimNo>1</claimNo></claim></records>; MAP-0326",
                "<records><claim><premium>1</premium></claim></records>; MAP-0301",
                "<records><claim id='1'><claimNo>1</claimNo></claim></records>; MAP-0301",
                "<records><claim><claimNo><a>1</a></claimNo></claim></records>; MAP-0301",
                "<records><claim><estimate>61115.83</estimate></claim></records>; MAP-0302",
                "<records><claim><estimate>-1</estimate></claim></records>; MAP-0302",
                "<records><claim><estimate>9007199254740992</estimate></claim></records>; MAP-0302",
                "<records><claim><occurredAt>2026-01-31</occurredAt></claim></records>; MAP-0302",
                "<records><claim><claimNo>1</claimNo><claimNo>2</claimNo></claim></records>; MAP-0303",
                "<records><claim><stages><at>x</at><at>y</at></stages></claim></records>; MAP-0303",
                "<records><claim><stages><at><a>y</a></at></stages></claim></records>; MAP-0301",
                "<records><claim><stages n='1'><stage>PAY</stage></stages></claim></records>; MAP-0301"
            })
    void refusesXmlThatIsNotCanonical(String text, String code) {
        List<Normalised> results = xml(text.replace('\'', '"'));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly(code);
    }
}
