package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.TestStores;
import org.anze.gateway.fault.Fault;
import org.anze.gateway.fault.Moment;
import org.anze.gateway.fault.Step;
import org.anze.gateway.flow.TwoNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fault at every point. {@code -Danze.faults.kinds=FAIL,HALT} tries some kinds alone, {@code -Danze.faults.minutes} those
 * that fit into the time; {@code -Danze.write=true} writes the table of docs/operations/fault-matrix.md, where what was not
 * tried stands as such.
 */
@Tag("long")
class FaultMatrixTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultMatrixTest.class);
    private static final List<Fault> KINDS = Arrays.stream(
                    System.getProperty("anze.faults.kinds", "FAIL,FREEZE,HALT").split(","))
            .map(Fault::valueOf)
            .toList();

    private static final Duration TIME = Duration.ofMinutes(Long.getLong("anze.faults.minutes", 600));
    private static final String NOT_TRIED = "未试 / not tried";

    private static FaultSite site;

    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void startSite() throws IOException {
        site = new FaultSite("fault-matrix", TestStores.server(), TwoNodes::broker);
        site.start();
    }

    @AfterAll
    static void stopSite() throws IOException {
        site.close();
    }

    @Test
    void losesNothingAndGivesNothingTwiceWhereverItBreaks() throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        for (Fault fault : KINDS) {
            for (Step step : Step.values()) {
                for (Moment moment : step.moments()) {
                    boolean inTime = System.nanoTime() < end;
                    outcomes.put(cell(step, moment, fault), inTime ? strike(step, moment, fault) : NOT_TRIED);
                }
            }
        }
        site.finish();
        FaultPage.write("steps", table());
        assertThat(failures).isEmpty();
    }

    private String strike(Step step, Moment moment, Fault fault) throws Exception {
        try {
            Duration took = site.strike(step, moment, fault, 0);
            LOG.info("{} {} {}: {} ms", fault, moment, step, took.toMillis());
            return "✔ " + Math.max(1, Math.round(took.toMillis() / 1000.0)) + " s";
        } catch (AssertionError | RuntimeException e) {
            LOG.error("{} {} {}", fault, moment, step, e);
            failures.add(cell(step, moment, fault) + ": " + e.getMessage());
            return "✘";
        }
    }

    private String outcome(Step step, Moment moment, Fault fault) {
        return step.moments().contains(moment) ? outcomes.getOrDefault(cell(step, moment, fault), NOT_TRIED) : "–";
    }

    private static String cell(Step step, Moment moment, Fault fault) {
        return step + " " + moment + " " + fault;
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                "| 步骤 / step | 之前：杀 halt | 冻结 freeze | 失败：未做 failed, not done | 之后：杀 halt | 冻结 freeze | 失败：已做、应答丢失 failed, done and its answer lost |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        for (Step step : Step.values()) {
            table.append("| ").append(step.zh()).append(" / ").append(step.en());
            for (Moment moment : Moment.values()) {
                for (Fault fault : Fault.values()) {
                    table.append(" | ").append(outcome(step, moment, fault));
                }
            }
            table.append(" |\n");
        }
        return table.toString();
    }
}
