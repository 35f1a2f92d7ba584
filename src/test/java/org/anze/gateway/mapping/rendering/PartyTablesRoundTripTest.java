package org.anze.gateway.mapping.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One field table, used both ways: what it writes, it reads back as the same record. */
class PartyTablesRoundTripTest {

    private static final String PARTY = "platform-north";
    private static final int RECORDS = 200;
    private static final Set<String> ENVELOPE = Set.of("version", "op", "riskRegion", "sector");
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final MappingContext CONTEXT = new MappingContext(
            new Party(
                    PARTY,
                    PartyType.INS,
                    new Party.Name("北方", "North"),
                    "91110105MAXX000741",
                    List.of(),
                    null,
                    null,
                    List.of()),
            Instant.EPOCH);
    private static Mappings mappings;

    @BeforeAll
    static void load() throws IOException {
        mappings = Mappings.load(
                Path.of("src/test/resources/mappings-out"), DEFINITIONS, CodeTables.load(Path.of("codes")));
        assertThat(mappings.broken()).isEmpty();
    }

    private final Random random = new Random(20261122);

    @Test
    void readsBackPoliciesInCsv() {
        List<Map<String, Object>> policies = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            Map<String, Object> policy = new HashMap<>(Map.of(
                    "policyNo",
                    "P" + random.nextInt(1_000_000),
                    "insured",
                    "91140212MAXX00015K",
                    "startAt",
                    instant(),
                    "endAt",
                    LocalDate.of(2026, 1, 1).plusDays(random.nextInt(400)) + "T00:00:00+08:00",
                    "premium",
                    amount(),
                    "perPersonDeath",
                    amount(),
                    "insuredCount",
                    (long) random.nextInt(1000),
                    "version",
                    1L + random.nextInt(4),
                    "op",
                    "UPDATE"));
            may(policy, "insuredName", "䶮㛃𠮷\"精密\"；铸造\n（山西）有限公司");
            may(policy, "signDate", "2026-01-31");
            may(policy, "subsidy", amount());
            may(policy, "rate", (long) random.nextInt(1_000_000));
            may(policy, "feeRateAgreed", (long) random.nextInt(1_000_000));
            may(policy, "masterPolicy", random.nextBoolean());
            may(policy, "coType", random.nextBoolean() ? "独立" : "共保");
            may(policy, "riskRegion", "140212");
            may(policy, "sector", "03");
            policies.add(policy);
        }
        assertRoundTrip("policies", RecordType.POLICY, policies);
    }

    @Test
    void readsBackClaimsInJson() {
        List<Map<String, Object>> claims = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String number = "C" + random.nextInt(1_000_000);
            List<Map<String, Object>> stages = new ArrayList<>();
            stages.add(Map.of("stage", "REPORT", "at", instant()));
            for (int k = random.nextInt(3); k > 0; k--) {
                stages.add(
                        random.nextBoolean()
                                ? Map.of("stage", "PREPAY", "amount", amount())
                                : Map.of("stage", "CLOSE", "at", instant(), "amount", amount()));
            }
            Map<String, Object> claim = new HashMap<>(Map.of(
                    "claimNo",
                    number,
                    "reportNo",
                    number + "-R",
                    "policyNo",
                    "P1",
                    "occurredAt",
                    instant(),
                    "reportedAt",
                    instant(),
                    "cause",
                    random.nextBoolean() ? "火灾" : "高处坠落",
                    "estimate",
                    amount(),
                    "stages",
                    stages));
            may(claim, "lossType", random.nextBoolean() ? List.of("人伤") : List.of("物损", "车损"));
            may(claim, "assessed", amount());
            may(claim, "status", "已结案");
            may(claim, "victims", List.of(Map.of("outcome", "死亡"), Map.of("outcome", "死亡"), Map.of("outcome", "重伤")));
            may(claim, "directFees", List.of(Map.of("item", "公估", "amount", 100L), Map.of("item", "律师", "amount", 0L)));
            may(claim, "riskRegion", "140212");
            claims.add(claim);
        }
        assertRoundTrip("claims", RecordType.CLAIM, claims);
    }

    @Test
    void readsBackServicesInXml() {
        List<Map<String, Object>> services = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            Map<String, Object> service = new HashMap<>(Map.of(
                    "serviceNo",
                    "S" + random.nextInt(1_000_000),
                    "policyNo",
                    "P1",
                    "uscc",
                    "91140212MAXX00015K",
                    "item",
                    Integer.toString(1 + random.nextInt(7)),
                    "startAt",
                    instant(),
                    "onSite",
                    random.nextBoolean(),
                    "provider",
                    random.nextBoolean() ? "自主" : "第三方"));
            may(service, "endAt", instant());
            may(service, "insuredName", "<䶮>&㛃 ]]> 公司");
            may(service, "content", "第一行\n第二行\t=1+1");
            may(service, "mainRisks", List.of("瓦斯积聚", "顶板；离层"));
            may(
                    service,
                    "experts",
                    List.of(Map.of("name", "张三"), Map.of("name", "李四", "certNo", "Z-2"), Map.of("certNo", "Z-3")));
            may(service, "result", List.of(Map.of("code", "TIMES", "value", "3")));
            may(service, "cost", amount());
            may(service, "riskRegion", "140212");
            services.add(service);
        }
        assertRoundTrip("services", RecordType.SERVICE_RECORD, services);
    }

    private void assertRoundTrip(String name, RecordType type, List<Map<String, Object>> records) {
        RecordDefinition definition = DEFINITIONS.of(type, 1);
        OutboundMapping out = mappings.outbound().find(PARTY, name).orElseThrow();
        assertThat(out.definition()).isEqualTo(definition);
        byte[] file = out.rendering()
                .render(
                        PARTY,
                        records.stream().map(values -> view(definition, values)).toList());
        Mapping in = mappings.find(PARTY, name + "-in").orElseThrow();
        List<Map<String, Object>> read = new ArrayList<>();
        try (RawReader reader = in.open(new ByteArrayInputStream(file))) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                Normalised result = in.normalise(raw, CONTEXT).get(0);
                assertThat(result.findings().stream().filter(Finding::rejects)).isEmpty();
                RecordView view = RecordView.of(result.record());
                Map<String, Object> values = new HashMap<>(view.values());
                view.envelope().forEach((key, value) -> {
                    if (ENVELOPE.contains(key)) {
                        values.put(key, value);
                    }
                });
                if (!records.get(read.size()).containsKey("version")) {
                    values.keySet().removeAll(List.of("version", "op"));
                }
                read.add(values);
            }
        }
        assertThat(read).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            assertThat(read.get(i)).as("record " + i).isEqualTo(records.get(i));
        }
    }

    private static RecordView view(RecordDefinition definition, Map<String, Object> all) {
        Map<String, Object> envelope = new HashMap<>(all);
        envelope.keySet().retainAll(ENVELOPE);
        Map<String, Object> values = new HashMap<>(all);
        values.keySet().removeAll(ENVELOPE);
        return new RecordView(definition, -1, envelope, values, Set.of(), Set.of());
    }

    private void may(Map<String, Object> values, String field, Object value) {
        if (random.nextInt(3) > 0) {
            values.put(field, value);
        }
    }

    private long amount() {
        return random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(1_000_000_000);
    }

    private String instant() {
        return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(800)).atTime(random.nextInt(24), random.nextInt(60), 30)
                + "+08:00";
    }
}
