package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MappingCommandTest {

    private static final String SAMPLES = "mappings/insurer-jia/samples/policies/";
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Commands())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void showsHowAFileIsUnderstood() {
        int code = run("mapping", "test", "insurer-jia", SAMPLES + "h1.in.csv", "--samples", "1");

        assertThat(out.toString())
                .contains("映射 / mapping: policies", "样本 / sample 1", "premium 应收保费 = 61115.83  ← 保费(元)")
                .doesNotContain("样本 / sample 2");
        assertThat(code).isIn(0, 1);
    }

    @Test
    void groupsFindingsByRuleWithPlaceAndRemedy() {
        int code = run("mapping", "test", "insurer-jia", SAMPLES + "dates-that-do-not-exist.in.csv");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("问题（按规则）", "V-S07", "第 2 行", "起保日期", "写成");
    }

    @Test
    void endsWithTwoWhenTheWholeFileIsRefused() {
        int code = run("mapping", "test", "insurer-jia", SAMPLES + "totals-sum-differs.in.csv");

        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).contains("整份拒收", "V-T01");
    }

    @Test
    void hidesPeople() {
        run("mapping", "test", "insurer-wu", "mappings/insurer-wu/samples/reports/h5.in.json");

        assertThat(out.toString()).contains("reporter 报案人 = ***").doesNotContain("李四", "13800000000");
    }

    @Test
    void printsJsonForPrograms() {
        int code = run("mapping", "test", "insurer-jia", SAMPLES + "unknown-codes.in.csv", "--json");

        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(code).isEqualTo(1);
        assertThat(json.get("rejected").asLong()).isPositive();
        assertThat(json.get("byRule").get(0).get("count").asLong()).isPositive();
        assertThat(json.get("ledgerCompared").asBoolean()).isFalse();
    }

    @Test
    void takesTheMappingThatIsNamed() throws IOException {
        Path file = folder.resolve("policies.json");
        Files.writeString(file, "[{\"policyNo\":\"X\",\"nonsense\":1}]");

        int code = run("mapping", "test", "insurer-jia", file.toString(), "--mapping", "canonical-policy");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("canonical-policy", "nonsense");
    }

    @Test
    void endsWithTwoWhenThePartyOrTheMappingOrTheFileIsUnknown() {
        assertThat(run("mapping", "test", "nobody", SAMPLES + "h1.in.csv")).isEqualTo(2);
        assertThat(run("mapping", "test", "insurer-jia", SAMPLES + "h1.in.csv", "--mapping", "none"))
                .isEqualTo(2);
        assertThat(run("mapping", "test", "insurer-jia", "no-such-file.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("nobody", "none", "no-such-file.csv");
    }

    @Test
    void checksAllMappings() {
        assertThat(run("mapping", "check")).isZero();
        assertThat(out.toString()).contains("✔ insurer-jia/policies", "✔ insurer-wu/reports");
    }

    @Test
    void namesFileAndLineOfAMistake() throws IOException {
        for (String name : List.of("codes", "jurisdictions", "parties", "mappings")) {
            copy(Path.of(name), folder.resolve(name));
        }
        Path table = folder.resolve("mappings/insurer-jia/policies.fields.csv");
        Files.writeString(table, Files.readString(table).replace("premium,保费(元),money", "premium,保费(元),monney"));

        int check = run("mapping", "check", "insurer-jia", "--home", folder.toString());
        int test = run("mapping", "test", "insurer-jia", SAMPLES + "h1.in.csv", "--home", folder.toString());

        assertThat(check).isEqualTo(1);
        assertThat(out.toString())
                .contains("✘ insurer-jia/policies")
                .containsPattern("policies\\.fields\\.csv:10 +MAP-")
                .doesNotContain("insurer-wu");
        assertThat(test).isEqualTo(2);
        assertThat(err.toString()).contains("policies.fields.csv:10");
    }

    @Test
    void readsAFileThatIsTooLargeForAScreen() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(SAMPLES + "h1.in.csv"), GB18030);
        StringBuilder many = new StringBuilder(lines.get(0)).append("\r\n");
        for (int i = 0; i < 2000; i++) {
            many.append(lines.get(1).replace("AJIA2024140212000", "AJIA2024140212" + i))
                    .append("\r\n");
        }
        Path file = folder.resolve("AZX_CB_many.csv");
        Files.write(file, many.toString().getBytes(GB18030));

        int code = run("mapping", "test", "insurer-jia", file.toString());

        // Without its totals row the file counts as cut off; what was read until then is told all the same.
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).contains("V-T01", "原始记录 / raw records: 2000");
        assertThat(out.toString().lines().count()).isLessThan(200);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(path -> !path.toString().contains("samples")).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
