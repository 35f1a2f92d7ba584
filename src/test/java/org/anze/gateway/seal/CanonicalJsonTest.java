package org.anze.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static final String G10 = "{\"insuredUscc\":\"91140212MAXX00015K\",\"policyNo\":\"AJIA202414021200001\","
            + "\"premiumFen\":6111583,\"recordType\":\"policy\",\"startAt\":\"2024-01-31T00:00:00+08:00\"}";

    private static String write(Object value) {
        return new String(CanonicalJson.write(value), UTF_8);
    }

    @Test
    void writesThePublishedExampleWithThePublishedHash() throws FlawException {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("startAt", "2024-01-31T00:00:00+08:00");
        record.put("premiumFen", 6111583);
        record.put("recordType", "policy");
        record.put("policyNo", "AJIA202414021200001");
        record.put("insuredUscc", "91140212MAXX00015K");

        assertThat(write(record)).isEqualTo(G10);
        assertThat(HexFormat.of().formatHex(Suite.SM.hash(CanonicalJson.write(record))))
                .isEqualTo("1b4e2f336cb7d7f0e1c93b3393afd11d770a1418e5933d561a240ec86f036464");
        assertThat(CanonicalJson.parse(G10.getBytes(UTF_8)))
                .isEqualTo(Map.of(
                        "startAt", "2024-01-31T00:00:00+08:00",
                        "premiumFen", 6111583L,
                        "recordType", "policy",
                        "policyNo", "AJIA202414021200001",
                        "insuredUscc", "91140212MAXX00015K"));
    }

    /** RFC 8785 §3.2.3. */
    @Test
    void sortsMembersByUtf16CodeUnits() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : List.of("\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6")) {
            members.put(name, 0);
        }

        assertThat(write(members))
                .isEqualTo(
                        "{\"\\r\":0,\"1\":0,\"\u0080\":0,\"\u00f6\":0,\"\u20ac\":0,\"\ud83d\ude00\":0,\"\ufb33\":0}");
    }

    /** RFC 8785 §3.2.2.2. */
    @Test
    void escapesOnlyWhatMustBeEscaped() {
        assertThat(write("\u20ac$\u000f\nA'B\"\\\\\"/\u007f\u2028"))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\u2028\"");
        assertThat(write("\b\t\f\r\u0000\u001f")).isEqualTo("\"\\b\\t\\f\\r\\u0000\\u001f\"");
    }

    @Test
    void writesCharactersOutsideTheBasicPlane() {
        assertThat(CanonicalJson.write("䶮\ud842\udfb7")).isEqualTo("\"䶮\ud842\udfb7\"".getBytes(UTF_8));
    }

    @Test
    void refusesToWriteWhatHasNoCanonicalForm() {
        assertThatThrownBy(() -> write("\ud842")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write("\udfb7x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(1L << 53)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(-(1L << 53))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(nested(65))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Object nested(int depth) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void readsNestingUpToTheLimitAndNoDeeper() throws FlawException {
        byte[] deepest = CanonicalJson.write(nested(64));

        assertThat(CanonicalJson.write(CanonicalJson.parse(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> CanonicalJson.parse(("[" + write(nested(64)) + "]").getBytes(UTF_8)))
                .isInstanceOf(FlawException.class);
        assertThatThrownBy(() -> CanonicalJson.parse("[".repeat(1_000_000).getBytes(UTF_8)))
                .isInstanceOf(FlawException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-1",
                "9007199254740991",
                "-9007199254740991",
                "\"\"",
                "[]",
                "{}",
                "[1,[],{}]",
                "{\"a\":null,\"b\":[\"x\"]}",
                "\"\\u0001\"",
                "\"安责险\""
            })
    void acceptsCanonicalText(String text) throws FlawException {
        assertThat(write(CanonicalJson.parse(text.getBytes(UTF_8)))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|0",
                "~ 1~|0",
                "~1 ~|1",
                "[1, 2]|3",
                "[1,]|3",
                "[,1]|1",
                "[1|2",
                "[1}|2",
                "{\"a\":1,\"a\":1}|7",
                "{\"b\":1,\"a\":1}|7",
                "{\"a\":1,}|7",
                "{\"a\" :1}|4",
                "{a:1}|1",
                "{\"a\":1|6",
                "{\"a\"}|4",
                "-0|0",
                "00|0",
                "01|0",
                "-01|0",
                "1.0|0",
                "1e3|0",
                "1E3|0",
                "+1|0",
                "-x|0",
                "9007199254740992|0",
                "-9007199254740992|0",
                "99999999999999999999|16",
                "\"\\u000A\"|1",
                "\"\\u000a\"|1",
                "\"\\u0041\"|1",
                "\"\\u001F\"|1",
                "\"\\u4e2d\"|3",
                "\"\\/\"|2",
                "\"\\x\"|2",
                "\"\\u0000|7",
                "\"abc|4",
                "\"\\|2",
                "tru|3",
                "nul|3",
                "True|0",
                "NaN|0",
                "'a'|0",
                "[1]]|3",
                "{}{}|2",
                "\"a\"b|3"
            })
    void refusesEveryOtherSpellingAndNamesTheByte(String text, int offset) {
        assertThatThrownBy(() -> CanonicalJson.parse(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(FlawException.class, flaw -> {
                    assertThat(flaw.flaw()).isEqualTo(Flaw.NOT_CANONICAL);
                    assertThat(flaw.where()).isEqualTo("byte " + offset);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22c0af22",
                "22c18122",
                "22e0808022",
                "22eda08022",
                "22f0808080 22",
                "22f490808022",
                "22f5808080 22",
                "22ff22",
                "228022",
                "22c222",
                "22e4b822",
                "22e4b8",
                "220a22",
                "220022",
                "efbbbf31",
                "22e4b8ad"
            })
    void refusesBytesThatAreNotWellFormed(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> CanonicalJson.parse(bytes))
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(Flaw.NOT_CANONICAL));
    }

    @Test
    void refusesADocumentWithTooManyValues() {
        byte[] text = ("[" + "0,".repeat(CanonicalJson.MAX_VALUES) + "0]").getBytes(UTF_8);

        assertThatThrownBy(() -> CanonicalJson.parse(text))
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(Flaw.TOO_LARGE));
    }

    @Test
    void readsBackWhatItWrites() throws FlawException {
        Random random = new Random(20261122);
        for (int i = 0; i < 2000; i++) {
            Object value = randomValue(random, 4);
            byte[] bytes = CanonicalJson.write(value);
            assertThat(CanonicalJson.parse(bytes)).isEqualTo(value);
        }
    }

    /** Changing one byte gives either another value in canonical form, or a refusal: never a second spelling. */
    @Test
    void neverReadsTwoSpellingsOfOneValue() {
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = CanonicalJson.write(randomValue(random, 3));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                assertThat(CanonicalJson.write(CanonicalJson.parse(bytes))).isEqualTo(bytes);
            } catch (FlawException refused) {
                assertThat(refused.flaw()).isEqualTo(Flaw.NOT_CANONICAL);
            }
        }
    }

    private static Object randomValue(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 6);
        if (kind == 0) {
            return random.nextLong() % (CanonicalJson.MAX_INTEGER + 1);
        }
        if (kind == 1) {
            return random.nextBoolean();
        }
        if (kind < 4) {
            return randomText(random);
        }
        if (kind == 4) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(randomValue(random, depth - 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(randomText(random), randomValue(random, depth - 1));
        }
        return map;
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x80);
            text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '安' : point);
        }
        return text.toString();
    }

    @Test
    void readsALaidOutFileButNoMemberTwice() throws FlawException {
        assertThat(CanonicalJson.parseLaidOut("{ \"b\" : [ 1 ,\n 2 ] ,\"a\":{ } }\n".getBytes(UTF_8)))
                .isEqualTo(Map.of("b", List.of(1L, 2L), "a", Map.of()));
        assertThatThrownBy(() -> CanonicalJson.parseLaidOut("{ \"a\": 1, \"a\": 1 }".getBytes(UTF_8)))
                .isInstanceOf(FlawException.class);
    }
}
