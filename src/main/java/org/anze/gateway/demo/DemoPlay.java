package org.anze.gateway.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the demo once: four insurers send, five recipients receive, and everything is compared with what had to happen. The
 * same play on the same data changes nothing, because every submission is known by its id. For one thread.
 */
final class DemoPlay {

    private static final Logger LOG = LoggerFactory.getLogger("anze.demo");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SEED = 2024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final DemoSenders senders;
    private final DemoRecipients recipients;
    private final SealTrust trust;
    private final DemoSettings settings;
    private final Clock clock;
    private final Map<String, List<ExpectedOutcome>> sent = new TreeMap<>();
    /** What must be found in each accepted record, noted when it was written and not computed by the gateway. */
    private final Map<String, Map<String, Object>> witnessed = new TreeMap<>();

    private final List<String> faults = new ArrayList<>();
    /** Only what this play sent is counted; people may have sent more to the same gateway. */
    private final Set<String> submissions = new HashSet<>();

    DemoPlay(DemoSenders senders, DemoRecipients recipients, SealTrust trust, DemoSettings settings, Clock clock) {
        this.senders = senders;
        this.recipients = recipients;
        this.trust = trust;
        this.settings = settings;
        this.clock = clock;
    }

    private interface Generator {
        ExpectedOutcome write(OutputStream out) throws IOException;
    }

    /** What went wrong; empty when everything was right. */
    List<String> play() throws IOException {
        Instant end = clock.instant().plus(settings.patience());
        int records = settings.records();
        // The traps of policies and of what refers to them fall on different records.
        DemoSamples policies = new DemoSamples(SEED, 31).witnessedBy(this::note);
        DemoSamples others = new DemoSamples(SEED, 20).witnessedBy(this::note);
        DemoSamples elsewhere = DemoSamples.ofTwoProvinces(SEED, 20).witnessedBy(this::note);
        LOG.info("演示开始：四家保险机构各报送 {} 条 / the demo begins: four insurers send {} records each", records, records);
        sftp("AZX_CB_14_20240131_DEMO.csv", out -> policies.policies(out, records));
        Map<String, DemoSamples> samples =
                Map.of("insurer-bing", others, "insurer-ding", others, "insurer-wu", elsewhere);
        for (Map.Entry<String, DemoSamples> sample : samples.entrySet()) {
            rest(
                    sample.getKey(),
                    "DEMO-POLICIES",
                    "application/x-ndjson",
                    "canonical-policy",
                    "policy",
                    out -> sample.getValue().canonicalPolicies(sample.getKey(), out, records));
        }
        queue("DEMO-SERVICES", out -> others.services(out, records, records));
        legacySoap("DEMO-CLAIMS", out -> others.claimsEnvelope(out, records, records));
        rest(
                "insurer-wu",
                "DEMO-REPORTS",
                "application/json",
                "reports",
                "claim",
                out -> elsewhere.reports(out, records, records));
        awaitRecipients(end);
        compareValues();
        report();
        return List.copyOf(faults);
    }

    private void note(String type, String businessKey, Map<String, Object> values) {
        witnessed.put(type + " " + businessKey, values);
    }

    /** What is sent and what must become of it. */
    private record Sample(byte[] content, ExpectedOutcome expected) {}

