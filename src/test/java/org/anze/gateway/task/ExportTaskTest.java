package org.anze.gateway.task;

import static org.anze.gateway.task.SampleTasks.LI;
import static org.anze.gateway.task.SampleTasks.WANG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.query.QueryFixture;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.proof.ProofVerdict;
import org.anze.gateway.seal.proof.ProofVerifier;
import org.anze.gateway.seal.proof.TrustFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export holds what the recipient may see at that moment, with proofs that stand alone, and takes two people. */
class ExportTaskTest {

    private static final Actor AUDITOR = Actor.person("auditor");

    @TempDir
    private Path folder;

    private QueryFixture ledger;
    private ExportAct act;
    private SampleTasks tasks;

    @BeforeEach
    void open() throws Exception {
        ledger = new QueryFixture(folder);
        ledger.agree(QueryFixture.CITY, "SUP", "[\"1402\"]", "", """
                - type: policy
                  units:
                    give: [parties, period]
                """);
        act = new ExportAct(
                ledger.desk,
                ledger.reader,
                new LedgerFacts(ledger.reader, QueryFixture.DEFINITIONS),
                ledger::parties,
                new SoundAgreements(ledger::agreements, ledger.clock()));
        tasks = new SampleTasks(ledger.pool, ledger.keys, ledger.clock(), List.of(act));
        policy("P-1", 1, "140212");
        policy("P-2", 1, "140311");
        policy("P-3", 1, "140212");
    }

    private void policy(String key, long version, String region) throws Exception {
        ledger.put(
                RecordType.POLICY,
                version,
                version == 1 ? Operation.CREATE : Operation.UPDATE,
                region,
                "03",
                "policyNo",
                key,
                "insuredName",
                "大同样本煤业有限公司",
                "premium",
                6111583L);
    }

    private TaskOrder order() {
        LocalDate today = LocalDate.ofInstant(ledger.clock().instant(), TaskAct.CHINA);
        return new TaskOrder(
                TaskKind.EXPORT,
                QueryFixture.CITY,
                new Chosen.Days(today, today),
                RecordType.POLICY,
                Purpose.SUP,
                null,
                "法院调证〔2026〕3号");
    }

    private void runAll() {
        tasks.run();
        ledger.pass(Duration.ofSeconds(10));
        tasks.run();
    }

    private Map<String, byte[]> taken(long id) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        tasks.desk.exports().write(id, AUDITOR, zip);
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void writesAProofOfEachRecordThatTheRecipientMaySee() throws Exception {
        long id = tasks.desk.order(WANG, order());
        policy("P-LATER", 1, "140212");

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.PROPOSED);
        tasks.desk.approve(id, LI);
        runAll();
        Map<String, byte[]> files = taken(id);

        assertThat(tasks.outcomes(id)).isEqualTo("0=EXPORTED 2=EXPORTED");
        assertThat(files.keySet()).containsExactly("0.proof.json", "2.proof.json", "list.csv");
        assertThat(new String(files.get("list.csv"), StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .first()
                .isEqualTo("position,file,digest");
        ProofVerifier verifier = new ProofVerifier(UnitCatalogue.builtIn(), TrustFile.of(QueryFixture.anchor()));
        assertThat(verifier.verify(files.get("2.proof.json")))
                .isInstanceOfSatisfying(ProofVerdict.Verified.class, verified -> {
                    assertThat(verified.head().recipient()).isEqualTo(QueryFixture.CITY);
                    assertThat(verified.head().purpose()).isEqualTo("SUP");
                    assertThat(verified.withheld()).contains("premium");
                });
        assertThat(new String(files.get("2.proof.json"), StandardCharsets.UTF_8))
                .doesNotContain("6111583");
        assertThat(tasks.audited(id)).last().isEqualTo("auditor: taken, 2 records for city-datong");
        assertThat(tasks.jdbc
                        .sql("select count(*) from audit_event where kind = 'PROOF' and party = ? and person = 'wang'"
                                + " and purpose = 'SUP'")
                        .param(QueryFixture.CITY)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void keepsItsFilesClosedInTheStore() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();

        byte[] stored = tasks.jdbc
                .sql("select content from task_output where task = ? order by position limit 1")
                .param(id)
                .query(byte[].class)
                .single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("policyNo", "P-1");
    }

    @Test
    void leavesOutWhatMayNotBeGivenAnyMoreWhenItIsWritten() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        // The place of risk is corrected out of the city: its older version is out of sight as well.
        policy("P-3", 2, "140311");
        runAll();

        assertThat(tasks.outcomes(id)).isEqualTo("0=EXPORTED 2=REFUSED");
        assertThat(taken(id).keySet()).containsExactly("0.proof.json", "list.csv");
    }

    @Test
    void leavesOutWhatMayNotBeGivenAnyMoreWhenItIsTaken() throws Exception {
        policy("P-4", 1, "140211");
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        assertThat(tasks.task(id).done()).isEqualTo(3);
        ledger.agree(QueryFixture.CITY, "SUP", "[\"140211\"]", "", """
                - type: policy
                  units:
                    give: [parties, period]
                """);

        Map<String, byte[]> files = taken(id);

        assertThat(files.keySet()).containsExactly("3.proof.json", "list.csv", "left-out.csv");
        assertThat(text(files, "list.csv").lines()).hasSize(2);
        assertThat(text(files, "left-out.csv").lines())
                .hasSize(3)
                .anyMatch(line -> line.matches("1,0\\.proof\\.json,[A-Z_]+"))
                .anyMatch(line -> line.matches("2,2\\.proof\\.json,[A-Z_]+"));
        assertThat(tasks.audited(id)).last().isEqualTo("auditor: taken without 2 that may not be given any more");
    }

    /** The unit that was given then stands in the bundle in the clear. */
    @Test
    void leavesOutWhatWasMadeUnderAnAgreementThatHasChanged() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        ledger.agree(QueryFixture.CITY, 2, "SUP", "[\"1402\"]", "", """
                - type: policy
                  units:
                    give: [period]
                """);

        Map<String, byte[]> files = taken(id);

        assertThat(files.keySet()).containsExactly("list.csv", "left-out.csv");
        assertThat(text(files, "left-out.csv"))
                .contains("1,0.proof.json,AGREEMENT_CHANGED", "2,2.proof.json,AGREEMENT_CHANGED");
    }

