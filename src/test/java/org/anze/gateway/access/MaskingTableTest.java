package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;

/** docs/spec/masking.md has one line per field, and it is what the code does. */
class MaskingTableTest {

    private static final Path PAGE = Path.of("docs/spec/masking.md");
    private static final String BEGIN = "<!-- fields -->\n";
    private static final String END = "<!-- end of fields -->\n";

    /** What letters M and P of DOMAIN.md B2 show. */
    private record Shown(String masked, String pseudonymised) {
        static Shown alike(String words) {
            return new Shown(words, words);
        }
    }

    private static final Map<FieldMask, Shown> WORDS = new IdentityHashMap<>();

    static {
        WORDS.put(FieldMask.KEEP, Shown.alike("原样"));
        WORDS.put(FieldMask.OMIT, Shown.alike("不出现"));
        WORDS.put(FieldMask.FREE_TEXT, Shown.alike("原文，其中号码遮蔽"));
        WORDS.put(FieldMask.FREE_TEXTS, Shown.alike("原文，其中号码遮蔽"));
        WORDS.put(FieldMask.NAME, new Shown("张*", "假名"));
        WORDS.put(FieldMask.TELEPHONE, new Shown("138****0000", "假名"));
        WORDS.put(FieldMask.EMAIL, new Shown("z***@…", "假名"));
        WORDS.put(FieldMask.CERTIFICATE, new Shown("末四位", "假名"));
        WORDS.put(FieldMask.LAST_FOUR, Shown.alike("末四位"));
        WORDS.put(FieldMask.IDENTITY_NUMBER, new Shown("省级平台、理赔用途：前六后四；其他：假名", "假名"));
        WORDS.put(FieldMask.PSEUDONYM, Shown.alike("假名"));
        WORDS.put(FieldMask.INJURY, Shown.alike("伤残等级档"));
        WORDS.put(FieldMask.MONTH, Shown.alike("年月"));
        WORDS.put(FieldMask.MONEY, Shown.alike("金额档"));
        WORDS.put(FieldMask.PERCENT, Shown.alike("5% 一档"));
    }

    @Test
    void isWhatTheCodeDoes() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String table = table();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/masking-table.md"), table);

        assertThat(page.substring(begin, page.indexOf(END)))
                .as("docs/spec/masking.md; the table as it should be is in target/masking-table.md")
                .isEqualTo(table);
    }

    @Test
    void showsNothingOfClassFiveInTheClear() {
        for (RecordType type : RecordType.values()) {
            RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
            for (FieldDefinition field : definition.fields()) {
                boolean harmless = FieldMask.HARMLESS.contains(field.name());
                if (field.sensitivity() == 5 && field.type() != FieldType.OBJECTS && !harmless) {
                    assertThat(FieldMask.of(field)).as(field.name()).isNotIn(FieldMask.KEEP, FieldMask.FREE_TEXT);
                }
                for (FieldDefinition part : field.entries()) {
                    if (part.sensitivity() >= 4 && !FieldMask.HARMLESS.contains(part.name())) {
                        assertThat(FieldMask.part(part)).as(part.name()).isNotIn(FieldMask.KEEP, FieldMask.FREE_TEXT);
                    }
                }
            }
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("\n");
        for (RecordType type : RecordType.values()) {
            RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
            table.append("### ")
                    .append(type.number())
                    .append(' ')
                    .append(type.zh())
                    .append(" `")
                    .append(type.code())
                    .append("`\n\n| 单元 | 字段 | 名称 | 级 | M 脱敏 | P 假名化 |\n|---|---|---|---|---|---|\n");
            for (String unit : definition.units()) {
                if (unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT)) {
                    continue;
                }
                for (FieldDefinition field : definition.fieldsOf(unit)) {
                    if (field.type() != FieldType.OBJECTS) {
                        line(table, unit, field.name(), field, FieldMask.of(field));
                    }
                    for (FieldDefinition part : field.entries()) {
                        line(table, unit, field.name() + "." + part.name(), part, FieldMask.part(part));
                    }
                }
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String unit, String name, FieldDefinition field, FieldMask mask) {
        Shown shown = WORDS.get(mask);
        assertThat(shown).as("a mask without words: " + name).isNotNull();
        table.append("| ")
                .append(String.join(
                        " | ",
                        unit,
                        "`" + name + "`",
                        field.zh(),
                        "L" + field.sensitivity(),
                        shown.masked(),
                        shown.pseudonymised()))
                .append(" |\n");
    }
}
