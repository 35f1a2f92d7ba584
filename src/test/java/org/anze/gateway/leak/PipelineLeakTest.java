package org.anze.gateway.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.CanaryAgreements;
import org.anze.gateway.access.CanaryAgreements.Terms;
import org.anze.gateway.access.CanaryRecord;
import org.anze.gateway.access.CanaryRecord.Canary;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.access.WriteRights;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.evidence.envelope.SampleRecipient;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.keys.BreakGlass;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.MatrixQueries;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.RecordFilter;
import org.anze.gateway.query.RecordKey;
import org.anze.gateway.query.StatusQuestion;
import org.anze.gateway.query.statistics.Dimension;
import org.anze.gateway.query.statistics.Measure;
import org.anze.gateway.query.statistics.StatisticsRequest;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * For each of the twenty record types: random records with a value of its own in every field of every unit go through the
 * whole way into a ledger, and to recipients whose agreements withhold and mask each unit in turn. No value that somebody is
 * not given, and no unsalted hash of it, is in anything he gets: parcels, renditions, envelopes, answers, proofs, figures,
 * refusals; nor in logs, meters, temporary files, the audit log or the tables of the store. What is given is found there.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineLeakTest {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineLeakTest.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int RECORDS = 6;
    private static final int FORMATS_EACH = 2;
    /** Fewer than the store has connections for the tests. */
    private static final int SERVED_TOGETHER = 3;

    private static final String PERSON = "王工";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Viewer NOBODY = new Viewer("", Map.of());

    /** Columns of the store whose plain text docs/operations/keys.md tells: these fields of a record stand there. */
    private static final Map<String, Set<String>> PLAIN = Map.of(
            "ledger_entry.policy_no", Set.of("policyNo"),
            "ledger_entry.uscc", Set.of("uscc", "insured"));
    /** Columns in which codes, keys and values that are not personal may stand. */
    private static final Set<String> TOLD = Set.of(
            "rejected_record.findings",
            "ledger_entry.findings",
            "submission.receipt",
            "submission.refusal",
            "parked_intake.awaited_key");

    private static final int PERSONAL = 4;

    private static final PrometheusMeterRegistry METERS = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Of all types, as text only. */
    private static final Needles<Owner> ALL = new Needles<>();
    /** Asked for by somebody who knew it. */
    private static final Set<String> ASKED = new HashSet<>();

    private static LeakPipeline pipeline;
    private static LogCapture log;
    private static TemporaryFiles temporary;
    private static long audited;

    /**
     * Whose a value is.
     *
     * @param sender party that sent it, and may see it
     * @param disclosed whether the record is in the ledger
     * @param canary null for a whole unit
     */
    private record Owner(
            String sender,
            boolean disclosed,
            RecordDefinition definition,
            CanaryRecord record,
            String unit,
            @Nullable Canary canary,
            boolean number) {

        boolean maySee(Viewer viewer) {
            if (CanaryRecord.isAlwaysGiven(unit) || viewer.party.equals(sender)) {
                return true;
            }
            if (!disclosed || viewer.manners.isEmpty()) {
                return false;
            }
            if (canary == null) {
                return viewer.manners.get(unit) == Manner.GIVEN;
            }
            return number
                    ? CanaryRecord.mayNumbersBeSeen(definition, canary, viewer.manners)
                    : CanaryRecord.mayBeSeen(definition, canary, viewer.manners);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return definition.type().code() + "." + unit + (canary == null ? "" : "." + canary.field());
        }
    }

    /** Who looks; without manners he is given no record. */
    private record Viewer(String party, Map<String, Manner> manners) {}

    /** Somebody who is served. */
    private record Recipient(
            Party party, Viewer viewer, @Nullable PrivateKey key) {}

    @BeforeAll
    static void open() throws IOException {
        Metrics.addRegistry(METERS);
        log = new LogCapture();
        temporary = new TemporaryFiles();
        pipeline = new LeakPipeline(
                Path.of("target", "leak-" + ProcessHandle.current().pid()));
    }

    @AfterAll
    static void close() {
        pipeline.close();
        temporary.close();
        log.close();
        Metrics.removeRegistry(METERS);
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    @Order(1)
    void givesNobodyWhatHeIsNotGiven(RecordType type) throws Exception {
        new Round(type).run();
    }

    /** One record type. */
    private static final class Round {
        private final RecordType type;
        private final RecordDefinition definition;
        private final Random random;
        private final Needles<Owner> needles = new Needles<>();
        private final List<Owner> owners = new ArrayList<>();
        private final List<CanaryRecord> records = new ArrayList<>();
        private final List<Recipient> recipients = new ArrayList<>();
        private final Map<String, Integer> looked = new TreeMap<>();
        private final Map<String, String> leaks = new TreeMap<>();
        private final Party sender;
        private final Party other;
        private final Party stranger;

        Round(RecordType type) {
            this.type = type;
            this.definition = LeakPipeline.DEFINITIONS.of(type);
            this.random = new Random(20261122L + type.ordinal());
            PartyType writer =
                    WriteRights.writers(type).stream().sorted().findFirst().orElseThrow();
            this.sender = sender("sender", writer);
            this.other = sender("other", writer);
            this.stranger = party("stranger", PartyType.PRV, null, null);
        }

        private String id(String what) {
            return what + "-" + type.code().toLowerCase(java.util.Locale.ROOT);
        }

        private Party sender(String what, PartyType writer) {
            return party(
                    what,
                    writer,
                    new Party.Intake(null, List.of("canonical-" + type.code()), true, false, false, null, null, null),
                    null);
        }

        private Party party(
                String what, PartyType of, Party.@Nullable Intake intake, Party.@Nullable Delivery delivery) {
            String id = id(what);
            return new Party(id, of, new Party.Name(id, id), "USCC-" + id, List.of(), intake, delivery, List.of());
        }

        void run() throws Exception {
            Parties senders = Parties.of(List.of(sender, other, stranger));
            pipeline.follow(senders, CanaryAgreements.load(List.of(), senders));
            submit();
            Agreements agreements = agree();
            Map<Recipient, List<Needles.Found<Owner>>> given = new LinkedHashMap<>();
            for (int i = 0; i < recipients.size(); i += SERVED_TOGETHER) {
                List<Recipient> group = recipients.subList(i, Math.min(recipients.size(), i + SERVED_TOGETHER));
                pipeline.follow(parties(group), agreements);
                for (Recipient recipient : group) {
                    given.put(recipient, receive(recipient));
                }
            }
            findWhatIsGiven(given);
            wouldHaveFoundALeak(given);
            for (int i = 0; i < recipients.size(); i += FORMATS_EACH) {
                ask(recipients.get(i));
            }
            askAsStranger();
            lookAtWhatNobodyGets();
            assertThat(leaks).isEmpty();
            LOG.info(
                    "{}: {} spellings of {} values looked for in {}",
                    type.code(),
                    needles.size(),
                    owners.size(),
                    looked);
        }

        // What is sent.

        private void submit() throws IOException {
            CanaryRecord refused = CanaryRecord.next(definition, Map.of(), random);
            // Some types have rules so few that a record of canaries passes.
            CanaryRecord doubtful = CanaryRecord.next(definition, Map.of(), random);
            StringBuilder lines = new StringBuilder();
            lines.append(line(doubtful.fields(), 1, "CREATE"));
            lines.append(line(refused.fields(), 1, "CREATE").replace("\"version\":1", "\"version\":\"x\""));
            lines.append(JSON.writeValueAsString(mistyped())).append('\n');
            SubmissionStatus bad = send(sender, "REFUSED", lines.toString(), false);
            assertThat(bad.accepted()).as(bad.toString()).isLessThan(2);
            own(sender, false, refused);
            own(sender, bad.accepted() == 1, doubtful);
            // A line that breaks off in the middle of a value.
            String broken = lines.substring(0, lines.length() - 30);
            check(
                    "broken submission",
                    send(sender, "BROKEN", broken, false).toString().getBytes(StandardCharsets.UTF_8),
                    new Viewer(sender.id(), Map.of()));

            lines.setLength(0);
            for (int i = 0; i < RECORDS; i++) {
                CanaryRecord record = CanaryRecord.next(definition, Map.of(), random);
                records.add(record);
                lines.append(line(record.fields(), 1, "CREATE"));
            }
            CanaryRecord second = CanaryRecord.next(definition, records.get(0).key(), random);
            lines.append(line(second.fields(), 2, "UPDATE"));
            records.add(second);
            records.forEach(record -> own(sender, true, record));
            long before = pipeline.reader().size();
            SubmissionStatus good = send(sender, "ACCEPTED", lines.toString(), true);
            assertThat(good.accepted()).as(good.toString()).isEqualTo(records.size());
            everythingIsInTheLedger(before);
            sendAsOther(good, bad);
        }

        private SubmissionStatus send(Party from, String what, String lines, boolean letThrough) {
            return pipeline.send(from, id(what), "canonical-" + type.code(), lines, letThrough);
        }

        private String line(Map<String, Object> fields, int version, String operation) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("version", version);
            line.put("op", operation);
            line.put("riskRegion", "140212");
            line.put("sector", "03");
            line.putAll(fields);
            return JSON.writeValueAsString(line) + "\n";
        }

        /** Words where numbers, days and codes belong: what the messages about them repeat is looked at. */
        private Map<String, Object> mistyped() {
            Map<String, Object> fields = new LinkedHashMap<>();
            CanaryRecord record = CanaryRecord.next(definition, Map.of(), random);
            for (FieldDefinition field : definition.fields()) {
                if (field.type() == FieldType.TEXT || field.type() == FieldType.OBJECTS) {
                    continue;
                }
                String word = "q" + Long.toHexString(random.nextLong() | 1L << 62) + "z";
                fields.put(field.name(), word);
                Canary canary =
                        new Canary(field.unit(), field.name(), field.sensitivity(), word, List.of(word), List.of());
                add(new Owner(sender.id(), false, definition, record, field.unit(), canary, false));
            }
            return fields;
        }

        private void own(Party from, boolean disclosed, CanaryRecord record) {
            for (Canary canary : record.canaries()) {
                add(new Owner(from.id(), disclosed, definition, record, canary.unit(), canary, false));
                if (!canary.numbers().isEmpty()) {
                    add(new Owner(from.id(), disclosed, definition, record, canary.unit(), canary, true));
                }
            }
            record.units().forEach((unit, content) -> {
                Owner owner = new Owner(from.id(), disclosed, definition, record, unit, null, false);
                needles.hashes(owner, "unit " + unit, content);
                byte[] leaf = new byte[content.length + 1];
                System.arraycopy(content, 0, leaf, 1, content.length);
                needles.hashes(owner, "leaf of unit " + unit, leaf);
            });
        }

        private void add(Owner owner) {
            owners.add(owner);
            Canary canary = owner.canary;
            for (String form : owner.number ? canary.numbers() : canary.forms()) {
                needles.value(owner, form);
                ALL.value(owner, form);
                needles.hashes(owner, "the value " + form, form.getBytes(StandardCharsets.UTF_8));
            }
            if (!owner.number) {
                byte[] canonical = CanonicalJson.write(canary.value());
                needles.hashes(owner, "the canonical value of " + canary.field(), canonical);
                String text = String.valueOf(canary.value());
                needles.hashes(owner, "the value of " + canary.field(), text.getBytes(StandardCharsets.UTF_8));
                needles.hashes(
                        owner,
                        "the member " + canary.field(),
                        CanonicalJson.write(Map.of(canary.field(), canary.value())));
            }
        }

        private void everythingIsInTheLedger(long before) {
            List<SealedRecord> entries = pipeline.reader().read(before, records.size() + 1);
            assertThat(entries).hasSize(records.size());
            for (int i = 0; i < entries.size(); i++) {
                SealedRecord entry = entries.get(i);
                for (Map.Entry<String, byte[]> unit : records.get(i).units().entrySet()) {
                    assertThat(entry.units()
                                    .open(definition.units().indexOf(unit.getKey()))
                                    .value())
                            .as("%s.%s", type.code(), unit.getKey())
                            .isEqualTo(unit.getValue());
                }
            }
        }

        /** Another sender's record under the same key, and its look for what is not its own. */
        private void sendAsOther(SubmissionStatus good, SubmissionStatus bad) throws IOException {
            CanaryRecord record = CanaryRecord.next(definition, records.get(0).key(), random);
            SubmissionStatus status = send(other, "OTHER", line(record.fields(), 1, "CREATE"), false);
            own(other, status.accepted() > 0, record);
            Viewer viewer = new Viewer(other.id(), Map.of());
            check("status of another sender", status.toString().getBytes(StandardCharsets.UTF_8), viewer);
            if (status.receipt() != null) {
                check("receipt of another sender", status.receipt(), viewer);
            }
            for (Rejects.Format format : Rejects.Format.values()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                pipeline.rejects().write(status.id(), format, out);
                check("rejects of another sender as " + format, out.toByteArray(), viewer);
            }
            for (boolean workbook : new boolean[] {false, true}) {
                Rejects.OwnFile own =
                        pipeline.rejects().own(status.id(), workbook).orElse(null);
                if (own != null) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    own.write(out);
                    check("returned file of another sender", out.toByteArray(), viewer);
                }
            }
            for (SubmissionStatus foreign : List.of(good, bad)) {
                assertThat(pipeline.desk().find(other.id(), foreign.id())).isEmpty();
                assertThat(pipeline.desk().find(other.id(), foreign.messageId()))
                        .isEmpty();
            }
            check("conflict", problem(() -> send(sender, "ACCEPTED", "{}", false)), NOBODY);
        }

        // What is given.

        private Agreements agree() throws Exception {
            List<Terms> terms = new ArrayList<>();
            int turn = type.ordinal();
            for (String unit : definition.units()) {
                if (CanaryRecord.isAlwaysGiven(unit)) {
                    continue;
                }
                for (Manner told : List.of(Manner.WITHHELD, Manner.MASKED)) {
                    boolean pseudonyms = random.nextBoolean();
                    Map<String, Manner> manners = CanaryRecord.manners(definition, unit, told, pseudonyms, random);
                    for (int i = 0; i < FORMATS_EACH; i++) {
                        Recipient recipient = recipient(recipients.size(), turn++, manners);
                        recipients.add(recipient);
                        terms.add(new Terms(recipient.party.id(), type, pseudonyms, manners));
                    }
                }
            }
            return CanaryAgreements.load(terms, parties(recipients));
        }

        private Parties parties(List<Recipient> served) {
            List<Party> parties = new ArrayList<>(List.of(sender, other, stranger));
            served.forEach(recipient -> parties.add(recipient.party));
            return Parties.of(parties);
        }

        private Recipient recipient(int number, int turn, Map<String, Manner> manners) throws Exception {
            Party.Format format = Party.Format.values()[turn % Party.Format.values().length];
            Party.Envelope envelope =
                    turn % 7 == 5 ? Party.Envelope.SIGNED : turn % 7 == 6 ? Party.Envelope.SIGNED_ENCRYPTED : null;
            Party.Delivery delivery = new Party.Delivery(
                    Party.Channel.SFTP,
                    "sftp://platform@localhost:1/in",
                    format,
                    Map.of(),
                    turn % 2 == 0 ? null : "GB18030",
                    0,
                    null,
                    null,
                    null,
                    null,
                    envelope,
                    null);
            Party party = party("r" + number, turn % 3 == 0 ? PartyType.MIN : PartyType.PRV, null, delivery);
            PrivateKey key = null;
            if (envelope == Party.Envelope.SIGNED_ENCRYPTED) {
                Path folder = Files.createDirectories(pipeline.folder().resolve(party.id()));
                key = SampleRecipient.provide(folder, "EC", "sm2p256v1", KeyUsage.keyEncipherment, Instant.now());
            }
            return new Recipient(party, new Viewer(party.id(), manners), key);
        }

        /** What a recipient was delivered, all of it looked at. */
        private List<Needles.Found<Owner>> receive(Recipient recipient) throws Exception {
            List<Parcel> parcels;
            try {
                parcels = pipeline.await(recipient.party.id());
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("nothing comes: " + log.warnings(), e);
            }
            assertThat(parcels).as(recipient.toString()).isNotEmpty();
            List<Needles.Found<Owner>> found = new ArrayList<>();
            for (Parcel parcel : parcels) {
                found.addAll(check("parcel", parcel.document(), recipient.viewer));
                check("name of a parcel", parcel.documentName().getBytes(StandardCharsets.UTF_8), NOBODY);
                for (Parcel.Rendition file : parcel.renditions()) {
                    String what = "rendition " + recipient.party.delivery().format()
                            + (recipient.party.delivery().envelope() == null
                                    ? ""
                                    : " " + recipient.party.delivery().envelope());
                    check(
                            "name of a rendition",
                            (file.name() + file.mediaType()).getBytes(StandardCharsets.UTF_8),
                            NOBODY);
                    if (recipient.key == null) {
                        found.addAll(check(what, file.content(), recipient.viewer));
                    } else {
                        check(what + " closed", file.content(), NOBODY);
                        found.addAll(check(what, open(file.content(), recipient.key), recipient.viewer));
                    }
                }
            }
            return found;
        }

        private static byte[] open(byte[] envelope, PrivateKey key) throws Exception {
            EnvelopedData data =
                    EnvelopedData.getInstance(ContentInfo.getInstance(envelope).getContent());
            SignedData signed = SignedData.getInstance(
                    ContentInfo.getInstance(SampleRecipient.open(data, key)).getContent());
            return ASN1OctetString.getInstance(signed.getEncapContentInfo().getContent())
                    .getOctets();
        }

        private void findWhatIsGiven(Map<Recipient, List<Needles.Found<Owner>>> given) {
            given.forEach((recipient, found) -> {
                Set<Owner> seen =
                        found.stream().flatMap(one -> one.owners().stream()).collect(Collectors.toSet());
                for (Owner owner : owners) {
                    boolean newest = records.indexOf(owner.record) > 0;
                    boolean told = recipient.viewer.manners.get(owner.unit) == Manner.GIVEN;
                    if (newest && told && !owner.canary.forms().isEmpty()) {
                        assertThat(seen)
                                .as("%s is given to %s", owner, recipient.viewer)
                                .contains(owner);
                    }
                }
            });
        }

        /** What one recipient is given would be found if another got it who is not. */
        private void wouldHaveFoundALeak(Map<Recipient, List<Needles.Found<Owner>>> given) {
            Set<String> found = new TreeSet<>();
            given.forEach((recipient, seen) -> {
                for (Recipient another : recipients) {
                    seen.stream()
                            .filter(one -> isLeak(one, another.viewer))
                            .flatMap(one -> one.owners().stream())
                            .forEach(owner -> found.add(owner.unit));
                }
            });
            Set<String> expected = new TreeSet<>();
            for (Owner owner : owners) {
                if (records.contains(owner.record)
                        && !owner.canary.forms().isEmpty()
                        && recipients.stream().anyMatch(one -> one.viewer.manners.get(owner.unit) == Manner.GIVEN)) {
                    expected.add(owner.unit);
                }
            }
            assertThat(found).containsAll(expected);
        }

        // What is asked.

        private void ask(Recipient recipient) {
            Asker asker = new Asker(recipient.party, "-", PERSON, Purpose.SUP);
            QueryDesk desk = pipeline.queries();
            List<Needles.Found<Owner>> found = answer(
                    "records",
                    recipient.viewer,
                    () -> desk.records(asker, new RecordFilter(type, null, null, null, null, null), null, 4));
            assertThat(found).as("nothing is answered to %s", recipient.viewer).isNotEmpty();
            for (int i = 0; i < 2; i++) {
                RecordKey key = new RecordKey(type, records.get(i).businessKey(), sender.id());
                answer("record", recipient.viewer, () -> desk.record(asker, key));
                answer("versions", recipient.viewer, () -> desk.versions(asker, key));
                answer("history", recipient.viewer, () -> desk.history(asker, key));
                assertThat(answer("proof", recipient.viewer, () -> desk.proof(asker, key)))
                        .isNotEmpty();
            }
            askForFigures(asker, recipient.viewer);
            askForStatus(asker, recipient.viewer);
        }

        private void askForFigures(Asker asker, Viewer viewer) {
            for (Measure measure : Measure.values()) {
                if (measure.type() != type) {
                    continue;
                }
                for (List<Dimension> groups : List.of(
                        List.<Dimension>of(),
                        List.of(Dimension.CITY),
                        List.of(Dimension.MONTH),
                        List.of(Dimension.INSURER, Dimension.MONTH))) {
                    for (String year : Arrays.asList(null, "1950")) {
                        StatisticsRequest request =
                                new StatisticsRequest(measure, groups, null, null, null, null, null, null, year);
                        answer("statistics", viewer, () -> pipeline.statistics().figures(asker, request));
                    }
                }
            }
        }

        private void askForStatus(Asker asker, Viewer viewer) {
            String field = type == RecordType.POLICY ? "insured" : "uscc";
            Object uscc = records.get(1).fields().get(field);
            for (StatusQuestion question : StatusQuestion.values()) {
                if (MatrixQueries.type(question) == type && uscc != null) {
                    ASKED.add(uscc.toString());
                    Viewer knowing = new Viewer(sender.id(), viewer.manners);
                    check("status", status(asker, question, uscc.toString()), knowing);
                }
            }
        }

        private static byte[] status(Asker asker, StatusQuestion question, String uscc) {
            try {
                return pipeline.queries().status(asker, question, uscc).body();
            } catch (SenderMustCorrect e) {
                return text(e);
            }
        }

        private List<Needles.Found<Owner>> answer(String what, Viewer viewer, Supplier<Answer> question) {
            List<Needles.Found<Owner>> found = new ArrayList<>();
            Awaitility.await(what)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(PAUSE)
                    .atMost(PATIENCE)
                    .until(() -> {
                        try {
                            found.addAll(check(what, question.get().body(), viewer));
                            return true;
                        } catch (SenderMustCorrect e) {
                            check(what + " refused", text(e), NOBODY);
                            return true;
                        } catch (TryAgainLater e) {
                            // Figures follow the ledger on a thread of their own.
                            check(what + " later", text(e), NOBODY);
                            return false;
                        }
                    });
            return found;
        }

        private void askAsStranger() {
            Asker asker = new Asker(stranger, "-", PERSON, Purpose.SUP);
            QueryDesk desk = pipeline.queries();
            RecordFilter filter = new RecordFilter(type, null, null, null, null, null);
            answer("records of a stranger", NOBODY, () -> desk.records(asker, filter, null, 100));
            answer("page of a stranger", NOBODY, () -> desk.records(asker, filter, "x".repeat(40), 100));
            for (CanaryRecord record : records) {
                RecordKey key = new RecordKey(type, record.businessKey(), sender.id());
                answer("record of a stranger", NOBODY, () -> desk.record(asker, key));
                answer("versions of a stranger", NOBODY, () -> desk.versions(asker, key));
                answer("history of a stranger", NOBODY, () -> desk.history(asker, key));
                answer("proof of a stranger", NOBODY, () -> desk.proof(asker, key));
            }
            askForFigures(asker, NOBODY);
        }

        // What nobody should say.

        private void lookAtWhatNobodyGets() {
            check("log", log.take(), NOBODY);
            check("meters", METERS.scrape().getBytes(StandardCharsets.UTF_8), NOBODY);
            temporary.look();
            temporary.seen().forEach((name, content) -> {
                check("name of a temporary file", name.getBytes(StandardCharsets.UTF_8), NOBODY);
                check("temporary file " + name, content, NOBODY);
            });
            for (AuditEntry entry : pipeline.audit().after(audited, 100_000)) {
                audited = entry.number();
                String text = entry.event().toString();
                if (ASKED.stream().noneMatch(text::contains)) {
                    check("audit log", text.getBytes(StandardCharsets.UTF_8), NOBODY);
                }
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                check("name of a thread", thread.getName().getBytes(StandardCharsets.UTF_8), NOBODY);
            }
        }

        private List<Needles.Found<Owner>> check(String outlet, byte[] content, Viewer viewer) {
            looked.merge(outlet.startsWith("temporary") ? "temporary file" : outlet, 1, Integer::sum);
            List<Needles.Found<Owner>> found = needles.in(content);
            for (Needles.Found<Owner> one : found) {
                if (isLeak(one, viewer)) {
                    leaks.computeIfAbsent(
                            outlet + " " + one.owners(), key -> one.spelling() + ": " + around(one, content));
                }
            }
            return found;
        }

        /** What stands around it, for whoever has to mend it. */
        private static String around(Needles.Found<Owner> found, byte[] content) {
            String text = new String(content, StandardCharsets.UTF_8);
            int at = text.indexOf(found.spelling());
            return at < 0 ? "" : text.substring(Math.max(0, at - 150), Math.min(text.length(), at + 50));
        }

        private static boolean isLeak(Needles.Found<Owner> found, Viewer viewer) {
            return found.owners().stream().noneMatch(owner -> owner.maySee(viewer));
        }

        private static byte[] problem(Supplier<?> refused) {
            try {
                refused.get();
            } catch (GatewayProblem e) {
                return text(e);
            }
            throw new AssertionError("not refused");
        }

        private static byte[] text(GatewayProblem problem) {
            Finding finding = problem.finding();
            return (problem.getMessage() + " " + finding).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Breaks the glass over one record, and then reads every table. */
    @Test
    @Order(2)
    void keepsNoUnitInPlainTextInAnyTable() throws SQLException {
        assertThat(ALL.size()).isPositive();
        List<byte[]> seen = breakGlass();
        assertThat(seen).isNotEmpty().allSatisfy(view -> assertThat(ALL.in(view))
                .isNotEmpty());
        Map<String, Integer> cells = new TreeMap<>();
        Map<String, Set<String>> leaks = new TreeMap<>();
        List<String> filled = Tables.read(pipeline.pool(), (column, content) -> {
            cells.merge(column, 1, Integer::sum);
            for (Needles.Found<Owner> found : ALL.in(content)) {
                if (found.owners().stream().noneMatch(owner -> mayStandIn(column, owner))) {
                    leaks.computeIfAbsent(column, key -> new TreeSet<>()).add(found.owners() + " " + found.spelling());
                }
            }
        });
        assertThat(leaks).isEmpty();
        assertThat(filled)
                .contains(
                        "ledger_entry",
                        "raw_chunk",
                        "rejected_record",
                        "parcel",
                        "parcel_rendition",
                        "audit_event",
                        "break_glass",
                        "submission");
        assertThat(cells.get("raw_chunk.content")).isGreaterThanOrEqualTo(RecordType.values().length);
        byte[] line = log.take();
        assertThat(ALL.in(line).stream()
                        .filter(found -> found.owners().stream().noneMatch(owner -> owner.maySee(NOBODY))))
                .isEmpty();
        assertThat(log.events()).isPositive();
        assertThat(temporary.looks()).isPositive();
    }

    private static boolean mayStandIn(String column, Owner owner) {
        if (owner.maySee(NOBODY)) {
            return true;
        }
        Set<String> plain = PLAIN.getOrDefault(column, Set.of());
        Canary canary = owner.canary;
        if (plain.contains(canary.field()) || column.startsWith("audit_event.") && ASKED.contains(canary.value())) {
            return true;
        }
        return TOLD.contains(column) && canary.sensitivity() < PERSONAL;
    }

    private static List<byte[]> breakGlass() {
        BreakGlass<List<byte[]>> glass = new BreakGlass<>(
                pipeline.jdbc(), pipeline.audit(), Clock.systemUTC(), person -> true, PipelineLeakTest::units);
        long request = glass.request(Actor.person("auditor-one"), 0, "应急〔2026〕1号");
        glass.approve(request, Actor.person("auditor-two"));
        assertThatThrownBy(() -> glass.open(request, Actor.person("auditor-two")))
                .satisfies(refusal -> assertThat(ALL.in(refusal.toString())).isEmpty());
        return glass.open(request, Actor.person("auditor-one"));
    }

    private static List<byte[]> units(long entry) {
        SealedRecord record = pipeline.reader().read(entry, 1).get(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < LeakPipeline.DEFINITIONS.of(record.type()).units().size(); i++) {
            all.writeBytes(record.units().open(i).value());
        }
        return List.of(all.toByteArray());
    }

    /** A leak that is made on purpose is found, wherever it is. */
    @Test
    @Order(3)
    void findsALeakThatIsMadeOnPurpose() throws Exception {
        String secret = "q7f3a91d05be2c846z";
        Needles<String> needle = new Needles<>();
        needle.value("secret", secret);
        needle.hashes("secret", "the secret", secret.getBytes(StandardCharsets.UTF_8));

        log.take();
        LoggerFactory.getLogger("org.anze.gateway.feed.Leaking").trace("a record with {}", secret);
        LoggerFactory.getLogger("org.anze.gateway.feed.Leaking")
                .atWarn()
                .setCause(new IllegalStateException("no place for it", new IOException(secret)))
                .log("failed");
        byte[] logged = log.take();
        assertThat(needle.in(logged)).isNotEmpty();
        assertThat(new String(logged, StandardCharsets.UTF_8))
                .containsSubsequence("a record with", secret, "failed", secret);

        Metrics.counter("anze.leaking", "of", secret).increment();
        assertThat(needle.in(METERS.scrape())).isNotEmpty();

        Path file = Files.createTempFile("anze-leak", ".tmp");
        Files.writeString(file, "x" + secret);
        temporary.look();
        Files.delete(file);
        assertThat(temporary.seen().values())
                .anyMatch(content -> !needle.in(content).isEmpty());

        Map<String, Boolean> columns = new HashMap<>();
        pipeline.jdbc().sql("create table leaking (text text, bytes bytea)").update();
        pipeline.jdbc()
                .sql("insert into leaking values (?, ?)")
                .params("{\"a\":\"" + secret + "\"}", secret.getBytes(StandardCharsets.UTF_8))
                .update();
        Tables.read(pipeline.pool(), (column, content) -> {
            if (!needle.in(content).isEmpty()) {
                columns.put(column, true);
            }
        });
        assertThat(columns).containsOnlyKeys("leaking.text", "leaking.bytes");
        pipeline.jdbc().sql("drop table leaking").update();
    }
}
