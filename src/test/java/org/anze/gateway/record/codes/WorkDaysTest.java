package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkDaysTest {

    private final WorkDays workDays = SampleCodes.TABLES.workDays();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // 春节 2024 (10 to 17 February, working on 4 and 18), 2025 (28 January to 4 February), 2026 (15 to 23 February)
        "2024-02-04, true",
        "2024-02-09, true",
        "2024-02-10, false",
        "2024-02-16, false",
        "2024-02-17, false",
        "2024-02-18, true",
        "2024-02-19, true",
        "2025-01-26, true",
        "2025-01-27, true",
        "2025-01-28, false",
        "2025-02-04, false",
        "2025-02-05, true",
        "2025-02-08, true",
        "2026-02-14, true",
        "2026-02-16, false",
        "2026-02-23, false",
        "2026-02-28, true",
        // 国庆节 and an ordinary week
        "2025-10-08, false",
        "2025-10-11, true",
        "2026-10-01, false",
        "2026-11-20, true",
        "2026-11-21, false",
        "2026-11-22, false"
    })
    void knowsHolidaysAndAdjustedWorkingDays(LocalDate day, boolean isWorkday) {
        assertThat(workDays.isWorkday(day)).isEqualTo(isWorkday);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20, 1, 2026-11-23", "2026-11-20, 3, 2026-11-25", "2026-11-21, 1, 2026-11-23",
                "2026-11-20, 0, 2026-11-20",
        "2024-02-09, 1, 2024-02-18", "2024-02-09, 3, 2024-02-20", "2026-09-30, 1, 2026-10-08",
                "2025-01-27, 1, 2025-02-05"
    })
    void countsWorkingDaysFromTheDayAfter(LocalDate from, int count, LocalDate end) {
        assertThat(workDays.plusWorkdays(from, count)).isEqualTo(end);
        assertThat(workDays.workdaysBetween(from, end)).isEqualTo(count);
    }

    @Test
    void countsBackwardsAsNegative() {
        assertThat(workDays.workdaysBetween(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 20)))
                .isEqualTo(-3);
    }

    @Test
    void saysUpToWhenHolidaysAreKnown() {
        assertThat(workDays.knownUntil()).isEqualTo("2026-12-31");
        assertThat(workDays.isKnown(LocalDate.of(2026, 12, 31))).isTrue();
        assertThat(workDays.isKnown(LocalDate.of(2027, 1, 1))).isFalse();
        assertThat(workDays.isKnown(LocalDate.of(2004, 1, 1))).isTrue();
        assertThat(workDays.isKnown(LocalDate.of(2003, 12, 31))).isFalse();
    }

    @Test
    void countsOnlyWeekendsBeyondTheTable() {
        assertThat(workDays.isWorkday(LocalDate.of(2027, 1, 1))).isTrue();
        assertThat(workDays.isWorkday(LocalDate.of(2027, 1, 2))).isFalse();
    }

    @Test
    void learnsAnotherYearByEditingTheFile() throws IOException {
        SampleCodes.copy(folder);
        Path file = folder.resolve("workdays.csv");
        Files.writeString(
                file,
                Files.readString(file).replace("complete-until: 2026-12-31", "complete-until: 2027-12-31")
                        + "2027-01-01,holiday,元旦\n");
        WorkDays longer = CodeTables.load(folder).workDays();
        assertThat(longer.isWorkday(LocalDate.of(2027, 1, 1))).isFalse();
        assertThat(longer.knownUntil()).isEqualTo("2027-12-31");
    }

    @ParameterizedTest
    @CsvSource({"holiday, workday", "workday, holiday"})
    void refusesADayThatIsBoth(String first, String second) throws IOException {
        SampleCodes.copy(folder);
        Path file = folder.resolve("workdays.csv");
        Files.writeString(file, Files.readString(file) + "2026-11-21," + first + ",x\n2026-11-21," + second + ",x\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTables.load(folder))
                .withMessageContaining("day twice");
    }

    @Test
    void refusesCountsThatNoTermHas() {
        LocalDate day = LocalDate.of(2026, 11, 20);
        assertThatIllegalArgumentException().isThrownBy(() -> workDays.plusWorkdays(day, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> workDays.plusWorkdays(day, 10_001));
    }
}
