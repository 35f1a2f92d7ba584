package org.anze.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.LookupFields;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Validated;
import org.anze.gateway.validation.ValidationContext;
import org.anze.gateway.validation.Validator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the generator promises of its files is what mapping and validation make of them. */
class DemoSamplesTest {

    private static final Instant RECEIVED = Instant.parse("2026-09-30T16:00:00Z");
    private static final int ROWS = 600;
    private static final int POLICIES = 150;

    private static Mappings mappings;
    private static Parties parties;
    private static Validator validator;

    private final DemoSamples samples = new DemoSamples(20261122, 7);
    private final Known known = new Known();

    @BeforeAll
    static void load() throws IOException {
        RecordDefinitions definitions = RecordDefinitions.load();
        CodeTables codes = CodeTables.load(Path.of("codes"));
        mappings = Mappings.load(Path.of("mappings"), definitions, codes);
        parties = Parties.load(Path.of("parties"));
        validator = new Validator(definitions, Profiles.load(Path.of("jurisdictions")), codes);
    }

    @Test
    void tellsWhatBecomesOfPolicies() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ExpectedOutcome expected = samples.policies(file, ROWS);
        assertThat(outcome("insurer-jia", "policies", file)).isEqualTo(expected);
        assertThat(expected.rejectedBy()).containsOnlyKeys("V-S01", "V-P11", "V-P03", "MAP-0211", "V-S07");
        assertThat(expected.acceptedIn("14", null)).isEqualTo(expected.accepted());
        assertThat(expected.acceptedIn("140212", "03")).isPositive().isLessThan(expected.acceptedIn("140212", null));
    }

    @Test
    void tellsWhatBecomesOfCanonicalPolicies() throws IOException {
        for (String party : List.of("insurer-bing", "insurer-ding", "insurer-wu")) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ExpectedOutcome expected = samples.canonicalPolicies(party, file, ROWS);
            assertThat(outcome(party, "canonical-policy", file)).isEqualTo(expected);
            assertThat(expected.rejected()).isZero();
        }
    }

    @Test
    void tellsWhatBecomesOfServices() throws IOException {
        knowPolicies("insurer-bing");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ExpectedOutcome expected = samples.services(file, ROWS, POLICIES);
        assertThat(outcome("insurer-bing", "services", file)).isEqualTo(expected);
        assertThat(expected.rejectedBy()).containsOnlyKeys("V-V02", "MAP-0211", "V-T02");
    }

    @Test
    void tellsWhatBecomesOfClaims() throws IOException {
        knowPolicies("insurer-ding");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ExpectedOutcome expected = samples.claims(file, ROWS, POLICIES);
        assertThat(outcome("insurer-ding", "claims", file)).isEqualTo(expected);
        assertThat(expected.rejectedBy()).containsOnlyKeys("V-T02", "MAP-0201", "V-C01");
    }

    @Test
    void tellsWhatBecomesOfReports() throws IOException {
        knowPolicies("insurer-wu");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ExpectedOutcome expected = samples.reports(file, ROWS, POLICIES);
        assertThat(outcome("insurer-wu", "reports", file)).isEqualTo(expected);
        assertThat(expected.rejectedBy()).containsOnlyKeys("MAP-0201", "MAP-0211");
    }

    /** A policy that is not there would have its record parked rather than refused. */
    @Test
    void citesForeignPoliciesThatAreThereAlthoughTheirOwnTrapsFallElsewhere() throws IOException {
        Set<String> there = new HashSet<>();
        new DemoSamples(2024, 31)
                .witnessedBy((type, key, values) -> there.add(key))
                .policies(OutputStream.nullOutputStream(), 3000);
        ByteArrayOutputStream services = new ByteArrayOutputStream();
        ByteArrayOutputStream claims = new ByteArrayOutputStream();
        new DemoSamples(2024, 20).services(services, 3000, 3000);
        new DemoSamples(2024, 20).claims(claims, 3000, 3000);

        List<String> cited = Pattern.compile("AJIA2024\\d{14}")
                .matcher(services.toString("GB18030") + claims.toString(StandardCharsets.UTF_8))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(cited).hasSize(100);
        assertThat(there).containsAll(cited);
    }

    @Test
    void writesTheSameBytesForTheSameSeed() throws IOException {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        samples.policies(one, 50);
        new DemoSamples(20261122, 7).policies(two, 50);
        assertThat(one.toByteArray()).isEqualTo(two.toByteArray());
    }

    @Test
    void makesTheCreditCodesOfTheStandard() {
        Set<String> codes = new HashSet<>();
        for (long i = 0; i < 2000; i++) {
            codes.add(DemoUnit.of(1, i).uscc());
        }
        assertThat(codes).hasSize(2000);
    }

    private void knowPolicies(String party) throws IOException {
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        samples.canonicalPolicies(party, own, POLICIES);
        outcome(party, "canonical-policy", own);
        ByteArrayOutputStream foreign = new ByteArrayOutputStream();
        samples.policies(foreign, POLICIES);
        outcome("insurer-jia", "policies", foreign);
    }

    private ExpectedOutcome outcome(String partyId, String name, ByteArrayOutputStream file) {
        Party party = parties.find(partyId).orElseThrow();
        Mapping mapping = mappings.find(partyId, name).orElseThrow();
        long stated = mapping.inspect(new ByteArrayInputStream(file.toByteArray()), record -> {})
                .records();
        Map<String, Long> rejectedBy = new TreeMap<>();
        Map<String, Long> byScope = new TreeMap<>();
        Set<String> keys = new HashSet<>();
        long records = 0;
        long accepted = 0;
        try (RawReader reader = mapping.open(new ByteArrayInputStream(file.toByteArray()))) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                records++;
                Normalised normalised = mapping.normalise(raw, new MappingContext(party, RECEIVED))
                        .get(0);
                List<Finding> findings = normalised.findings();
                Validated validated = normalised.record() == null ? null : validate(normalised.record(), party);
                if (validated != null && validated.valid() != null) {
                    accepted++;
                    assertThat(keys.add(validated.record().businessKey())).isTrue();
                    byScope.merge(
                            validated.valid().scope().riskRegion() + "/"
                                    + validated.valid().scope().sector(),
                            1L,
                            Long::sum);
                    known.keep(validated, partyId);
                    continue;
                }
                Finding reason = (validated == null ? findings : validated.findings())
                        .stream().filter(Finding::rejects).findFirst().orElseThrow();
                rejectedBy.merge(reason.rule() == null ? reason.code() : reason.rule(), 1L, Long::sum);
            }
        }
        assertThat(records).isEqualTo(stated);
        return new ExpectedOutcome(records, accepted, rejectedBy, byScope);
    }

    private Validated validate(CanonicalRecord record, Party party) {
        known.asking = party.id();
        return validator
                .validate(List.of(record), new ValidationContext(party, RECEIVED, known, parties))
                .get(0);
    }

    /** The ledger as far as these tests need one: policies that nobody sent are taken to be the asking party's own. */
    private static final class Known implements References {
        private final Map<String, KnownRecord> policies = new HashMap<>();
        private String asking = "";

        void keep(Validated validated, String provider) {
            CanonicalRecord record = validated.record();
            if (record.type() == RecordType.POLICY && validated.valid() != null) {
                Map<String, Object> values = new HashMap<>();
                for (String field : LookupFields.read(RecordType.POLICY)) {
                    if (record.value(field) != null) {
                        values.put(field, record.value(field));
                    }
                }
                policies.put(
                        record.businessKey(),
                        policy(record.businessKey(), provider, validated.valid().scope(), values));
            }
        }

        @Override
        public List<KnownRecord> under(RecordType type, String businessKey) {
            if (type != RecordType.POLICY) {
                return List.of();
            }
            KnownRecord known = policies.get(businessKey);
            return List.of(
                    known == null ? policy(businessKey, asking, new Scope(null, null, asking), Map.of()) : known);
        }

        @Override
        public List<KnownRecord> related(Lookup lookup) {
            return List.of();
        }

        private static KnownRecord policy(String key, String provider, Scope scope, Map<String, Object> values) {
            return new KnownRecord(RecordType.POLICY, key, provider, 1, Operation.CREATE, scope, values);
        }
    }
}
