package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agreements in {@code parties/} against the matrix of DOMAIN.md B2, written out. */
class DemoAgreementsTest {

    private static final Instant DEMO_DAY = Instant.parse("2026-11-22T02:00:00Z");

    /** Place of risk and sector of the probes; the insurer is another for each, which no agreement of the demo limits. */
    private static final List<Scope> PROBES = List.of(
            new Scope("140212", "03", "insurer-jia"),
            new Scope("140212", "01", "insurer-bing"),
            new Scope("140403", "03", "insurer-ding"),
            new Scope("140403", "01", "insurer-wu"),
            new Scope("330382", "03", "insurer-jia"),
            new Scope("330382", "08", "insurer-wu"),
            new Scope(null, "03", "insurer-wu"),
            new Scope("140212", null, "insurer-wu"));

    /**
     * Recipient | record type | permitted for the eight probes | masked units | withheld units; {@code -} for none. A type
     * that is not given at all has eight dots.
     */
    private static final String EXPECTED = """
            platform-shanxi | enterprise | ++++...+ | - | -
            platform-shanxi | mustInsure | ++++...+ | - | -
            platform-shanxi | policy | ++++...+ | - | -
            platform-shanxi | endorsement | ++++...+ | - | -
            platform-shanxi | roster | ++++...+ | person | name,identity,post,terms
            platform-shanxi | plan | ++++...+ | - | -
            platform-shanxi | serviceRecord | ++++...+ | people | -
            platform-shanxi | hazard | ++++...+ | - | -
            platform-shanxi | feeLedger | ++++...+ | - | -
            platform-shanxi | accidentReport | ++++...+ | - | -
            platform-shanxi | claim | ++++...+ | handling,amounts,victims,people | -
            platform-shanxi | enforcement | ++++...+ | - | -
            platform-shanxi | complaint | ++++...+ | - | -
            platform-shanxi | riskRate | ++++...+ | - | -
            platform-shanxi | evaluation | ++++...+ | - | -
            platform-shanxi | blacklist | ++++...+ | - | -
            platform-shanxi | annualStat | ++++...+ | - | -
            platform-shanxi | action | ++++...+ | - | -
            platform-shanxi | escalation | ++++...+ | - | -
            platform-shanxi | agency | ++++...+ | - | -
            city-datong | enterprise | ++.....+ | - | -
            city-datong | mustInsure | ........ | - | -
            city-datong | policy | ++.....+ | - | -
            city-datong | endorsement | ++.....+ | - | -
            city-datong | roster | ++.....+ | person | name,identity,post,terms
            city-datong | plan | ++.....+ | - | -
            city-datong | serviceRecord | ++.....+ | people | -
            city-datong | hazard | ++.....+ | - | -
            city-datong | feeLedger | ++.....+ | subject,booking,payment | chain
            city-datong | accidentReport | ++.....+ | - | -
            city-datong | claim | ++.....+ | handling,amounts,victims,people | -
            city-datong | enforcement | ........ | - | -
            city-datong | complaint | ++.....+ | - | -
            city-datong | riskRate | ++.....+ | - | -
            city-datong | evaluation | ++.....+ | - | -
            city-datong | blacklist | ........ | - | -
            city-datong | annualStat | ........ | - | -
            city-datong | action | ........ | - | -
            city-datong | escalation | ++.....+ | - | -
            city-datong | agency | ++.....+ | - | -
            sector-hazchem | enterprise | +.+..... | - | -
            sector-hazchem | mustInsure | ........ | - | -
            sector-hazchem | policy | +.+..... | - | premium
            sector-hazchem | endorsement | +.+..... | - | premium
            sector-hazchem | roster | +.+..... | - | person,name,identity,post,terms
            sector-hazchem | plan | +.+..... | - | -
            sector-hazchem | serviceRecord | +.+..... | people | -
            sector-hazchem | hazard | +.+..... | - | -
            sector-hazchem | feeLedger | ........ | - | -
            sector-hazchem | accidentReport | +.+..... | - | -
            sector-hazchem | claim | ........ | - | -
            sector-hazchem | enforcement | ........ | - | -
            sector-hazchem | complaint | ........ | - | -
            sector-hazchem | riskRate | +.+..... | - | -
            sector-hazchem | evaluation | +.+..... | - | -
            sector-hazchem | blacklist | +.+..... | person | -
            sector-hazchem | annualStat | ........ | - | -
            sector-hazchem | action | ........ | - | -
            sector-hazchem | escalation | +.+..... | - | -
            sector-hazchem | agency | +.+..... | - | -
            regulator-finance | enterprise | ++++++++ | turnover,people,premises | -
            regulator-finance | mustInsure | ........ | - | -
            regulator-finance | policy | ++++++++ | people | -
            regulator-finance | endorsement | ++++++++ | approval | -
            regulator-finance | roster | ........ | - | -
            regulator-finance | plan | ........ | - | -
            regulator-finance | serviceRecord | ........ | - | -
            regulator-finance | hazard | ........ | - | -
            regulator-finance | feeLedger | ++++++++ | - | -
            regulator-finance | accidentReport | ........ | - | -
            regulator-finance | claim | ++++++++ | handling,victims,people | -
            regulator-finance | enforcement | ........ | - | -
            regulator-finance | complaint | ++++++++ | complainant,extension | -
            regulator-finance | riskRate | ++++++++ | - | -
            regulator-finance | evaluation | ++++++++ | - | -
            regulator-finance | blacklist | ++++++++ | person | -
            regulator-finance | annualStat | ++++++++ | contact | -
            regulator-finance | action | ........ | - | -
            regulator-finance | escalation | ........ | - | -
            regulator-finance | agency | ++++++++ | capacity,experts | -
            ministry | enterprise | ++++++++ | - | -
            ministry | mustInsure | ++++++++ | - | -
            ministry | policy | ++++++++ | - | -
            ministry | endorsement | ++++++++ | - | -
            ministry | roster | ........ | - | -
            ministry | plan | ++++++++ | - | -
            ministry | serviceRecord | ++++++++ | people | -
            ministry | hazard | ++++++++ | - | -
            ministry | feeLedger | ++++++++ | - | -
            ministry | accidentReport | ++++++++ | - | -
            ministry | claim | ++++++++ | handling,amounts,victims,people | -
            ministry | enforcement | ++++++++ | - | -
            ministry | complaint | ........ | - | -
            ministry | riskRate | ++++++++ | - | -
            ministry | evaluation | ++++++++ | - | -
            ministry | blacklist | ++++++++ | - | -
            ministry | annualStat | ++++++++ | - | -
            ministry | action | ++++++++ | - | -
            ministry | escalation | ++++++++ | - | -
            ministry | agency | ++++++++ | - | -
            """;