    @Test
    void leavesOutWhatWasCorrectedOutOfSightSinceItWasMade() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        policy("P-3", 2, "140311");

        Map<String, byte[]> files = taken(id);

        assertThat(files.keySet()).containsExactly("0.proof.json", "list.csv", "left-out.csv");
        assertThat(text(files, "left-out.csv")).contains("2,2.proof.json,OUT_OF_SCOPE");
    }

    @Test
    void waitsWhileTheAgreementsAreBroken() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        ledger.breakAgreement(QueryFixture.CITY);

        runAll();

        assertThat(tasks.task(id).heldUp()).isEqualTo("TSK-0201");
        assertThat(tasks.task(id).waiting()).isEqualTo(2);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheFileOfAnExportForSomeDaysOnly() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        tasks.clear();
        assertThat(taken(id)).hasSize(3);
        ledger.pass(Duration.ofDays(7));

        assertThatThrownBy(() -> taken(id)).hasMessageContaining("TSK-0111");
        tasks.clear();

        assertThat(tasks.jdbc
                        .sql("select count(*) from task_output")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(tasks.outcomes(id)).isEqualTo("0=EXPORTED 2=EXPORTED");
        ledger.pass(Duration.ofDays(84));
        tasks.clear();
        assertThat(tasks.outcomes(id)).isEmpty();
        assertThat(tasks.task(id).done()).isEqualTo(2);
    }

    @Test
    void doesNotTakeHalfAnExportForAWholeOne() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        tasks.jdbc.sql("delete from task_output where position = 2").update();

        assertThatThrownBy(() -> taken(id)).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotListFewerRecordsThanItWrote() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        runAll();
        ExportFile file =
                new ExportFile(new TaskRows(ledger.pool, ledger.keys, Suite.SM).items(), tasks.task(id), entries -> {
                    // Their content is at hand by now.
                    tasks.jdbc.sql("delete from task_output where position = 2").update();
                    return Map.of();
                });

        assertThatThrownBy(() -> file.write(new ByteArrayOutputStream())).isInstanceOf(IOException.class);
    }

    @Test
    void looksAtNoMoreCandidatesThanAListMayHold() throws Exception {
        for (int i = 4; i <= 21; i++) {
            policy("P-" + i, 1, "140311");
        }

        assertThatThrownBy(() -> tasks.desk.plan(WANG, order())).hasMessageContaining("TSK-0103");
    }

    @Test
    void givesNothingForAnotherPurposeAndNothingToBeTakenBeforeItIsDone() throws Exception {
        LocalDate today = LocalDate.ofInstant(ledger.clock().instant(), TaskAct.CHINA);
        TaskOrder claims = new TaskOrder(
                TaskKind.EXPORT,
                QueryFixture.CITY,
                new Chosen.Days(today, today),
                RecordType.POLICY,
                Purpose.CLM,
                null,
                "看看");
        assertThatThrownBy(() -> tasks.desk.plan(WANG, claims)).hasMessageContaining("TSK-0102");
        assertThatThrownBy(() -> tasks.desk.plan(
                        WANG, new TaskOrder(TaskKind.EXPORT, QueryFixture.CITY, new Chosen.Numbers(0, 9), "缺")))
                .hasMessageContaining("TSK-0101");

        long id = tasks.desk.order(WANG, order());
        assertThatThrownBy(() -> taken(id)).hasMessageContaining("TSK-0111");
        tasks.desk.approve(id, LI);
        tasks.step();
        assertThatThrownBy(() -> taken(id)).hasMessageContaining("TSK-0111");
    }

    @Test
    void writesEachRecordOnceThoughTheProcessDiesBetweenAnswerAndNote() throws Exception {
        long id = tasks.desk.order(WANG, order());
        tasks.desk.approve(id, LI);
        // Answered and audited, and nobody knows it.
        act.act(tasks.task(id), tasks.desk.items(id, 0, 1));
        tasks.restart();
        tasks.step();
        tasks.restart();
        runAll();

        assertThat(taken(id).keySet()).containsExactly("0.proof.json", "2.proof.json", "list.csv");
        assertThat(tasks.task(id).done()).isEqualTo(2);
    }
}
