package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
            platform-shanxi | policy | ++++...+ | - | -
            platform-shanxi | serviceRecord | ++++...+ | people | -
            platform-shanxi | hazard | ++++...+ | - | -
            platform-shanxi | accidentReport | ++++...+ | - | -
            platform-shanxi | claim | ++++...+ | handling,amounts,victims,people | -
            city-datong | enterprise | ++.....+ | - | -
            city-datong | policy | ++.....+ | - | -
            city-datong | serviceRecord | ++.....+ | people | -
            city-datong | hazard | ++.....+ | - | -
            city-datong | accidentReport | ++.....+ | - | -
            city-datong | claim | ++.....+ | handling,amounts,victims,people | -
            sector-hazchem | enterprise | +.+..... | - | -
            sector-hazchem | policy | +.+..... | - | premium
            sector-hazchem | serviceRecord | +.+..... | people | -
            sector-hazchem | hazard | +.+..... | - | -
            sector-hazchem | accidentReport | +.+..... | - | -
            sector-hazchem | claim | ........ | - | -
            regulator-finance | enterprise | ++++++++ | turnover,people | -
            regulator-finance | policy | ++++++++ | people | -
            regulator-finance | serviceRecord | ........ | - | -
            regulator-finance | hazard | ........ | - | -
            regulator-finance | accidentReport | ........ | - | -
            regulator-finance | claim | ++++++++ | handling,victims,people | -
            ministry | enterprise | ++++++++ | - | -
            ministry | policy | ++++++++ | - | -
            ministry | serviceRecord | ++++++++ | people | -
            ministry | hazard | ++++++++ | - | -
            ministry | accidentReport | ++++++++ | - | -
            ministry | claim | ++++++++ | handling,amounts,victims,people | -
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
            Decision decision = agreements.decide(recipient, type, probe, DEMO_DAY);
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
                    assertThat(agreements.decide(party.id(), type, PROBES.get(0), DEMO_DAY))
                            .isInstanceOf(Decision.Deny.class);
                }
            }
        }
    }

    @Test
    void neverShowTheSectorDepartmentAPremium() {
        Decision.Permit permit =
                (Decision.Permit) agreements.decide("sector-hazchem", RecordType.POLICY, PROBES.get(0), DEMO_DAY);
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
