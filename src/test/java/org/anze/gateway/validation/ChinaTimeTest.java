package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChinaTimeTest {

    @Test
    void countsDaysAsTheCalendarDoes() {
        for (LocalDate day = LocalDate.of(1895, 12, 1); day.getYear() < 2105; day = day.plusDays(1)) {
            String text = day.toString();
            if (!ChinaTime.isDate(text) || ChinaTime.epochDay(text) != day.toEpochDay()) {
                throw new AssertionError(text);
            }
        }
        assertThat(ChinaTime.day("2024-02-29T08:00:00+08:00")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-31T08:30:00+08:00", "1999-12-31T23:59:59+08:00", "2024-02-29T00:00:00+08:00"})
    void countsSecondsAsTheCalendarDoes(String text) {
        assertThat(ChinaTime.isInstant(text)).isTrue();
        assertThat(ChinaTime.seconds(text)).isEqualTo(OffsetDateTime.parse(text).toEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29",
                "2024-13-01",
                "2024-00-10",
                "2024-04-31",
                "2024-1-31",
                "0999-01-01",
                "2024-01-00",
                "2024/01/31",
                "２０２４-01-31",
                "",
                "2024-01-3a"
            })
    void refusesDatesThatDoNotExistOrAreWrittenOtherwise(String text) {
        assertThat(ChinaTime.isDate(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-31T24:00:00+08:00",
                "2024-01-31T08:60:00+08:00",
                "2024-01-31T08:30:60+08:00",
                "2024-01-31T08:30:00+09:00",
                "2024-01-31T08:30:00.5+08:00",
                "2024-01-31t08:30:00+08:00",
                "2024-01-31",
                "2024-02-30T08:30:00+08:00",
                ""
            })
    void refusesInstantsThatDoNotExistOrAreWrittenOtherwise(String text) {
        assertThat(ChinaTime.isInstant(text)).isFalse();
    }
}