    private static final List<String> RECIPIENTS =
            List.of("platform-shanxi", "city-datong", "sector-hazchem", "regulator-finance", "ministry");

    private static Parties parties;
    private static Agreements agreements;

    @BeforeAll
    static void load() throws IOException {
        parties = Parties.load(Path.of("parties"));
        agreements = Agreements.load(
                Path.of("parties"),
                SealedSamples.DEFINITIONS,
                parties,
                CodeTables.load(Path.of("codes")).regions());
    }

    @Test
    void areSoundAndSoAreTheirParties() {
        assertThat(parties.broken()).doesNotContainKeys(RECIPIENTS.toArray(String[]::new));
        assertThat(agreements.broken()).isEmpty();
        assertThat(RECIPIENTS).allSatisfy(recipient -> {
            assertThat(agreements.of(recipient)).isNotEmpty();
            assertThat(agreements.of(recipient)).allSatisfy(agreement -> {
                assertThat(agreement.legalBasis()).isNotEmpty();
                assertThat(agreement.inForce(DEMO_DAY)).isTrue();
            });
        });
        assertThat(RECIPIENTS)
                .extracting(recipient -> parties.find(recipient)
                        .map(Party::delivery)
                        .map(Party.Delivery::channel)
                        .orElseThrow())
                .containsExactly(
                        Party.Channel.REST,
                        Party.Channel.SFTP,
                        Party.Channel.QUEUE,
                        Party.Channel.SOAP,
                        Party.Channel.PULL);
    }

    @Test
    void decideAsTheMatrixSays() {
        List<String> lines = new ArrayList<>();
        for (String recipient : RECIPIENTS) {
            for (RecordType type : RecordType.values()) {
                lines.add(line(recipient, type));
            }
        }
        assertThat(String.join("\n", lines) + "\n").isEqualTo(EXPECTED);
    }

