package org.anze.gateway.feed.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ctc.wstx.stax.WstxInputFactory;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.mapping.rendering.RenderingProblem;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.CanonicalJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenditionsTest {

    private static final Scope SCOPE = new Scope("140311", "08", "insurer-bing");
    private static final Renditions RENDITIONS = new Renditions(SealedSamples.DEFINITIONS, OutboundMappings.none());
    private static final String RARE_NAME = "䶮㛃𠮷精密铸造（山西）有限公司";

    private static Party recipient(Party.Format format, @Nullable String encoding) {
        Party.Delivery delivery = new Party.Delivery(
                Party.Channel.SFTP, null, format, Map.of(), encoding, 0, null, null, null, null, null, null);
        return new Party(
                "city", PartyType.CTY, new Party.Name("市平台", "city"), "x", List.of(), null, delivery, List.of());
    }

    /** Everything is given except the units named; a masked unit shows the given values in place of its own. */
    private static DisclosedRecord view(
            SealedRecord record, Map<String, Map<String, Object>> masked, String... withheld) {
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(record.type());
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < definition.units().size(); i++) {
            String name = definition.units().get(i);
            if (List.of(withheld).contains(name)) {
                units.add(new Unit(name, Manner.WITHHELD, new byte[32], null, null, Set.of()));
            } else if (masked.containsKey(name)) {
                Set<String> fields = definition.fieldsOf(name).stream()
                        .map(FieldDefinition::name)
                        .collect(Collectors.toSet());
                byte[] statement = CanonicalJson.write(masked.get(name));
                units.add(new Unit(name, Manner.MASKED, new byte[32], null, statement, fields));
            } else {
                SealedRecord.OpenUnit open = record.units().open(i);
                units.add(new Unit(name, Manner.GIVEN, null, open.salt(), open.value(), Set.of()));
            }
        }
        return new DisclosedRecord(record, "one", 2, false, units);
    }

    private static SealedRecord policy(long index, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of(
                "policyNo",
                "BBING" + index,
                "insuredName",
                RARE_NAME,
                "startAt",
                "2024-01-31T00:00:00+08:00",
                "premium",
                6_111_583L,
                "feeRateAgreed",
                180_000L,
                "masterPolicy",
                false,
                "insuredCount",
                420L,
                "handler",
                "张三"));
        fields.putAll(more);
        return SealedSamples.record(RecordType.POLICY, index, SCOPE, fields);
    }

    private static List<Parcel.Rendition> csv(@Nullable String encoding, DisclosedRecord... records) {
        return RENDITIONS.render(recipient(Party.Format.CSV, encoding), 17, List.of(records));
    }

    private static List<Map<String, String>> rows(Parcel.Rendition file, Charset charset) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<CsvRecord> records = CsvReader.builder().ofCsvRecord(new String(file.content(), charset)).stream()
                .toList();
        List<String> headings = records.get(0).getFields();
        for (CsvRecord record : records.subList(1, records.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < headings.size(); i++) {
                assertThat(row.put(headings.get(i), record.getField(i))).isNull();
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void writesYuanPercentAndYesOrNoUnderChineseHeadings() {
        List<Parcel.Rendition> files = csv("GB18030", view(policy(4711, Map.of()), Map.of()));
        assertThat(files).extracting(Parcel.Rendition::name).containsExactly("000000017.policy.csv");
        assertThat(files.get(0).mediaType()).isEqualTo("text/csv; charset=GB18030");
        assertThat(rows(files.get(0), Charset.forName("GB18030")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("台账序号", "4711")
                        .containsEntry("版本", "1")
                        .containsEntry("操作", "CREATE")
                        .containsEntry("风险所在地", "140311")
                        .containsEntry("行业领域", "08")
                        .containsEntry("保险机构代号", "insurer-bing")
                        .containsEntry("保单号", "BBING4711")
                        .containsEntry("起保时间", "2024-01-31T00:00:00+08:00")
                        .containsEntry("应收保费（元）", "61115.83")
                        .containsEntry("约定预防费比例", "18%")
                        .containsEntry("整体投保", "否")
                        .containsEntry("承保人数", "420")
                        .containsEntry("实收保费（元）", ""));
    }

    @Test
    void keepsRareCharactersThroughGb18030() {
        Parcel.Rendition file =
                csv("GB18030", view(policy(1, Map.of()), Map.of())).get(0);
        assertThat(rows(file, Charset.forName("GB18030")).get(0)).containsEntry("被保险人名称", RARE_NAME);
        assertThat(new String(file.content(), Charset.forName("GB18030"))).doesNotContain("?", "\uFFFD");
        assertThat(file.content())
                .as("䶮 is FE9F, 㛃 is 8230B731, U+20BB7 is 9534B235")
                .containsSequence(0xFE, 0x9F, 0x82, 0x30, 0xB7, 0x31, 0x95, 0x34, 0xB2, 0x35);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "GB2312", "ISO-8859-1"})
    void refusesAnEncodingThatLacksACharacter(String encoding) {
        assertThatThrownBy(() -> csv(encoding, view(policy(5, Map.of()), Map.of())))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining(RenderingProblem.UNENCODABLE.code())
                .hasMessageNotContaining(RARE_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB99999", "not a charset"})
    void refusesAnEncodingItDoesNotKnow(String encoding) {
        assertThatThrownBy(() -> csv(encoding, view(policy(5, Map.of()), Map.of())))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining(RenditionProblem.UNKNOWN_ENCODING.code());
    }

    @Test
    void leavesWithheldColumnsOutAndMarksMaskedOnes() {
        DisclosedRecord record = view(
                policy(1, Map.of()),
                Map.of("people", Map.of("handler", "张*"), "limits", Map.of("perPersonDeath", "10万-50万元")),
                "premium",
                "prevention");
        Map<String, String> row =
                rows(csv(null, record).get(0), StandardCharsets.UTF_8).get(0);
        assertThat(row)
                .containsEntry("承保人员（脱敏）", "张*")
                .containsEntry("每人死亡伤残限额（脱敏）", "10万-50万元")
                .doesNotContainKeys("应收保费（元）", "约定预防费比例", "服务方案编号", "承保人员");
        assertThat(String.join("", row.keySet())).doesNotContain("保费");
    }

    @Test
    void showsAColumnThatOnlySomeRecordsHave() {
        DisclosedRecord open = view(policy(1, Map.of()), Map.of());
        DisclosedRecord masked = view(policy(2, Map.of()), Map.of("people", Map.of("handler", "张*")), "premium");
        List<Map<String, String>> rows = rows(csv(null, open, masked).get(0), StandardCharsets.UTF_8);
        assertThat(rows).extracting(row -> row.get("承保人员（部分脱敏）")).containsExactly("张三", "张*");
        assertThat(rows).extracting(row -> row.get("应收保费（元）")).containsExactly("61115.83", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "　＝1", "＋1"})
    void neutralisesFormulas(String attack) {
        Parcel.Rendition file = csv(
                        "GB18030", view(policy(1, Map.of("insuredName", attack, "policyNo", attack)), Map.of()))
                .get(0);
        Map<String, String> row = rows(file, Charset.forName("GB18030")).get(0);
        assertThat(row).containsEntry("被保险人名称", "'" + attack).containsEntry("保单号", "'" + attack);
    }

    @Test
    void quotesWhatNeedsIt() {
        String text = "第一行，\"引号\"\n第二行,逗号";
        Parcel.Rendition file = csv(null, view(policy(1, Map.of("insuredName", text)), Map.of()))
                .get(0);
        assertThat(rows(file, StandardCharsets.UTF_8).get(0)).containsEntry("被保险人名称", text);
        String raw = new String(file.content(), StandardCharsets.UTF_8);
        assertThat(raw).endsWith("\r\n").startsWith("台账序号,").doesNotStartWith("\uFEFF");
    }

    @Test
    void writesOneFilePerTypeAndOneForWithdrawals() {
        SealedRecord claim = SealedSamples.record(
                RecordType.CLAIM,
                2,
                SCOPE,
                Map.of(
                        "claimNo", "DING2024140001",
                        "lossType", List.of("人伤", "物损"),
                        "stages", List.of(Map.of("stage", "REPORT", "amount", 100L))));
        DisclosedRecord withdrawn = new DisclosedRecord(policy(3, Map.of("policyNo", "=1")), "one", 2, true, List.of());
        List<Parcel.Rendition> files =
                csv("GB18030", view(claim, Map.of()), view(policy(1, Map.of()), Map.of()), withdrawn);
        assertThat(files)
                .extracting(Parcel.Rendition::name)
                .containsExactly("000000017.policy.csv", "000000017.claim.csv", "000000017.withdrawn.csv");
        assertThat(rows(files.get(1), Charset.forName("GB18030")).get(0))
                .containsEntry("损失类型", "[\"人伤\",\"物损\"]")
                .containsEntry("处理阶段", "[{\"amount\":100,\"stage\":\"REPORT\"}]");
        assertThat(rows(files.get(2), Charset.forName("GB18030")))
                .containsExactly(Map.of("记录类型", "policy", "业务主键", "'=1", "版本", "1"));
    }

    @Test
    void rendersNothingForJsonAndForEmptyParcels() {
        DisclosedRecord record = view(policy(1, Map.of()), Map.of());
        assertThat(RENDITIONS.render(recipient(Party.Format.JSON, null), 1, List.of(record)))
                .isEmpty();
        for (Party.Format format : Party.Format.values()) {
            assertThat(RENDITIONS.render(recipient(format, null), 1, List.of())).isEmpty();
        }
    }

    private static Party mapped(Party.Format format, Map<String, String> mappings) {
        Party.Delivery delivery = new Party.Delivery(
                Party.Channel.SFTP, null, format, mappings, null, 0, null, null, null, null, null, null);
        return new Party(
                "city", PartyType.CTY, new Party.Name("市平台", "city"), "x", List.of(), null, delivery, List.of());
    }

    private static Renditions withMapping(Path folder) throws IOException {
        Path party = Files.createDirectories(folder.resolve("city"));
        Files.writeString(
                party.resolve("bills.mapping.yaml"),
                "direction: out\nrecordType: policy\ntarget: {format: json, records: /list}\n");
        Files.writeString(
                party.resolve("bills.fields.csv"),
                "field,source,convert,unit\npolicyNo,no\npremium,money/yuan,money,yuan\n@index,id\n@withheld,kept\n");
        Files.writeString(party.resolve("broken.mapping.yaml"), "direction: out\nrecordType: policy\n");
        return new Renditions(
                SealedSamples.DEFINITIONS,
                OutboundMappings.load(folder, SealedSamples.DEFINITIONS, CodeTables.load(Path.of("codes"))));
    }

    @Test
    void writesMappedTypesInTheRecipientsWordsAndTheOthersByFormat(@TempDir Path folder) throws IOException {
        Renditions renditions = withMapping(folder);
        SealedRecord claim = SealedSamples.record(RecordType.CLAIM, 2, SCOPE, Map.of("claimNo", "DING2024140001"));
        DisclosedRecord withdrawn = new DisclosedRecord(policy(3, Map.of()), "one", 2, true, List.of());
        List<DisclosedRecord> records = List.of(
                view(policy(1, Map.of()), Map.of()),
                view(policy(4, Map.of()), Map.of(), "premium"),
                view(claim, Map.of()),
                withdrawn);
        List<Parcel.Rendition> files =
                renditions.render(mapped(Party.Format.XLSX, Map.of("policy", "bills")), 17, records);
        assertThat(files)
                .extracting(Parcel.Rendition::name)
                .containsExactly("000000017.policy.json", "000000017.claim.xlsx", "000000017.withdrawn.xlsx");
        assertThat(new String(files.get(0).content(), StandardCharsets.UTF_8))
                .startsWith("{\"list\":[\n"
                        + "{\"no\":\"BBING1\",\"money\":{\"yuan\":61115.83},\"id\":1}\n"
                        + ",{\"no\":\"BBING4\",\"id\":4,\"kept\":[\"premium\"]}");
        assertThat(renditions.render(mapped(Party.Format.JSON, Map.of("policy", "bills")), 17, records))
                .extracting(Parcel.Rendition::name)
                .containsExactly("000000017.policy.json", "000000017.withdrawn.json");
        assertThat(renditions.render(mapped(Party.Format.XML, Map.of("policy", "bills")), 17, records))
                .extracting(Parcel.Rendition::name)
                .containsExactly("000000017.policy.json", "000000017.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "policy, nothing, MAP-0411",
        "policy, broken, MAP-0411",
        "claim, bills, FED-0303",
        "polcy, bills, FED-0303"
    })
    void stopsAtAMappingThatIsNotThere(String type, String mapping, String code, @TempDir Path folder)
            throws IOException {
        Renditions renditions = withMapping(folder);
        SealedRecord claim = SealedSamples.record(RecordType.CLAIM, 2, SCOPE, Map.of("claimNo", "DING2024140001"));
        List<DisclosedRecord> records = List.of(view(policy(1, Map.of()), Map.of()), view(claim, Map.of()));
        assertThatThrownBy(() -> renditions.render(mapped(Party.Format.CSV, Map.of(type, mapping)), 1, records))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining(code);
    }

    @Test
    void namesMaskedAndWithheldFieldsRecordByRecord() {
        DisclosedRecord open = view(policy(1, Map.of()), Map.of());
        DisclosedRecord partly = view(policy(2, Map.of()), Map.of("people", Map.of("handler", "张*")), "subsidy");
        List<Map<String, String>> rows = rows(csv(null, open, partly).get(0), StandardCharsets.UTF_8);
        assertThat(rows).extracting(row -> row.get("脱敏字段")).containsExactly("", "承保人员");
        assertThat(rows.get(0)).containsEntry("不予提供字段", "");
        assertThat(rows.get(1).get("不予提供字段")).contains("财政补贴");
    }

    @Test
    void writesOneLineOfJsonPerRecord() {
        List<Parcel.Rendition> files = RENDITIONS.render(
                recipient(Party.Format.NDJSON, null), 17, List.of(view(policy(4711, Map.of()), Map.of(), "people")));
        assertThat(files).extracting(Parcel.Rendition::name).containsExactly("000000017.policy.ndjson");
        assertThat(new String(files.get(0).content(), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"ledgerIndex\":4711,\"version\":1,\"op\":\"CREATE\",\"riskRegion\":\"140311\",\"sector\":\"08\","
                                + "\"insurerId\":\"insurer-bing\",\"policyNo\":\"BBING4711\",")
                .contains("\"premium\":6111583,", "\"masterPolicy\":false,")
                .endsWith(",\"withheld\":[\"people\"]}\n");
    }

    @Test
    void writesXmlThatAParserReadsBack() throws XMLStreamException {
        DisclosedRecord record = view(
                policy(
                        4711,
                        Map.of(
                                "insuredName",
                                "A<B>&\"' " + RARE_NAME + "\u0001]]>",
                                "factors",
                                List.of(Map.of("code", "上年未出险", "value", -50_000L)))),
                Map.of("limits", Map.of("perPersonDeath", "10万-50万元")),
                "people");
        DisclosedRecord withdrawn = new DisclosedRecord(policy(3, Map.of()), "one", 2, true, List.of());
        List<Parcel.Rendition> files =
                RENDITIONS.render(recipient(Party.Format.XML, null), 17, List.of(record, withdrawn));
        assertThat(files).extracting(Parcel.Rendition::name).containsExactly("000000017.xml");
        assertThat(files.get(0).mediaType()).isEqualTo("application/xml; charset=UTF-8");
        List<String> seen = elements(files.get(0).content());
        assertThat(seen)
                .startsWith("parcel{number=17, recipient=city}", "records{}")
                .contains(
                        "policy{index=4711, schemaVersion=1, agreement=one, agreementVersion=2}",
                        "premium{manner=given}",
                        "premium{type=money}6111583",
                        "feeRateAgreed{type=percent}180000",
                        "insuredName{type=text}A<B>&\"' " + RARE_NAME + "\uFFFD]]>",
                        "limits{manner=masked}",
                        "perPersonDeath{type=text}10万-50万元",
                        "people{manner=withheld}",
                        "version{type=integer}1",
                        "masterPolicy{type=boolean}false",
                        "factors{type=objects}",
                        "member{name=value}-50000",
                        "withdrawal{recordType=policy, businessKey=BBING3, version=1}");
        assertThat(String.join("\n", seen)).doesNotContain("handler");
    }

    private static List<String> elements(byte[] xml) throws XMLStreamException {
        List<String> seen = new ArrayList<>();
        XMLStreamReader reader = new WstxInputFactory().createXMLStreamReader(new ByteArrayInputStream(xml));
        boolean open = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                assertThat(reader.getNamespaceURI()).isEqualTo("urn:anze:feed:1");
                List<String> attributes = new ArrayList<>();
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    attributes.add(reader.getAttributeLocalName(i) + "=" + reader.getAttributeValue(i));
                }
                seen.add(reader.getLocalName() + "{" + String.join(", ", attributes) + "}");
                open = true;
            } else if (event == XMLStreamConstants.CHARACTERS && open) {
                int last = seen.size() - 1;
                seen.set(last, seen.get(last) + reader.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open = false;
            }
        }
        return seen;
    }
}
