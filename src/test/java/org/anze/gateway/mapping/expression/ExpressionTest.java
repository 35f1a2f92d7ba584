package org.anze.gateway.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static final Map<String, FieldType> MADE = Map.of(
            "premium",
            FieldType.MONEY,
            "name",
            FieldType.TEXT,
            "paid",
            FieldType.MONEY,
            "masterPolicy",
            FieldType.BOOLEAN);

    private static final Expression.Values VALUES = new Values(List.of("1.5万元", "2元"));

    private static Expression compile(String text) {
        return Expressions.compile(text, MADE, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "row['a'] + '-' + row['b'] | 12-",
                "row.a | 12",
                "row['b'] == '' ? 'none' : row['b'] | none",
                "fen('1,000.50', 'yuan') | 100050",
                "fen('40', 'wan-yuan') + fen('无', 'yuan') | 40000000",
                "fen('40', '单位：万元') | 40000000",
                "sum(values['fees'].map(f, fen(f, 'marked'))) | 1500200",
                "sum(values['fees'].filter(f, f.contains('万')).map(f, fen(f, 'marked'))) | 1500000",
                "values['fees'].exists(f, f.endsWith('元')) | true",
                "size(values['fees']) | 2",
                "field.premium * 2 + 1 | 201",
                "field.paid == null ? 0 : field.paid | 0",
                "field.masterPolicy ? '是' : '否' | 是",
                "part(item, '^([^（(]+)') | 隐患排查",
                "part(item, '[（(]([0-9]+)次') | 3",
                "part(item, '(x)') | ``",
                "string(number) | 1",
                "whole('1,250') | 1250",
                "day('2024年1月31日') | 2024-01-31",
                "plusDays('20240131', 1) | 2024-02-01",
                "plusMonths('20240131', 1) | 2024-02-29",
                "digits('第３批 02') | 302",
                "half(' Ａ１ ') | A1",
                "present('—') | false",
                "' x　'.trim() | x",
                "'ab'.upper() | AB",
                "'abcdef'.substring(2) | cdef",
                "'abcdef'.substring(2, 4) | cd",
                "'abcdef'.indexOf('d') | 3",
                "'a-b-c'.replace('-', '、') | a、b、c",
                "'a、b'.split('、').join('+') | a+b",
                "row['a'].matches('^[0-9]{2}$') | true",
                "matches(row['a'], '2') | true",
                "row['a'] in ['11', '12'] | true",
                "['a', field.name] | `[a, ]`",
                "sender | insurer-test"
            })
    void worksOut(String text, String expected) {
        Expression.Outcome outcome = compile(text).evaluate(VALUES);
        assertThat(outcome.failure()).isNull();
        assertThat(String.valueOf(outcome.value())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fen('约5万', 'yuan') | no amount",
                "fen('5', 'marked') | no amount",
                "whole('x') | no whole number",
                "day('20240230') | no day",
                "part('x', row['bracket']) | pattern",
                "'x'.matches(row['unfolds']) | pattern",
                "plusDays('20240131', 9223372036854775807) | no day",
                "plusMonths('20240131', 120000) | no day",
                "plusDays('20240131', -60000) | no day",
                "'abc'.substring(5) | outside of the text",
                "'abc'.replace('', 'x') | nothing to replace",
                "1 / (number - 1) | DIVIDE_BY_ZERO",
                "[1][5] | INDEX_OUT_OF_BOUNDS",
                "9223372036854775807 + number | NUMERIC_OVERFLOW",
                "field.paid + 1 | OVERLOAD_NOT_FOUND",
                "row['long'] + row['long'] | text too long"
            })
    void saysWhyThereIsNothing(String text, String reason) {
        Expression.Outcome outcome = compile(text).evaluate(VALUES);
        assertThat(outcome.value()).isNull();
        assertThat(outcome.failure()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "part(item, '(') | 12: missing closing )",
                "item.matches('[') | 14: missing closing ]",
                "matches(item, '(?<=a)b') | 15: invalid named capture",
                "part(item, '(((x{100}){100}){100})') | 12: pattern too large"
            })
    void readsAPatternBeforeTheFirstRecord(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> compile(text)).withMessage(message);
    }

    @Test
    void knowsWhatItLooksAt() {
        Expression expression = compile("row['a'] + row.b + string(size(values['fees'])) + field.name");
        assertThat(expression.columns()).containsExactlyInAnyOrder("a", "b", "fees");
        assertThat(expression.made()).containsExactly("name");
        assertThat(expression.result()).isEqualTo(Expression.Result.VALUE);
        assertThat(compile("values['fees']").result()).isEqualTo(Expression.Result.VALUES);
        assertThat(compile("number > 1").result()).isEqualTo(Expression.Result.TRUTH);
        assertThat(compile("1.5").result()).isEqualTo(Expression.Result.OTHER);
    }

    @Test
    void hasNoItemOutsideOfLists() {
        assertThatIllegalArgumentException().isThrownBy(() -> Expressions.compile("item", MADE, false));
    }

    @Test
    void endsALoopOverTooMuch() {
        Expression twice = compile("values['fees'].map(a, size(values['fees'].filter(b, b == a)))");
        assertThat(twice.evaluate(VALUES).failure()).isNull();
        Expression.Outcome outcome = twice.evaluate(new Values(Collections.nCopies(100, "1元")));
        assertThat(outcome.failure()).isEqualTo("ITERATION_BUDGET_EXCEEDED");
        Expression single = compile("values['fees'].map(a, a)");
        assertThat(single.evaluate(new Values(Collections.nCopies(1001, "1元"))).failure())
                .isEqualTo("text too long");
    }

    @Test
    void doesNotLetATextDoubleWithoutEnd() {
        StringBuilder chain = new StringBuilder("[row['a']]");
        for (int i = 0; i < 13; i++) {
            chain.append(".map(x, x + x)");
        }
        Expression expression = compile(chain + "[0]");
        assertThat(expression.evaluate(VALUES).failure()).isEqualTo("text too long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {".map(l, l + l)", ".map(l, [l, l])", ".map(l, [l] + [l])"})
    void doesNotLetAListDoubleWithoutEnd(String doubling) {
        for (String start : List.of("[['a']]", "[['a', row['a']]]")) {
            Expression expression = compile(start + doubling.repeat(26) + ".exists(l, l == l) ? 1 : 2");
            assertThat(expression.evaluate(VALUES).failure()).isEqualTo("too many parts");
        }
    }

    @Test
    void joinsListsAndGathersAsManyPartsAsThereMayBe() {
        assertThat(compile("values['fees'] + ['3元']").evaluate(VALUES).value()).isEqualTo(List.of("1.5万元", "2元", "3元"));
        Expression each = compile("values['fees'].map(f, f + '整')");
        assertThat(each.evaluate(new Values(Collections.nCopies(900, "1元"))).value())
                .isEqualTo(Collections.nCopies(900, "1元整"));
        Expression both = compile("values['fees'] + values['fees']");
        assertThat(both.evaluate(new Values(Collections.nCopies(501, "1元"))).failure())
                .isEqualTo("too many parts");
    }

    @Test
    void doesNotTakeExponentialTimeOverAPattern() {
        Expression expression = compile("row['as'].matches('^(a+)+$') ? 'y' : part(row['as'], '^(a+)+$')");
        assertThat(expression.evaluate(VALUES).value()).isEqualTo("");
    }

    private record Values(List<String> fees) implements Expression.Values {

        @Override
        public @Nullable String text(String column) {
            return switch (column) {
                case "a" -> "12";
                case "as" -> "a".repeat(5000) + "!";
                case "bracket" -> "(";
                case "unfolds" -> "((x{1000}){1000}){1000}";
                case "long" -> "x".repeat(6000);
                default -> null;
            };
        }

        @Override
        public List<String> texts(String column) {
            return fees;
        }

        @Override
        public @Nullable Object made(String field) {
            return switch (field) {
                case "premium" -> 100L;
                case "masterPolicy" -> true;
                default -> null;
            };
        }

        @Override
        public String item() {
            return "隐患排查（3次）";
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public String sender() {
            return "insurer-test";
        }
    }
}
