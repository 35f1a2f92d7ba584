package org.anze.gateway.task;

import static org.anze.gateway.task.SampleTasks.WANG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.intake.ParkingFixture;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions whose records were rejected go through the mended mapping, and what was accepted stays once. */
class RemapTaskTest {

    private static final String INSURER = "insurer-wu";
    private static final String GOOD = report("A63", "N0395", 1771552800000L);
    /** Its cause is not in the insurer's table yet. */
    private static final String UNKNOWN = report("A99", "N0999", 1771556400000L);

    @TempDir
    private Path folder;

    private ParkingFixture intake;
    private SampleTasks tasks;

    @BeforeEach
    void open() {
        intake = new ParkingFixture(null);
        tasks = new SampleTasks(intake.pool, intake.keys, intake.clock(), List.of(new RemapAct(intake.resubmission())));
        SubmissionStatus policy = intake.send("policy", "canonical-policy", ParkingFixture.policy("WU1402121"));
        assertThat(policy.state()).isEqualTo(State.ACCEPTED);
    }

    @AfterEach
    void close() {
        intake.close();
    }

    private static String report(String level1, String level2, long at) {
        return "{\"policyNo\":\"WU1402121\",\"uscc\":\"91140212MAXX00015K\",\"insuredName\":\"大同样本煤业有限公司\","
                + "\"lossType\":[\"1\"],\"causeL1\":\"" + level1 + "\",\"causeL2\":\"" + level2 + "\",\"accidentTime\":"
                + at + ",\"reportTime\":" + (at + 600_000)
                + ",\"reportLossSum\":\"4000\",\"currency\":\"01\",\"reporter\":\"李四\",\"reporterTel\":\"0352-0000000\"}";
    }

    private void mendTheCodes() throws IOException {
        Path mappings = folder.resolve("mappings");
        Path from = Path.of("mappings").resolve(INSURER);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to =
                        mappings.resolve(INSURER).resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path causes = mappings.resolve(INSURER).resolve("codes/cause.csv");
        Files.writeString(causes, Files.readString(causes).replace("A63/N0395", "A63/N0395|A99/N0999"));
        intake.mappings.set(Mappings.load(mappings, RecordDefinitions.load(), CodeTables.load(Path.of("codes"))));
    }

    private TaskOrder today() {
        LocalDate today = LocalDate.ofInstant(intake.now(), TaskAct.CHINA);
        return new TaskOrder(TaskKind.REMAP, INSURER, new Chosen.Days(today, today), "原因码表已补");
    }

    private SubmissionStatus again(long id) {
        return intake.lookup()
                .find(INSURER, tasks.desk.items(id, 0, 1).get(0).detail())
                .map(status -> intake.desk().await(status.id(), java.time.Duration.ofSeconds(30)))
                .orElseThrow();
    }

    private long entries() {
        return tasks.jdbc
                .sql("select count(*) from ledger_entry")
                .query(Long.class)
                .single();
    }

    @Test
    void acceptsWhatTheOldMappingRejectedAndNothingTwice() throws Exception {
        SubmissionStatus first = intake.send("reports-1", "reports", GOOD, UNKNOWN);
        assertThat(first.accepted()).as("%s", first.findings()).isEqualTo(1);
        assertThat(first.rejected()).isEqualTo(1);
        mendTheCodes();
        long id = tasks.desk.order(WANG, today());
        assertThat(tasks.task(id).items()).isEqualTo(1);
        tasks.run();

        SubmissionStatus again = again(id);
        assertThat(again.messageId()).isEqualTo("task-" + id + ":" + first.id());
        assertThat(again.channel()).isEqualTo("OVERSIGHT");
        assertThat(again.accepted()).isEqualTo(1);
        assertThat(again.duplicate()).isEqualTo(1);
        assertThat(again.rejected()).isZero();
        assertThat(entries()).isEqualTo(3);
        assertThat(tasks.outcomes(id)).isEqualTo(first.id() + "=READ_AGAIN");
    }

