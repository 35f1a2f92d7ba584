package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.junit.jupiter.api.Test;

/** Whose business the samples of a broker and of an agency become, with the parties and mappings of the repository. */
class InsurerOfSamplesTest {

    private static final Instant RECEIVED = Instant.parse("2024-07-01T02:00:00Z");

    private final Parties parties = Parties.load(Path.of("parties"));
    private final Mappings mappings =
            Mappings.load(Path.of("mappings"), SampleRecords.DEFINITIONS, SampleContext.CODES);

    InsurerOfSamplesTest() throws IOException {}

    @Test
    void putsEachPolicyOfABrokerUnderItsInsurer() throws IOException {
        List<Validated> verdicts = validate("broker-beijing", "policies", "two-insurers.in.json", List.of());
        assertThat(verdicts)
                .extracting(verdict -> verdict.valid().scope().insurer())
                .containsExactly("insurer-jia", "insurer-ji");
    }

    @Test
    void putsAnAgencysVisitsUnderTheInsurersOfTheirPolicies() throws IOException {
        List<CanonicalRecord> records = records("agency-taiyuan", "site-visits", "visits-with-hazards.in.csv");
        List<KnownRecord> policies = records.stream()
                .filter(record -> record.text("policyNo") != null)
                .map(record -> SampleContext.policy(record.text("policyNo"), "insurer-bing")
                        .at(new Scope("140212", "01", "insurer-bing"))
                        .build())
                .toList();
        assertThat(policies).isNotEmpty();
        List<Validated> services =
                validate("agency-taiyuan", "site-visits", "visits-with-hazards.in.csv", policies).stream()
                        .filter(verdict -> verdict.record().type() == RecordType.SERVICE_RECORD)
                        .filter(verdict -> verdict.record().text("policyNo") != null)
                        .toList();
        assertThat(services).isNotEmpty().allMatch(verdict -> verdict.valid() != null);
        assertThat(services)
                .extracting(verdict -> verdict.valid().scope().insurer())
                .containsOnly("insurer-bing");
    }

    private List<Validated> validate(String sender, String mapping, String sample, List<KnownRecord> known)
            throws IOException {
        Party party = parties.find(sender).orElseThrow();
        return SampleContext.VALIDATOR.validate(
                records(sender, mapping, sample),
                new ValidationContext(party, RECEIVED, new KnownRecords(known), parties));
    }

    private List<CanonicalRecord> records(String sender, String name, String sample) throws IOException {
        Mapping mapping = mappings.find(sender, name).orElseThrow();
        MappingContext context = new MappingContext(parties.find(sender).orElseThrow(), RECEIVED);
        List<CanonicalRecord> records = new ArrayList<>();
        Path file = Path.of("mappings", sender, "samples", name, sample);
        try (InputStream in = Files.newInputStream(file);
                RawReader reader = mapping.open(in)) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                mapping.normalise(raw, context).stream()
                        .map(Normalised::record)
                        .filter(record -> record != null)
                        .forEach(records::add);
            }
        }
        return records;
    }
}
