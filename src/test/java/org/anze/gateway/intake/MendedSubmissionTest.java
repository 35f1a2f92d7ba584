package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.intake.Arrival.Channel;
import org.anze.gateway.intake.batch.AppendToLedger;
import org.anze.gateway.intake.batch.Check;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.Normalise;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.batch.Seal;
import org.anze.gateway.intake.returned.ReturnedSamples;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Validator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** From the rejected record to the accepted one: what is given back is mended by a program and sent in again. */
class MendedSubmissionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final String CSV = """
            policyNo,insured,applicant,startAt,endAt,premium,perPersonDeath,insuredCount,handler,riskRegion,sector
            WU-1,91140212MAXX00015K,91140212MAXX00015K,2026-02-01T00:00:00+08:00,2027-02-01T00:00:00+08:00,61115.83,400000.00,12,钱一一,140212,01
            WU-2,91140212MAXX00015K,91140212MAXX00015K,2026-02-01T00:00:00+08:00,2027-02-01T00:00:00+08:00,about 600,400000.00,12,孙二二,140212,01
            """;
    private static final String JSON = """
            [{"policyNo":"WU-1","insured":"91140212MAXX00015K","applicant":"91140212MAXX00015K",
              "startAt":"2026-02-01T00:00:00+08:00","endAt":"2027-02-01T00:00:00+08:00","premium":6111583,
              "perPersonDeath":40000000,"insuredCount":12,"handler":"钱一一","riskRegion":"140212","sector":"01"},
             {"policyNo":"WU-2","insured":"91140212MAXX00015K","applicant":"91140212MAXX00015K",
              "startAt":"2026-02-01T00:00:00+08:00","endAt":"2027-02-01T00:00:00+08:00","premium":"about 600",
              "perPersonDeath":40000000,"insuredCount":12,"handler":"孙二二","riskRegion":"140212","sector":"01"}]
            """;

    private final Party party = new Party(
            "insurer-wu",
            PartyType.INS,
            new Party.Name("戊保险", "Wu"),
            "91140105MAWX00144R",
            List.of(),
            new Party.Intake(
                    "canonical-policy",
                    List.of("canonical-policy-csv"),
                    true,
                    false,
                    false,
                    new Party.SftpDrop(Party.SftpDrop.Trigger.ON_CLOSE, Map.of("*.csv", "canonical-policy-csv")),
                    null,
                    null),
            null,
            List.of());
    private final Parties parties = Parties.of(List.of(party));
    /** What passed the checks, for the values that the ledger keeps encrypted. */
    private final List<CanonicalRecord> accepted = new ArrayList<>();

    private LedgerWriter writer;
    private SubmissionProcessor processor;
    private IntakeDesk desk;
    private Rejects rejects;
    private final SampleKeys keys = SampleKeys.inMemory();

    @BeforeEach
    void assemble() throws Exception {
        CodeTables codes = CodeTables.load(Path.of("codes"));
        Mappings mappings = Mappings.load(Path.of("mappings"), ReturnedSamples.DEFINITIONS, codes);
        Validator validator =
                new Validator(ReturnedSamples.DEFINITIONS, Profiles.load(Path.of("jurisdictions")), codes);
        DataSource pool = TestStores.freshSchema();
        JdbcClient jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(keys);
        LedgerReader reader = new LedgerReader(jdbc, Suite.SM, cipher);
        writer = new LedgerWriter(
                new LedgerTransaction(
                        pool,
                        GATEWAY.signer(),
                        SampleSeals.LEDGER,
                        new Receipts(GATEWAY.signer(), GATEWAY.certificate())),
                reader,
                Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC),
                16);
        RawStore raw = new RawStore(jdbc, Suite.SM, keys);
        SubmissionRows rows = new SubmissionRows(pool, jdbc, raw, SampleOrigins.store(jdbc));
        Normalise normalise = new Normalise();
        LedgerReferences references = new LedgerReferences(jdbc, reader, ReturnedSamples.DEFINITIONS);
        Check check = new Check(() -> validator, () -> parties, references);
        Seal seal = new Seal(new RecordSealer(Suite.SM, cipher));
        AppendToLedger append = new AppendToLedger(writer);
        BatchLine line = new OneByOne() {
            @Override
            public CompletableFuture<Appended> exchange(RawBatch batch) {
                CheckedBatch checked = check(batch);
                checked.accepted().forEach(each -> accepted.add(each.record().record()));
                return append.apply(List.of(seal.apply(List.of(checked)).get(0)))
                        .get(0);
            }

            @Override
            public CheckedBatch check(RawBatch batch) {
                return check.apply(List.of(normalise.apply(List.of(batch)).get(0)))
                        .get(0);
            }
        };
        IntakeSettings settings = new IntakeSettings(DataSize.ofMegabytes(64), 2, 100, 6, 48, 8);
        LineToLedger toLedger = new LineToLedger(line, writer);
        ParkedRelease release = new ParkedRelease(
                new ParkedRecords(jdbc, cipher, ReturnedSamples.DEFINITIONS),
                toLedger,
                () -> parties,
                () -> {},
                Lease.ALONE,
                Clock.systemUTC());
        processor = new SubmissionProcessor(
                rows,
                raw,
                ReturnedSamples.READING,
                toLedger,
                () -> mappings,
                () -> parties,
                release,
                Lease.ALONE,
                Ringer.NOBODY,
                settings,
                Intake.lanes(2, () -> mappings, () -> parties));
        MappingChoice choice = new MappingChoice(() -> mappings);
        long limit = settings.maxSize().toBytes();
        desk = new DryRunDesk(
                new SubmissionDesk(
                        rows,
                        processor,
                        new StraightToLedger(processor, new SubmissionNumbers(jdbc), raw),
                        Intake.admission(),
                        choice,
                        SampleOrigins.nobody(),
                        Clock.systemUTC(),
                        settings),
                new DryRun(
                        line,
                        ReturnedSamples.READING,
                        ReturnedSamples.FILES,
                        id -> new DryRunLedger(id, references::lookUp, reader::said)),
                choice,
                SampleOrigins.nobody(),
                Clock.systemUTC(),
                limit);
        rejects = new RejectsInOwnLayout(
                new RejectsRows(pool, new TransactionTemplate(new DataSourceTransactionManager(pool))),
                raw,
                () -> mappings,
                ReturnedSamples.READING,
                ReturnedSamples.FILES);
    }

    @AfterEach
    void close() {
        processor.close();
        writer.close();
    }

    private Arrival arrival(Channel channel, String name, boolean dryRun) {
        boolean file = channel == Channel.SFTP;
        String mapping = name.contains("csv") ? "canonical-policy-csv" : "canonical-policy";
        return new Arrival(party, channel, name, file ? name : null, mapping, dryRun);
    }

    private SubmissionStatus send(Channel channel, String name, byte[] content) {
        SubmissionStatus status = desk.receive(arrival(channel, name, false), new ByteArrayInputStream(content));
        return desk.await(status.id(), PATIENCE);
    }

    private String ownLayout(SubmissionStatus status) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(rejects.own(status.id(), false).orElseThrow().write(out)).isEqualTo(status.rejected());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"REST, json, '\"about 600\"', 60000", "SFTP, csv, about 600, 600.00", "REST, csv, about 600, 600.00"})
    void isAcceptedWithItsOriginalPersonalValues(Channel channel, String kind, String wrong, String right)
            throws IOException {
        SubmissionStatus first = send(channel, "a." + kind, bytes(kind.equals("csv") ? CSV : JSON));
        assertThat(first)
                .extracting(SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1L, 1L);
        String returned = ownLayout(first);
        assertThat(returned).doesNotContain("孙二二", "钱一一").contains("孙**", "〔问题〕");
        accepted.clear();

        SubmissionStatus second = send(channel, "a." + kind + ".fix." + kind, bytes(returned.replace(wrong, right)));

        assertThat(second.state()).as(second.findings().toString()).isEqualTo(SubmissionStatus.State.ACCEPTED);
        assertThat(accepted).singleElement().satisfies(record -> {
            assertThat(record.businessKey()).isEqualTo("WU-2");
            assertThat(record.value("handler")).isEqualTo("孙二二");
            assertThat(record.value("premium")).isEqualTo(60_000L);
        });
    }

    @Test
    void isRejectedWhenItsTokenWasChanged() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        String tampered = ownLayout(first).replace("about 600", "600.00").replaceFirst("A1\\.(.{12}).{4}", "A1.$1AAAA");

        SubmissionStatus second = send(Channel.SFTP, "a.csv.fix.csv", bytes(tampered));

        assertThat(second.rejected()).isEqualTo(1);
        assertThat(second.findings()).anyMatch(finding -> finding.code().equals("INT-0301"));
    }

    @Test
    void isGivenBackOnceMoreWhenItIsStillWrong() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        SubmissionStatus second =
                send(Channel.SFTP, "a.csv.fix.csv", bytes(ownLayout(first).replace("about 600", "about 700")));

        String again = ownLayout(second);
        accepted.clear();
        SubmissionStatus third =
                send(Channel.SFTP, "a.csv.fix.csv.fix.csv", bytes(again.replace("about 700", "700.00")));

        assertThat(again).doesNotContain("孙二二").contains("孙**");
        assertThat(third.accepted()).isEqualTo(1);
        assertThat(accepted.get(0).value("handler")).isEqualTo("孙二二");
    }

    @Test
    void readsLargeFilesBesideTheirRejectsInLittleMemory() throws IOException {
        String[] lines = CSV.split("\n");
        StringBuilder many = new StringBuilder(lines[0]).append('\n');
        for (int i = 0; i < 12_000; i++) {
            many.append((i % 3 == 0 ? lines[2] : lines[1]).replaceFirst("WU-\\d", "WU-L" + i))
                    .append('\n');
        }
        SubmissionStatus first = send(Channel.SFTP, "large.csv", bytes(many.toString()));
        assertThat(first.rejected()).isEqualTo(4000);

        String returned = ownLayout(first);

        assertThat(returned.lines().count()).isEqualTo(4001);
        accepted.clear();
        SubmissionStatus second =
                send(Channel.SFTP, "large.csv.fix.csv", bytes(returned.replace("about 600", "600.00")));
        assertThat(second.accepted()).isEqualTo(4000);
        assertThat(accepted).allMatch(record -> "孙二二".equals(record.value("handler")));
    }

    @Test
    void listsTheFindingsByRule() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        long findings = rejects.write(first.id(), Rejects.Format.JSON, out);

        assertThat(findings).isPositive();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"complete\":true,\"leftOut\":0,\"total\":" + findings);
        assertThat(rejects.own("no-such-submission", false)).isEmpty();
    }

    @Test
    void keepsNothingOfADryRunAndShowsWhatIsUnderstood() throws IOException {
        ByteArrayOutputStream fix = new ByteArrayOutputStream();

        DryRunReport report = ((DryRuns) desk)
                .tryOut(arrival(Channel.SFTP, "a.csv", true), new ByteArrayInputStream(bytes(CSV)), extension -> {
                    assertThat(extension).isEqualTo("csv");
                    return fix;
                });

        assertThat(report.status().accepted()).isEqualTo(1);
        assertThat(report.status().rejected()).isEqualTo(1);
        assertThat(report.byRule()).anyMatch(count -> count.example().rejects());
        assertThat(report.samples()).singleElement().satisfies(sample -> assertThat(sample.values())
                .anyMatch(
                        value -> value.field().equals("handler") && value.text().equals("钱**")));
        assertThat(new String(report.toJson(), StandardCharsets.UTF_8)).doesNotContain("钱一一");
        assertThat(fix.toString(StandardCharsets.UTF_8)).contains("〔勿改动〕", "孙**");
        assertThat(accepted).isEmpty();
    }

    private DryRunReport tried(String csv) {
        return ((DryRuns) desk)
                .tryOut(arrival(Channel.SFTP, "a.csv", true), new ByteArrayInputStream(bytes(csv)), null);
    }

    @Test
    void tellsInADryRunWhatTheLedgerWouldTakeForRepeatedOrConflicting() {
        send(Channel.SFTP, "a.csv", bytes(CSV));
        String[] lines = CSV.split("\n");
        String other = lines[1].replace("61115.83", "61115.84");
        String third = lines[1].replace("WU-1", "WU-3");

        SubmissionStatus again = tried(CSV).status();
        DryRunReport changed = tried(String.join("\n", lines[0], other, third, third, ""));

        assertThat(again)
                .extracting(SubmissionStatus::received, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(2L, 0L, 1L);
        assertThat(again.state()).isEqualTo(SubmissionStatus.State.PARTLY_ACCEPTED);
        assertThat(changed.status())
                .extracting(SubmissionStatus::accepted, SubmissionStatus::duplicate, SubmissionStatus::rejected)
                .containsExactly(1L, 1L, 1L);
        assertThat(changed.status().findings()).extracting(Finding::code).containsExactly("LED-0101");
        assertThat(changed.byRule()).anyMatch(count -> count.code().equals("LED-0101"));
        SubmissionStatus real =
                send(Channel.SFTP, "b.csv", bytes(String.join("\n", lines[0], other, third, third, "")));
        assertThat(real)
                .extracting(SubmissionStatus::accepted, SubmissionStatus::duplicate, SubmissionStatus::rejected)
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void saysThatTheRejectedRecordsCanNoLongerBeRead() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        keys.destroy(party.id(), Instant.now());

        Rejects.OwnFile file = rejects.own(first.id(), false).orElseThrow();

        assertThatThrownBy(() -> file.write(new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        problem -> assertThat(problem.finding().code()).isEqualTo("KEY-0001"));
        assertThat(rejects.write(first.id(), Rejects.Format.CSV, new ByteArrayOutputStream()))
                .isPositive();
    }

    @Test
    void changesNoRecordThatWasAccepted() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        String mended = ownLayout(first).replace("about 600", "600.00").replace("WU-2", "WU-1");

        SubmissionStatus second = send(Channel.SFTP, "a.csv.fix.csv", bytes(mended));

        assertThat(second.accepted()).isZero();
        assertThat(second.findings()).extracting(Finding::code).contains("LED-0101");
    }

    @Test
    void isARepetitionWhenItComesTwice() throws IOException {
        SubmissionStatus first = send(Channel.SFTP, "a.csv", bytes(CSV));
        byte[] mended = bytes(ownLayout(first).replace("about 600", "600.00"));

        SubmissionStatus second = send(Channel.SFTP, "a.csv.fix.csv", mended);
        SubmissionStatus third = send(Channel.REST, "once-more-csv", mended);

        assertThat(second.accepted()).isEqualTo(1);
        assertThat(third.accepted()).isZero();
        assertThat(third.duplicate()).isEqualTo(1);
    }

    @Test
    void saysWhatADryRunOfADamagedFileFoundUntilThen() {
        String damaged = CSV + "WU-3,\"never closed";

        DryRunReport report = ((DryRuns) desk)
                .tryOut(arrival(Channel.SFTP, "a.csv", true), new ByteArrayInputStream(bytes(damaged)), null);

        assertThat(report.status().refusal()).isNotNull();
        assertThat(report.notes()).hasSize(2);
    }
}
