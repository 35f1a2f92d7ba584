package org.anze.gateway.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.References.KnownPolicy;

/** The shipped rules with a small world around them: one insurer, one agency, one broker, one known policy. */
final class SampleContext implements References {

    static final Profiles PROFILES = load();
    static final CodeTables CODES = loadCodes();
    static final Validator VALIDATOR = new Validator(SampleRecords.DEFINITIONS, PROFILES, CODES);
    static final KnownPolicy KNOWN = new KnownPolicy(
            "AJIA202514021200001",
            "insurer-jia",
            new Scope("140212", "01", "insurer-jia"),
            "91140212MAXX00015K",
            "2025-06-01T00:00:00+08:00",
            "2026-06-01T00:00:00+08:00",
            500_000_000L,
            1_000_000_000L,
            40_000_000L);

    private final List<KnownPolicy> policies = new ArrayList<>(List.of(KNOWN));
    private final Set<Reference> others = new HashSet<>(
            Set.of(new Reference(RecordType.SERVICE_RECORD, "S-1"), new Reference(RecordType.ACCIDENT_REPORT, "A-1")));
    private Party provider = insurer("insurer-jia", "14");
    private Instant receivedAt =
            OffsetDateTime.parse("2025-06-10T10:00:00+08:00").toInstant();

    SampleContext knowing(KnownPolicy policy) {
        policies.add(policy);
        return this;
    }

    SampleContext knowingNothing() {
        policies.clear();
        others.clear();
        return this;
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
        return new ValidationContext(provider, receivedAt, this, parties());
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
                .map(finding -> problem(finding.code()).name())
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty() ? "-" : String.join(" ", names);
    }

    static ValidationProblem problem(String code) {
        for (ValidationProblem problem : ValidationProblem.values()) {
            if (problem.code().equals(code)) {
                return problem;
            }
        }
        throw new IllegalArgumentException(code);
    }

    static Party insurer(String id, String... regions) {
        return party(id, PartyType.INS, "91110105MAXX000741", List.of(regions), List.of());
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
        Party broker = party("broker-beijing", PartyType.BRK, "91110108MAYY000859", List.of(), List.of());
        return Parties.of(List.of(agency(), broker));
    }

    private static Party party(
            String id, PartyType type, String uscc, List<String> regions, List<Party.Qualification> qualifications) {
        return new Party(id, type, new Party.Name("样例" + id, id), uscc, regions, null, null, qualifications);
    }

    @Override
    public Optional<KnownPolicy> policy(String policyNo, String asking) {
        return policies.stream()
                .filter(policy -> policy.policyNo().equals(policyNo))
                .min((a, b) -> Boolean.compare(
                        b.provider().equals(asking), a.provider().equals(asking)));
    }

    @Override
    public boolean exists(RecordType type, String businessKey) {
        return others.contains(new Reference(type, businessKey))
                || (type == RecordType.POLICY && policy(businessKey, "").isPresent());
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
