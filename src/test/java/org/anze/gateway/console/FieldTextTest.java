package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.StaticMessageSource;

class FieldTextTest {

    private static FieldText texts;

    @BeforeAll
    static void load() throws Exception {
        CodeTables codes = CodeTables.load(Path.of("codes"));
        Parties parties = Parties.load(Path.of("parties"));
        texts = new FieldText(() -> codes, new Show(new StaticMessageSource(), () -> parties, Clock.systemUTC()));
    }

    @BeforeEach
    void readChinese() {
        LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);
    }

    @AfterEach
    void forgetTheLanguage() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void writesThePartsOfObjectsByTheirOwnTypes() {
        assertThat(texts.text(field(RecordType.POLICY, "items"), List.of(Map.of("premium", 1_234_500L))))
                .isEqualTo("premium=12,345.00 元");
        assertThat(texts.text(field(RecordType.POLICY, "coInsurers"), List.of(Map.of("share", 600_000L))))
                .isEqualTo("share=60%");
        assertThat(texts.text(field(RecordType.CLAIM, "stages"), List.of(Map.of("at", "2026-01-02T09:00:00+08:00"))))
                .isEqualTo("at=2026-01-02 09:00:00");
    }

    @Test
    void hidesThePeopleInObjects() {
        assertThat(texts.text(field(RecordType.CLAIM, "stages"), List.of(Map.of("by", "欧阳测试"))))
                .isEqualTo("by=***");
        assertThat(texts.text(field(RecordType.CLAIM, "stages"), List.of(Map.of("note", "致电13812345678"))))
                .doesNotContain("13812345678");
    }

    private static FieldDefinition field(RecordType type, String name) {
        return ConsoleSamples.DEFINITIONS.of(type).field(name).orElseThrow();
    }
}
