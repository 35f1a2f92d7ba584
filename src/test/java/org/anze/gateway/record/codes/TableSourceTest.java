package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every table says where it comes from, and the loader insists on it. */
class TableSourceTest {

    @TempDir
    private Path folder;

    static Stream<Path> files() throws IOException {
        return SampleCodes.files().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatTheTableIsAndWhereAndWhenItWasTaken(Path file) throws IOException {
        TableSource source = new TableFile(file).source();
        assertThat(source.title()).contains(" / ");
        assertThat(source.source()).hasSizeGreaterThan(10);
        assertThat(source.taken()).isBetween(LocalDate.of(2026, 1, 1), LocalDate.of(2030, 12, 31));
        assertThat(Files.readString(file)).contains("\n# licence: ");
        assertThat(SampleCodes.TABLES.sources()).contains(source);
    }

    @Test
    void readsEveryFileOfTheFolder() throws IOException {
        assertThat(SampleCodes.TABLES.sources().stream().map(TableSource::file))
                .containsExactlyElementsOf(SampleCodes.files().stream()
                        .map(file -> Objects.requireNonNull(file.getFileName()).toString())
                        .toList());
    }

    @Test
    void isExplainedOnThePageForOperators() throws IOException {
        String page = Files.readString(Path.of("docs", "onboarding", "code-tables.md"));
        for (TableSource source : SampleCodes.TABLES.sources()) {
            assertThat(page).contains("| `" + source.file() + "` |");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "source", "taken"})
    void refusesATableThatDoesNotSayWhereItComesFrom(String key) throws IOException {
        SampleCodes.copy(folder);
        spoil("workdays.csv", "# " + key + ":", "# was:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.load(folder))
                .withMessageContaining("workdays.csv")
                .withMessageContaining("# " + key + ": …");
    }

    @Test
    void refusesADateThatIsNone() throws IOException {
        SampleCodes.copy(folder);
        spoil("SEC.csv", "# taken: 2026-11-21", "# taken: 2026-11-31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.load(folder))
                .withMessageContaining("2026-11-31");
    }

    @Test
    void readsATableThatASpreadsheetProgramPaddedWithCommas() throws IOException {
        SampleCodes.copy(folder);
        String padded = Files.readString(folder.resolve("SEC.csv"))
                .lines()
                .map(line -> line.startsWith("#") ? line + ",,,," : line)
                .reduce("\uFEFF", (all, line) -> all + line + "\r\n");
        Files.writeString(folder.resolve("SEC.csv"), padded);
        CodeTables tables = CodeTables.load(folder);
        assertThat(tables.sources()).containsAll(SampleCodes.TABLES.sources());
        assertThat(tables.table("SEC").codes()).hasSize(10);
    }

    @Test
    void leavesOutWhatEditorsLeaveInTheFolder() throws IOException {
        SampleCodes.copy(folder);
        Files.writeString(folder.resolve("~$SEC.csv"), "locked");
        Files.writeString(folder.resolve(".SEC.csv.swp"), "swap");
        assertThat(CodeTables.load(folder).names()).isEqualTo(SampleCodes.TABLES.names());
    }

    @ParameterizedTest
    @CsvSource({
        "regions.csv,'140212,新荣区','14021,新荣区',six digits",
        "regions.csv,'140213,平城区,','140212,平城区,',at the same time",
        "INDUSTRY.csv,'0111,稻谷种植,A0111','9911,稻谷种植,A0111',no group for class 9911",
        "industry-tree.csv,'01,农业,A','01,农业,Z',the parent must stand above",
        "industry-2011.csv,'0710,石油开采,0711','0710,石油开采,0719',no class 0719",
        "industry-2011.csv,'0711,50,split','0711,50,guess',relation is",
        "industries.csv,'2671,07','2671,77',no sector 77",
        "industries.csv,'2671,07','9671,07',no industry 9671",
        "INS.csv,',申能财险\nYGBX',',申能\nYGBX',no insurer 申能",
        "INS.csv,'人保|人保财险','太平洋|人保财险',stands for both",
        "SEC-annexes.csv,'90,,其他','91,,其他',no sector 91",
        "scale-limits.csv,'L,1000,400000000','L,many,400000000',whole number",
        "scale-limits.csv,'工业,06|','工业,05|',size L twice for industry 05",
        "LEVEL.csv,',10,50,',',2,50,',gravest first",
        "workdays.csv,'2024-02-10,holiday','2024-02-10,feast',holiday or workday",
        "workdays.csv,'2024-02-18,workday','2024-02-19,workday',Saturday or a Sunday",
        "workdays.csv,'2026-10-07,holiday','2027-10-07,holiday',after complete-until",
        "workdays.csv,'2024-02-11,holiday','2024-02-10,holiday',day twice"
    })
    void namesTheFileAndTheRowThatIsBroken(String file, String before, String after, String reason) throws IOException {
        SampleCodes.copy(folder);
        spoil(file, before, after);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.load(folder))
                .withMessageContaining(file + ":")
                .withMessageContaining(reason);
    }

    private void spoil(String file, String before, String after) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(before);
        Files.writeString(folder.resolve(file), text.replace(before, after));
    }
}