    @Test
    void forecastsByTheMappingAsItIsNowAndKeepsNothing() throws Exception {
        intake.send("reports-1", "reports", GOOD, UNKNOWN);
        long id = tasks.desk.plan(WANG, today());

        assertThat(tasks.desk.forecast(id).lines())
                .containsExactly(new Forecast.Line(
                        TaskOutcome.READ_AGAIN,
                        "接受 0，重复 1，拒收 1，暂存 0 / accepted 0, duplicate 1, rejected 1, parked 0",
                        1));
        mendTheCodes();
        assertThat(tasks.desk.forecast(id).lines())
                .containsExactly(new Forecast.Line(
                        TaskOutcome.READ_AGAIN,
                        "接受 1，重复 1，拒收 0，暂存 0 / accepted 1, duplicate 1, rejected 0, parked 0",
                        1));

        assertThat(entries()).isEqualTo(2);
        assertThat(tasks.jdbc
                        .sql("select count(*) from submission")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void handsInOnceThoughTheProcessDiesBeforeItNotedThat() throws Exception {
        intake.send("reports-1", "reports", UNKNOWN);
        mendTheCodes();
        long id = tasks.desk.order(WANG, today());
        // The submission is durable, and nobody knows it.
        Task task = tasks.task(id);
        new RemapAct(intake.resubmission()).act(task, tasks.desk.items(id, 0, 1));
        tasks.restart();
        tasks.run();

        assertThat(again(id).accepted()).isEqualTo(1);
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
        assertThat(tasks.jdbc
                        .sql("select count(*) from submission")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void listsOnlySubmissionsOfThatPartyWithRejectedRecords() throws Exception {
        intake.send("reports-1", "reports", GOOD);

        assertThatThrownBy(() -> tasks.desk.plan(WANG, today())).hasMessageContaining("TSK-0102");
        intake.send("reports-2", "reports", UNKNOWN);
        long id = tasks.desk.plan(WANG, today());
        intake.send("reports-3", "reports", UNKNOWN.replace("1771556400000", "1771556500000"));

        assertThat(tasks.task(id).items()).isEqualTo(1);
        assertThatThrownBy(() ->
                        tasks.desk.plan(WANG, new TaskOrder(TaskKind.REMAP, "insurer-jia", today().chosen(), "看看别人的")))
                .hasMessageContaining("TSK-0102");
    }

    @Test
    void doesNotListWhatAReMapHandedIn() throws Exception {
        intake.send("reports-1", "reports", UNKNOWN);
        long first = tasks.desk.order(WANG, today());
        tasks.run();
        assertThat(again(first).rejected()).isEqualTo(1);

        long second = tasks.desk.plan(WANG, today());

        assertThat(tasks.task(second).items()).isEqualTo(1);
        assertThat(tasks.desk.items(second, 0, 10).get(0).subject())
                .isEqualTo(tasks.desk.items(first, 0, 10).get(0).subject());
    }

    @Test
    void waitsWhileThePartysMappingIsAway() throws Exception {
        intake.send("reports-1", "reports", UNKNOWN);
        long id = tasks.desk.order(WANG, today());
        Files.createDirectories(folder.resolve("empty"));
        intake.mappings.set(
                Mappings.load(folder.resolve("empty"), RecordDefinitions.load(), CodeTables.load(Path.of("codes"))));
        tasks.run();

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.RUNNING);
        assertThat(tasks.task(id).heldUp()).isEqualTo("INT-0105");
        mendTheCodes();
        intake.pass(java.time.Duration.ofSeconds(40));
        tasks.run();

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
        assertThat(again(id).accepted()).isEqualTo(1);
    }

    @Test
    void triesAgainWhenTheStoreFailsWhileItStores() throws Exception {
        intake.send("reports-1", "reports", UNKNOWN);
        mendTheCodes();
        long id = tasks.desk.order(WANG, today());
        intake.store().fail(Fault.ANSWER_LOST);
        tasks.run();
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.RUNNING);
        intake.pass(java.time.Duration.ofSeconds(40));
        tasks.run();

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
        assertThat(again(id).accepted()).isEqualTo(1);
        assertThat(tasks.jdbc
                        .sql("select count(*) from submission")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }
}