    private Sample sample(String type, Generator generator) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExpectedOutcome expected = generator.write(bytes);
        sent.computeIfAbsent(type, any -> new ArrayList<>()).add(expected);
        return new Sample(bytes.toByteArray(), expected);
    }

    private void sftp(String name, Generator generator) throws IOException {
        Sample sample = sample("policy", generator);
        byte[] receipt = senders.exchangeOverSftp(
                "insurer-jia", name, new ByteArrayInputStream(sample.content()), settings.patience());
        compareReceipt("insurer-jia SFTP", receipt, sample.expected());
        compareRejects(
                "insurer-jia",
                JSON.readTree(receipt).path("body").path("submission").asString(),
                sample.expected());
    }

    private void rest(String party, String id, String mediaType, String mapping, String type, Generator generator)
            throws IOException {
        Sample sample = sample(type, generator);
        byte[] status = senders.exchangeOverRest(party, id, mediaType, mapping, sample.content(), settings.patience());
        compareStatus(party + " REST", status, sample.expected());
        compareRejects(party, id, sample.expected());
    }

    private void queue(String id, Generator generator) throws IOException {
        Sample sample = sample("serviceRecord", generator);
        byte[] receipt = senders.exchangeOverQueue("insurer-bing", id, sample.content(), settings.patience());
        compareReceipt("insurer-bing queue", receipt, sample.expected());
        compareRejects("insurer-bing", id, sample.expected());
    }

    private void legacySoap(String id, Generator generator) throws IOException {
        Sample sample = sample("claim", generator);
        PartyClient.Answer answer = senders.https("insurer-ding").legacySoap("insurer-ding", id, sample.content());
        boolean allAccepted = sample.expected().rejected() == 0;
        if (answer.status() != 200 || answer.text().contains(">0000<") != allAccepted) {
            faults.add("insurer-ding SOAP: answered " + answer.status() + " " + answer.text());
        }
        compareStatus(
                "insurer-ding SOAP", senders.awaitStatus("insurer-ding", id, settings.patience()), sample.expected());
        compareRejects("insurer-ding", id, sample.expected());
    }

    private void compareReceipt(String who, byte[] receipt, ExpectedOutcome expected) {
        try {
            SignedStatement.verify(receipt, SignedStatement.RECEIPT_FORMAT, trust);
        } catch (FlawException e) {
            faults.add(who + ": receipt not proven: " + e.flaw().en());
        }
        JsonNode body = JSON.readTree(receipt).path("body");
        submissions.add(body.path("submission").asString());
        compareCounts(who, body, expected);
    }

    private void compareStatus(String who, byte[] status, ExpectedOutcome expected) {
        JsonNode body = JSON.readTree(status);
        submissions.add(body.path("id").asString());
        compareCounts(who, body, expected);
    }

    private void compareCounts(String who, JsonNode counts, ExpectedOutcome expected) {
        long accepted =
                counts.path("accepted").asLong(-1) + counts.path("duplicate").asLong(0);
        long rejected = counts.path("rejected").asLong(-1);
        LOG.info("{}：接受 {}，拒收 {} / accepted {}, rejected {}", who, accepted, rejected, accepted, rejected);
        if (accepted != expected.accepted() || rejected != expected.rejected()) {
            faults.add(who + ": accepted " + accepted + " and rejected " + rejected + " instead of "
                    + expected.accepted() + " and " + expected.rejected());
        }
    }

    /** Every trap must have been refused for its own reason. */
    private void compareRejects(String party, String submission, ExpectedOutcome expected) throws IOException {
        PartyClient.Answer answer =
                senders.https(party).get("/api/v1/submissions/" + submission + "/rejects?format=json");
        if (answer.status() != 200) {
            faults.add(party + ": rejects of " + submission + " answered " + answer.status());
            return;
        }
        Map<String, Long> reasons = new HashMap<>();
        for (JsonNode finding : JSON.readTree(answer.body()).path("findings")) {
            if (finding.path("severity").asString().equals("REJECT")) {
                reasons.merge(finding.path("code").asString(), 1L, Long::sum);
                if (finding.path("rule").isString()) {
                    reasons.merge(finding.path("rule").asString(), 1L, Long::sum);
                }
            }
        }
        expected.rejectedBy().forEach((reason, count) -> {
            if (reasons.getOrDefault(reason, 0L) < count) {
                faults.add(party + ": " + submission + " has " + reasons.getOrDefault(reason, 0L) + " refusals by "
                        + reason + " instead of " + count);
            }
        });
    }

    private void awaitRecipients(Instant end) throws IOException {
        while (!differences().isEmpty() && clock.instant().isBefore(end)) {
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        faults.addAll(differences());
    }

    /** The values in the clear that the ministry and the financial regulator hold between them, field by field. */
    private void compareValues() throws IOException {
        List<Map<String, Map<String, Object>>> seen = new ArrayList<>();
        for (String recipient : List.of("ministry", "regulator-finance")) {
            seen.add(ReceivedRecords.read(recipients.received(recipient).folder(), submissions::contains)
                    .values());
        }
        int wrong = 0;
        String example = "";
        for (Map.Entry<String, Map<String, Object>> expected : witnessed.entrySet()) {
            for (Map.Entry<String, Object> field : expected.getValue().entrySet()) {
                Set<Object> found = new HashSet<>();
                for (Map<String, Map<String, Object>> records : seen) {
                    Object value =
                            records.getOrDefault(expected.getKey(), Map.of()).get(field.getKey());
                    if (value != null) {
                        found.add(value);
                    }
                }
                if (!found.equals(Set.of(field.getValue()))) {
                    wrong++;
                    example = expected.getKey() + ": " + field.getKey() + " is " + found + " instead of "
                            + field.getValue();
                }
            }
        }
        if (wrong > 0) {
            faults.add(wrong + " values differ, such as " + example);
        }
    }

    private List<String> differences() throws IOException {
        List<String> differences = new ArrayList<>();
        for (DemoExpectations.View view : DemoExpectations.VIEWS) {
            ReceivedParcels parcels = recipients.received(view.recipient());
            ReceivedRecords records = ReceivedRecords.read(parcels.folder(), submissions::contains);
            DemoExpectations.differences(view, records, sent)
                    .forEach(difference -> differences.add(view.recipient() + ": " + difference));
            parcels.violations().forEach(violation -> differences.add(view.recipient() + ": " + violation));
        }
        return differences;
    }

    private void report() throws IOException {
        for (DemoExpectations.View view : DemoExpectations.VIEWS) {
            Path folder = recipients.received(view.recipient()).folder();
            ReceivedRecords records = ReceivedRecords.read(folder, submissions::contains);
            StringBuilder line = new StringBuilder();
            for (String type : records.types()) {
                line.append(' ').append(type).append('=').append(records.count(type));
                line.append(" 不予提供/withheld").append(records.withheld(type));
                line.append(" 脱敏/masked").append(records.masked(type));
            }
            LOG.info(
                    "{}：{} 个交换包，{} 条 / {} parcels, {} records:{}",
                    view.recipient(),
                    records.parcels(),
                    records.entries(),
                    records.parcels(),
                    records.entries(),
                    line);
        }
        if (faults.isEmpty()) {
            LOG.info("演示结论：全部投递、拒收与证明均正确 / verdict: every delivery, refusal and proof was right");
        } else {
            faults.forEach(fault -> LOG.error("不符 / wrong: {}", fault));
        }
    }
}