    private static String line(String recipient, RecordType type) {
        StringBuilder permitted = new StringBuilder();
        String masked = "-";
        String withheld = "-";
        for (Scope probe : PROBES) {
            Decision decision = AgreementFiles.decide(agreements, recipient, type, probe, DEMO_DAY);
            permitted.append(decision instanceof Decision.Permit ? '+' : '.');
            if (decision instanceof Decision.Permit permit) {
                masked = units(type, permit, Manner.MASKED);
                withheld = units(type, permit, Manner.WITHHELD);
            }
        }
        assertThat(agreements.mayEverReceive(recipient, type)).isEqualTo(permitted.indexOf("+") >= 0);
        return String.join(" | ", recipient, type.code(), permitted, masked, withheld);
    }

    private static String units(RecordType type, Decision.Permit permit, Manner manner) {
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
        StringJoiner units = new StringJoiner(",");
        for (String unit : definition.units()) {
            if (permit.manner(unit) == manner) {
                units.add(unit);
            }
        }
        return units.length() == 0 ? "-" : units.toString();
    }

    /** A comment of the file names each record type in which it differs from the template of its party type, and no other. */
    @ParameterizedTest
    @ValueSource(strings = {"platform-shanxi", "city-datong", "sector-hazchem", "regulator-finance", "ministry"})
    void followTheirTemplateOrSayWhereNot(String recipient) throws IOException {
        Party party = parties.find(recipient).orElseThrow();
        Agreement delivered = agreements.of(recipient).get(0);
        Agreement template = template(party, delivered);
        Set<String> differing = new TreeSet<>();
        for (RecordType type : RecordType.values()) {
            if (!grants(delivered, type).equals(grants(template, type))) {
                differing.add(type.code());
            }
        }
        String comment = Files.readString(Path.of("parties", recipient, "agreements", delivered.id() + ".yaml"))
                .lines()
                .filter(line -> line.startsWith("# 与模板不同"))
                .collect(Collectors.joining());
        Set<String> said = new TreeSet<>();
        for (RecordType type : RecordType.values()) {
            if (Pattern.compile("\\b" + type.code() + "\\b").matcher(comment).find()) {
                said.add(type.code());
            }
        }
        assertThat(said).isEqualTo(differing);
        assertThat(delivered.purpose()).isEqualTo(template.purpose());
        assertThat(delivered.sharingClass()).isEqualTo(template.sharingClass());
    }

    private static Agreement template(Party party, Agreement delivered) throws IOException {
        Set<String> sectors = delivered.coverage().sectors();
        String filled = AgreementTemplate.of(party.type())
                .fill(new AgreementTemplate.Blanks(
                        "standard",
                        party.id(),
                        delivered.validFrom(),
                        delivered.validTo(),
                        delivered.docRef(),
                        delivered.approvedBy(),
                        List.of("14"),
                        sectors == null ? List.of() : List.copyOf(sectors),
                        List.of(),
                        1));
        Agreements loaded = Agreements.load(
                List.of(new AgreementText(party.id(), "standard.yaml", filled.getBytes(StandardCharsets.UTF_8))),
                SealedSamples.DEFINITIONS,
                parties,
                CodeTables.load(Path.of("codes")).regions());
        assertThat(loaded.broken()).isEmpty();
        return loaded.of(party.id()).get(0);
    }

    /** Units are named in any order. */
    private static List<Agreement.Grant> grants(Agreement agreement, RecordType type) {
        return agreement.grants().stream()
                .filter(grant -> grant.type() == type)
                .map(grant -> new Agreement.Grant(
                        type,
                        grant.kind(),
                        grant.give().stream().sorted().toList(),
                        grant.mask().stream().sorted().toList(),
                        grant.maskedFields(),
                        grant.own(),
                        grant.where(),
                        grant.singleCase(),
                        grant.mask().isEmpty() ? Agreement.Persons.MASKED : grant.persons()))
                .toList();
    }

