package org.anze.gateway.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;

/** The shipped rules with a small world around them: one insurer, one agency, one broker, one known policy. */
final class SampleContext implements References {

    static final Profiles PROFILES = load();
    static final CodeTables CODES = loadCodes();
    static final Validator VALIDATOR = new Validator(SampleRecords.DEFINITIONS, PROFILES, CODES);
    static final KnownRecord KNOWN = policy("AJIA202514021200001", "insurer-jia")
            .with("insured", "91140212MAXX00015K")
            .with("startAt", "2025-06-01T00:00:00+08:00")
            .with("endAt", "2026-06-01T00:00:00+08:00")
            .with("premium", 6_111_583L)
            .with("received", 6_111_583L)
            .with("insuredCount", 420L)
            .with("actualCount", 420L)
            .with("perAccident", 500_000_000L)
            .with("aggregate", 1_000_000_000L)
            .with("perPersonDeath", 40_000_000L)
            .build();

    private final List<KnownRecord> records = new ArrayList<>(List.of(
            KNOWN,
            known(RecordType.SERVICE_RECORD, "S-1", "insurer-jia").build(),
            known(RecordType.ACCIDENT_REPORT, "A-1", "insurer-jia").build()));
    private boolean lastChance;
    private Party provider = insurer("insurer-jia", "14");
    private Instant receivedAt =
            OffsetDateTime.parse("2025-06-10T10:00:00+08:00").toInstant();

    SampleContext knowing(KnownRecord... more) {
        records.addAll(List.of(more));
        return this;
    }

    KnownRecord lastKnown() {
        return records.get(records.size() - 1);
    }

    SampleContext knowingNothing() {
        records.clear();
        return this;
    }

    SampleContext forTheLastTime() {
        lastChance = true;
        return this;
    }

    static Known policy(String policyNo, String provider) {
        return known(RecordType.POLICY, policyNo, provider);
    }

    /** A record that the ledger has, to be filled. */
    static Known known(RecordType type, String key, String provider) {
        return new Known(type, key, provider);
    }

    static final class Known {
        private final RecordType type;
        private final String key;
        private final String provider;
        private final Map<String, Object> values = new HashMap<>();
        private Scope scope;
        private long version = 1;
        private Operation operation = Operation.CREATE;

        private Known(RecordType type, String key, String provider) {
            this.type = type;
            this.key = key;
            this.provider = provider;
            this.scope = new Scope("140212", "01", provider);
        }

        Known with(String field, Object value) {
            values.put(field, value);
            return this;
        }

        Known at(Scope place) {
            scope = place;
            return this;
        }

        Known version(long number) {
            version = number;
            return this;
        }

        Known withdrawn() {
            operation = Operation.VOID;
            return this;
        }

        KnownRecord build() {
            return new KnownRecord(type, key, provider, version, operation, scope, Map.copyOf(values));
        }
    }

    SampleContext from(Party party) {
        provider = party;
        return this;
    }

    SampleContext receivedAt(String time) {
        receivedAt = OffsetDateTime.parse(time).toInstant();
        return this;
    }

    ValidationContext build() {
        return new ValidationContext(provider, receivedAt, this, parties(), lastChance);
    }

    /** The verdict of the shipped rules. */
    Validated validate(CanonicalRecord record) {
        return VALIDATOR.validate(List.of(record), build()).get(0);
    }

    /** The problems that the shipped rules find, by name, separated by blanks; {@code -} for none. */
    String problems(CanonicalRecord record) {
        return names(validate(record));
    }

    static String names(Validated verdict) {
        List<String> names = verdict.findings().stream()
                .map(finding -> ((Enum<?>) problem(finding.code())).name())
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty() ? "-" : String.join(" ", names);
    }

    static RuleProblem problem(String code) {
        return Problems.ALL.stream()
                .filter(problem -> problem.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(code));
    }

    static Party insurer(String id, String... regions) {
        return party(id, PartyType.INS, "91110105MAXX000741", List.of(regions), List.of());
    }

    /**
     * A sender by its id: the agency, the broker, the insured of the known policy ({@code unit-insured}) or another unit, a
     * department ({@code city-}) or an insurer that may work everywhere.
     */
    static Party sender(String id) {
        if (id.equals("agency-taiyuan")) {
            return agency();
        }
        if (id.equals("broker-beijing")) {
            return broker();
        }
        if (id.startsWith("unit-")) {
            String uscc = id.equals("unit-insured") ? "91140212MAXX00015K" : "91110105MAXX000741";
            return party(id, PartyType.ENT, uscc, List.of(), List.of());
        }
        return party(
                id, id.startsWith("city-") ? PartyType.CTY : PartyType.INS, "91110105MAXX000741", List.of(), List.of());
    }

    static Party agency() {
        return party(
                "agency-taiyuan",
                PartyType.AGY,
                "91140106MAYY000693",
                List.of(),
                List.of(new Party.Qualification(
                        List.of("1", "4"), "Q-1", LocalDate.of(2024, 1, 1), LocalDate.of(2025, 6, 10))));
    }

    private static Parties parties() {
        return Parties.of(List.of(
                agency(),
                broker(),
                party("insurer-jia", PartyType.INS, "91140105MAWX0011X4", List.of(), List.of()),
                party("insurer-yi", PartyType.INS, "91140105MAWX001284", List.of(), List.of()),
                party("insurer-picc", PartyType.INS, "91100000710931483R", List.of(), List.of())));
    }

    static Party broker() {
        return party("broker-beijing", PartyType.BRK, "91110108MAYY000859", List.of(), List.of());
    }

    private static Party party(
            String id, PartyType type, String uscc, List<String> regions, List<Party.Qualification> qualifications) {
        return new Party(id, type, new Party.Name("样例" + id, id), uscc, regions, null, null, qualifications);
    }

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        return records.stream()
                .filter(record -> record.type() == type && record.businessKey().equals(businessKey))
                .toList();
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        return records.stream()
                .filter(record -> record.type() == lookup.type() && !record.isVoid())
                .filter(record -> LookupFields.terms(
                                record.type(), field -> record.values().get(field))
                        .contains(lookup))
                .toList();
    }

    private static Profiles load() {
        try {
            return Profiles.load(Path.of("jurisdictions"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CodeTables loadCodes() {
        try {
            return CodeTables.load(Path.of("codes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