    /** What a lawyer narrowed is no difference; what goes beyond the matrix is. */
    @Test
    void neverGoBeyondTheMatrix() {
        for (String recipient : RECIPIENTS) {
            PartyType party = parties.find(recipient).orElseThrow().type();
            for (Agreement agreement : agreements.of(recipient)) {
                for (Agreement.Grant grant : agreement.grants()) {
                    AuthorisationMatrix.Reading reading = AuthorisationMatrix.reading(party, grant.type());
                    assertThat(beyond(reading, grant))
                            .as(recipient + " " + grant.type().code() + " " + reading)
                            .isEmpty();
                }
            }
        }
    }

    private static List<String> beyond(AuthorisationMatrix.Reading reading, Agreement.Grant grant) {
        return switch (reading) {
            case FULL -> List.of();
            case PSEUDONYMISED -> holding(grant.type(), grant.give(), DemoAgreementsTest::isPersonal);
            case MASKED -> holding(grant.type(), grant.give(), field -> isPersonal(field) || isSecretAmount(field));
            case COUNT -> {
                List<String> both = new ArrayList<>(grant.give());
                both.addAll(grant.mask());
                yield holding(grant.type(), both, DemoAgreementsTest::isPersonal);
            }
            case NOTHING -> List.of("*");
        };
    }

    private static List<String> holding(RecordType type, List<String> units, Predicate<FieldDefinition> what) {
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
        return units.stream()
                .filter(unit -> definition.fieldsOf(unit).stream()
                        .flatMap(field -> Stream.concat(Stream.of(field), field.entries().stream()))
                        .anyMatch(what))
                .toList();
    }

    private static boolean isPersonal(FieldDefinition field) {
        return field.sensitivity() >= 4;
    }

    private static boolean isSecretAmount(FieldDefinition field) {
        return field.sensitivity() == 3 && (field.type() == FieldType.MONEY || field.type() == FieldType.PERCENT);
    }

    @Test
    void tellTheProvinceOfARosterOnlyPseudonyms() {
        Decision.Permit permit = (Decision.Permit)
                AgreementFiles.decide(agreements, "platform-shanxi", RecordType.ROSTER, PROBES.get(0), DEMO_DAY);
        SealedRecord line = SealedSamples.record(
                RecordType.ROSTER,
                1,
                PROBES.get(0),
                Map.of("mode", "NAMED", "personKey", "a".repeat(64), "name", "张三", "idNo", "110101190001010006"));
        DisclosedRecord disclosed = new Discloser(purpose -> new byte[] {1})
                .disclose(line, SealedSamples.DEFINITIONS.of(RecordType.ROSTER), permit);
        assertThat(SealedSamples.spy(line).opened).containsExactly("key", "scope", "count", "posts", "person");
        String person = new String(disclosed.units().get(4).value(), StandardCharsets.UTF_8);
        assertThat(person).matches("\\{\"personKey\":\"[0-9a-f]{64}\"}").doesNotContain("aaaa");
    }

    @Test
    void standInTheManualAsTheyAre() throws IOException {
        String sample = Files.readString(Path.of("parties/platform-shanxi/agreements/supervision-shanxi.yaml"));
        assertThat(Files.readString(Path.of("docs/onboarding/recipient.md"))).contains("```yaml\n" + sample + "```");
    }

    @Test
    void giveNobodyElseAnything() {
        for (Party party : parties.all()) {
            for (RecordType type : RecordType.values()) {
                if (!RECIPIENTS.contains(party.id())) {
                    assertThat(AgreementFiles.decide(agreements, party.id(), type, PROBES.get(0), DEMO_DAY))
                            .isInstanceOf(Decision.Deny.class);
                }
            }
        }
    }

    @Test
    void neverShowTheSectorDepartmentAPremium() {
        Decision.Permit permit = (Decision.Permit)
                AgreementFiles.decide(agreements, "sector-hazchem", RecordType.POLICY, PROBES.get(0), DEMO_DAY);
        assertThat(permit.manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(SealedSamples.DEFINITIONS
                        .of(RecordType.POLICY)
                        .field("premium")
                        .orElseThrow()
                        .unit())
                .isEqualTo("premium");
    }

    @Test
    void pseudonymisePeopleForTheFinancialRegulator() {
        assertThat(agreements.of("regulator-finance"))
                .extracting(Agreement::persons)
                .containsOnly(Agreement.Persons.PSEUDONYMISED);
    }
}
