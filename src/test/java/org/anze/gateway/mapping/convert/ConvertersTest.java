package org.anze.gateway.mapping.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.record.codes.Code;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertersTest {

    private static CodeTables codes;

    private final Notes cell = new Notes();

    @BeforeAll
    static void load() throws IOException {
        codes = CodeTables.load(Path.of("codes"));
    }

    private static Converter converter(String name, String unit) {
        return Converters.create(name, unit, List.of(), codes);
    }

    private @Nullable Object convert(String name, @Nullable String unit, String text) {
        return converter(name, unit == null ? "" : unit).convert(text, cell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "yuan; 61,115.83; 6111583",
                "yuan; 61115.83; 6111583",
                "yuan; 11000.85元; 1100085",
                "yuan; ￥11,000.85; 1100085",
                "yuan; ¥11000.850; 1100085",
                "yuan; 1.1万元; 1100000",
                "yuan; 1.1万; 1100000",
                "yuan; 0; 0",
                "yuan; 人民币 5 元整; 500",
                "yuan; １２３．４５; 12345",
                "yuan; 1,250,000; 125000000",
                "wan-yuan; 40; 40000000",
                "wan-yuan; 36.50; 36500000",
                "wan-yuan; 36.123456; 36123456",
                "wan-yuan; 40元; 4000",
                "fen; 6111583; 6111583",
                "marked; 1.05万元; 1050000",
                "marked; 0.5亿元; 5000000000",
                "marked; 88分; 88",
                "yuan; 1 000 000.00; 100000000",
                "yuan; ６１，１１５．８３; 6111583",
                "yuan; 61，115.83元; 6111583",
                "yuan; 0.1; 10",
                "yuan; 999,999,999,999.99; 99999999999999",
                "qian-yuan; 1.5; 150000",
                "yi-yuan; 0.00000001; 100",
                "marked; 5千元; 500000",
                "marked; 陆万壹仟壹佰壹拾伍元捌角叁分; 6111583",
                "marked; 人民币肆拾万元整; 40000000",
                "marked; 壹亿零伍拾元零叁分; 10000005003",
                "marked; 拾元正; 1000",
                "marked; 一百二十元; 12000"
            })
    void readsAmountsExactly(String unit, String text, long fen) {
        assertThat(convert("money", unit, text)).isEqualTo(fen);
        assertThat(cell.problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "yuan; 12,34; NOT_AN_AMOUNT",
                "yuan; 1,2345; NOT_AN_AMOUNT",
                "yuan; 1.2.3; NOT_AN_AMOUNT",
                "yuan; 1e5; NOT_AN_AMOUNT",
                "yuan; 约5万; NOT_AN_AMOUNT",
                "yuan; 5美元; NOT_AN_AMOUNT",
                "yuan; .5; NOT_AN_AMOUNT",
                "yuan; 5.; NOT_AN_AMOUNT",
                "yuan; ,500; NOT_AN_AMOUNT",
                "yuan; 99999999999999999; NOT_AN_AMOUNT",
                "yuan; 61115.835; AMOUNT_TOO_PRECISE",
                "wan-yuan; 36.1234567; AMOUNT_TOO_PRECISE",
                "fen; 1.5; AMOUNT_TOO_PRECISE",
                "yuan; -5; AMOUNT_NEGATIVE",
                "yuan; 5²; NOT_AN_AMOUNT",
                "yuan; ①; NOT_AN_AMOUNT",
                "yuan; 1½; NOT_AN_AMOUNT",
                "marked; 5200; AMOUNT_WITHOUT_UNIT",
                "yuan; 1,234,56.00; NOT_AN_AMOUNT",
                "yuan; 1234,567; NOT_AN_AMOUNT",
                "yuan; (500); NOT_AN_AMOUNT",
                "yuan; 1万2千元; NOT_AN_AMOUNT",
                "marked; 壹佰贰佰元; NOT_AN_AMOUNT",
                "marked; 壹贰元; NOT_AN_AMOUNT",
                "marked; 伍角; NOT_AN_AMOUNT",
                "marked; 元; NOT_AN_AMOUNT",
                "stated; 5200; AMOUNT_WITHOUT_UNIT"
            })
    void refusesAmountsThatWouldHaveToBeGuessed(String unit, String text, ConversionProblem problem) {
        assertThat(convert("money", unit, text)).isNull();
        assertThat(cell.problems).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "percent; 18%; 180000;",
                "percent; 18; 180000;",
                "percent; 17.9%; 179000;",
                "percent; 0; 0;",
                "percent; 0.18; 1800; PERCENTAGE_SUSPICIOUSLY_SMALL",
                "percent; 0.18%; 1800;",
                "fraction; 0.18; 180000;",
                "fraction; 18%; 180000;",
                "fraction; 1; 1000000;",
                "marked; 18％; 180000;",
                "marked; 18; ; NOT_A_PERCENTAGE",
                "percent; 十八; ; NOT_A_PERCENTAGE",
                "percent; 17.90001%; ; NOT_A_PERCENTAGE",
                "percent; -1%; ; NOT_A_PERCENTAGE",
                "percent; 5‰; 5000;",
                "marked; 2.5 ‰; 2500;",
                "fraction; 18; 18000000; PERCENTAGE_SUSPICIOUSLY_LARGE",
                "percent; 1; 10000;"
            })
    void readsPercentagesByTheContractOfTheColumn(
            String unit, String text, @Nullable Long expected, @Nullable ConversionProblem problem) {
        assertThat(convert("percent", unit, text)).isEqualTo(expected);
        assertThat(cell.problems).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "20240131; 2024-01-31T00:00:00+08:00",
                "2024-01-31; 2024-01-31T00:00:00+08:00",
                "2024/1/31; 2024-01-31T00:00:00+08:00",
                "2024/01/31; 2024-01-31T00:00:00+08:00",
                "2024年1月31日; 2024-01-31T00:00:00+08:00",
                "2024.1.31; 2024-01-31T00:00:00+08:00",
                "45322; 2024-01-31T00:00:00+08:00",
                "45322.5; 2024-01-31T12:00:00+08:00",
                "1706686200000; 2024-01-31T15:30:00+08:00",
                "20240315083000; 2024-03-15T08:30:00+08:00",
                "202403150830; 2024-03-15T08:30:00+08:00",
                "2024-03-15 08:30:00; 2024-03-15T08:30:00+08:00",
                "2024/3/15 8:30; 2024-03-15T08:30:00+08:00",
                "2024-03-15T00:30:00Z; 2024-03-15T08:30:00+08:00",
                "2024-03-15T08:30:00.123+08:00; 2024-03-15T08:30:00+08:00",
                "2024年1月31日24时; 2024-02-01T00:00:00+08:00",
                "2024-01-31 24:00:00; 2024-02-01T00:00:00+08:00",
                "２０２４－０１－３１; 2024-01-31T00:00:00+08:00",
                "2024年3月15日8时30分; 2024-03-15T08:30:00+08:00",
                "20240229; 2024-02-29T00:00:00+08:00"
            })
    void readsPointsInTime(String text, String expected) {
        assertThat(convert("instant", null, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "万元; 40; 40000000",
                "单位：万元; 40; 40000000",
                "（金额单位：人民币元）; 61,115.83; 6111583",
                "千元; 1.5; 150000",
                "百万元; 1; 100000000",
                "万元; 40元; 4000"
            })
    void takesTheUnitThatStandsAboveTheHeadings(String stated, String text, long fen) {
        cell.statedUnit = stated;
        assertThat(convert("money", "stated", text)).isEqualTo(fen);
    }

    @Test
    void refusesAStatedUnitThatIsNoneOfMoney() {
        cell.statedUnit = "单位：美元";
        assertThat(convert("money", "stated", "40")).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.AMOUNT_WITHOUT_UNIT);
    }

    @Test
    void takesNegativeNumbersOnlyWhereAFieldMayBeNegative() {
        Converter change = Converters.create("money", "yuan", List.of(), codes, true);
        assertThat(change.convert("-30,000.00", cell)).isEqualTo(-3_000_000L);
        assertThat(Converters.create("integer", "人", List.of(), codes, true).convert("-5人", cell))
                .isEqualTo(-5L);
        assertThat(cell.problems).isEmpty();
        assertThat(convert("integer", "人", "-5人")).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.NOT_AN_INTEGER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "epoch-seconds; 1706686200; 2024-01-31T15:30:00+08:00",
                "epoch-milliseconds; 1706686200000; 2024-01-31T15:30:00+08:00",
                "epoch-milliseconds; 0; 1970-01-01T08:00:00+08:00",
                "excel-1904; 43860; 2024-01-31T00:00:00+08:00",
                "excel-1904; 43860.5; 2024-01-31T12:00:00+08:00",
                "zone:UTC; 2024-01-31 01:30; 2024-01-31T09:30:00+08:00",
                "zone:Asia/Tokyo; 20240131103000; 2024-01-31T09:30:00+08:00",
                "zone:+00:00; 2024-01-31T09:30:00+08:00; 2024-01-31T09:30:00+08:00",
                "zone:UTC; 2024-01-31; 2024-01-31T00:00:00+08:00",
                "zone:UTC; 1706686200000; 2024-01-31T15:30:00+08:00",
                "pattern:yyyy-MM-dd'T'HH:mm:ssXXX; 2024-01-31T09:30:00+00:00; 2024-01-31T17:30:00+08:00",
                "pattern:yyyy-MM-dd'T'HH:mm:ssXXX; 2024-01-31T09:30:00+08:00; 2024-01-31T09:30:00+08:00",
                "pattern:yyyy-MM-ddXXX; 2024-01-31+08:00; 2024-01-31T00:00:00+08:00",
                "pattern:yyyy-MM-dd hh:mm a; 2024-01-31 09:30 下午; 2024-01-31T21:30:00+08:00",
                "pattern:dd.MM.yyyy HH:mm; 31.01.2024 09:30; 2024-01-31T09:30:00+08:00",
                "pattern:dd/MM/yyyy; 31/01/2024; 2024-01-31T00:00:00+08:00",
                "''; 2024年1月31日零时起; 2024-01-31T00:00:00+08:00",
                "''; 2025年1月30日24时止; 2025-01-31T00:00:00+08:00"
            })
    void readsTimesAsTheColumnIsAgreed(String unit, String text, String expected) {
        assertThat(convert("instant", unit, text)).isEqualTo(expected);
        assertThat(convert("instant", unit, text)).as("once more").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "epoch-seconds; 2024-01-31",
                "epoch-seconds; -5",
                "epoch-milliseconds; 999999999999999",
                "excel-1904; 2024-01-31",
                "pattern:dd/MM/yyyy; 30/02/2024",
                "pattern:dd/MM/yyyy; 2024-01-31",
                "pattern:yyyy-MM-ddXXX; 2024-01-31+00:00",
                "''; 2024-01-3①",
                "''; 1706686200",
                "''; 2024013108"
            })
    void refusesTimesThatAreNotAsAgreed(String unit, String text) {
        assertThat(convert("instant", unit, text)).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.NOT_A_DATE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "names | `` | 张三、李四，王五 ; 赵六 | 张三,李四,王五,赵六",
                "names | / | 张三/李四、小 | 张三,李四、小",
                "list | `` | a、、b、 | a,b",
                "list | | 一;二 | 一,二"
            })
    void takesAListOutOfOneText(String name, @Nullable String unit, String text, String parts) {
        assertThat(convert(name, unit, text)).isEqualTo(List.of(parts.split(",")));
        assertThat(cell.problems).isEmpty();
    }

    @Test
    void keepsThePlaceOfAPartThatIsAWordForNothing() {
        assertThat(convert("list", null, "a、无、b")).isEqualTo(Arrays.asList("a", null, "b"));
        assertThat(convert("list", null, "无、—")).isNull();
        assertThat(cell.problems).isEmpty();
    }

    @Test
    void takesOnePartOfEachLine() {
        assertThat(convert("lines", null, "查看、通风\r\n\n查看；电气")).isEqualTo(List.of("查看、通风", "查看；电气"));
        assertThat(convert("names", null, "张三、李?")).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.QUESTION_MARK_IN_NAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "山西省/大同市/新荣区; 140212",
                "山西/大同/新荣; 140212",
                "山西省/大同市/; 140200",
                "山西省//; 140000",
                "北京市/市辖区/东城区; 110101",
                "北京市/北京市/东城区; 110101",
                "山西省/大同市/阳高县; 140221"
            })
    void findsARegionByItsThreeNames(String names, String code) {
        assertThat(convert("region-names", null, names)).isEqualTo(code);
        assertThat(cell.problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"山西省/大同市/没有的区", "河北省/大同市/新荣区", "//", "朝阳"})
    void refusesNamesThatAreNoRegion(String names) {
        assertThat(convert("region-names", null, names)).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.UNKNOWN_REGION);
    }

    @Test
    void findsAnInsurerByCodeNameOrAlias() {
        Object picc = convert("insurer", null, "PICC");
        assertThat(picc).isNotNull();
        assertThat(convert("insurer", null, "人保")).isEqualTo(picc);
        assertThat(convert("insurer", null, "虚构保险")).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.UNKNOWN_CODE);
    }

    @Test
    void lengthensOldIdentityNumbers() {
        assertThat(convert("identity-number", null, "110105491231002")).isEqualTo("11010519491231002X");
        assertThat(cell.problems).containsExactly(ConversionProblem.IDENTITY_NUMBER_LENGTHENED);
        assertThat(convert("identity-number", null, "１１０１０１１９０００１０１０００６")).isEqualTo("110101190001010006");
        assertThat(convert("identity-number", null, "11010519491231002x")).isEqualTo("11010519491231002X");
    }

    @ParameterizedTest
    @CsvSource({
        "20230229",
        "2024-13-01",
        "2024-02-30",
        "31.01.2024",
        "2024-1/31",
        "24/01/31",
        "20240131 25:00",
        "2024年1-31",
        "1706686200",
        "明天",
        "18990101",
        "99999999999999",
        "2024-03-15 08:61",
        "2024-01-31 24:00:01"
    })
    void refusesDaysThatDoNotExist(String text) {
        assertThat(convert("instant", null, text)).isNull();
        assertThat(cell.problems).containsExactly(ConversionProblem.NOT_A_DATE);
    }

    @ParameterizedTest
    @CsvSource({
        "20250130, 2025-01-31T00:00:00+08:00", "2025-01-30 23:59:59, 2025-01-31T00:00:00+08:00",
        "2025-01-30 24:00:00, 2025-01-31T00:00:00+08:00", "2025-01-31 00:00:00, 2025-01-31T00:00:00+08:00",
        "20241231, 2025-01-01T00:00:00+08:00", "45687, 2025-01-31T00:00:00+08:00",
        "2025-01-30 23:59, 2025-01-31T00:00:00+08:00", "2025-01-30 23:58, 2025-01-30T23:58:00+08:00"
    })
    void makesTheLastDayAnExclusiveEnd(String text, String expected) {
        assertThat(convert("last-day", null, text)).isEqualTo(expected);
    }

    @Test
    void warnsOfALastDayThatEndsAtItsBeginning() {
        for (int i = 0; i < 2; i++) {
            for (String text : List.of("2024-12-31 00:00:00", "20241231000000", "2024-12-30T16:00:00Z")) {
                assertThat(convert("last-day", null, text)).isEqualTo("2024-12-31T00:00:00+08:00");
                assertThat(cell.problems).containsExactly(ConversionProblem.LAST_DAY_AT_MIDNIGHT);
                cell.problems.clear();
            }
        }
        Converter column = converter("last-day", "");
        column.convert("2024-12-31 00:00", cell);
        column.convert("2024-12-31 00:00", cell);
        assertThat(cell.problems).as("each row").hasSize(2);
        cell.problems.clear();
        for (String text : List.of("2024-12-30 24:00", "2024年12月31日零时止", "2024-12-30")) {
            assertThat(convert("last-day", null, text)).isEqualTo("2024-12-31T00:00:00+08:00");
        }
        assertThat(convert("instant", null, "2024-12-31 00:00:00")).isEqualTo("2024-12-31T00:00:00+08:00");
        assertThat(cell.problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "420; 420",
                "1,250; 1250",
                "420.0; 420",
                "420人; 420",
                "０; 0",
                "-1; ",
                "4.5; ",
                "若干; ",
                "5²人; ",
                "①; ",
                "⒈5; "
            })
    void readsWholeNumbers(String text, @Nullable Long expected) {
        assertThat(convert("integer", "人", text)).isEqualTo(expected);
        assertThat(cell.problems).hasSize(expected == null ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"Y, true", "n, false", "是, true", "否, false", "true, true", "1, true", "无, false", "Ｙ, true"})
    void readsYesAndNo(String text, boolean expected) {
        assertThat(convert("boolean", null, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "140212; 140212;", "140212000000; 140212;", "山西省大同市新荣区; 140212;", "山西省 大同市 新荣区; 140212;",
                "140271; 140200; STATISTICAL_ZONE", "149999; ; UNKNOWN_REGION", "城区; ; UNKNOWN_REGION",
                        "330103; 330103;"
            })
    void findsRegions(String text, @Nullable String region, @Nullable ConversionProblem problem) {
        assertThat(convert("region", null, text)).isEqualTo(region);
        assertThat(cell.problems).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void takesTheRegionOutOfATextWhereThePatternMatches() {
        assertThat(convert("region", "/^DINGB(\\d{6})/", "DINGB22010200007")).isEqualTo("220102");
        assertThat(convert("region", "/^DINGB(\\d{6})/", "AJIA202414021200001")).isNull();
        assertThat(convert("region", "9-14", "AJIA202414021200001")).isEqualTo("140212");
        assertThat(cell.problems).isEmpty();
    }

    @Test
    @Timeout(10)
    void doesNotTakeExponentialTimeOverAPattern() {
        assertThat(convert("part", "/^((?:a+)+)$/", "a".repeat(199) + "!")).isNull();
        assertThat(convert("part", "/^((?:a+)+)$/", "a".repeat(200))).isEqualTo("a".repeat(200));
        assertThat(convert("part", "/^((?:a+)+)$/", "a".repeat(201))).isNull();
    }

    @Test
    void saysThatThePlaceOfRegistrationStandsInForThePlaceOfRisk() {
        assertThat(convert("credit-code-region", null, "91140311MAXX000A90")).isEqualTo("140311");
        assertThat(convert("credit-code-region", null, "91999999MAXX000A90")).isNull();
        assertThat(cell.problems)
                .containsExactly(
                        ConversionProblem.REGION_FROM_REGISTRATION, ConversionProblem.REGISTRATION_REGION_UNKNOWN);
    }

    @Test
    void trimsTextAndKeepsItsBrackets() {
        assertThat(convert("name", null, " \u3000䶮㛃精密铸造（山西）有限公司\u00A0 ")).isEqualTo("䶮㛃精密铸造（山西）有限公司");
        assertThat(convert("identifier", null, " ＡＪＩＡ 2024 ")).isEqualTo("AJIA2024");
        assertThat(convert("credit-code", null, "91140212maxx00015k")).isEqualTo("91140212MAXX00015K");
    }

    @Test
    void replacesPrivateUseCharactersByTheirPublicForms() {
        assertThat(convert("name", null, "\uE81E厂")).isEqualTo("\u9FB4厂");
        assertThat(cell.problems).containsExactly(ConversionProblem.PRIVATE_USE_CHARACTER);
        assertThat(convert("name", null, "\uE000厂")).isEqualTo("\uE000厂");
        assertThat(cell.problems).endsWith(ConversionProblem.PRIVATE_USE_UNKNOWN);
    }

    @Test
    void refusesTextThatAConversionHasDamaged() {
        assertThat(convert("name", null, "山西\uFFFD煤业")).isNull();
        assertThat(convert("name", null, "山西?煤业")).isNull();
        assertThat(convert("text", null, "山西\u0000煤业")).isNull();
        assertThat(convert("text", null, "山西\uD83D煤业")).isNull();
        assertThat(convert("text", null, "是否合格?")).isEqualTo("是否合格?");
        assertThat(cell.problems)
                .containsExactly(
                        ConversionProblem.REPLACEMENT_CHARACTER,
                        ConversionProblem.QUESTION_MARK_IN_NAME,
                        ConversionProblem.CONTROL_CHARACTER,
                        ConversionProblem.CONTROL_CHARACTER);
    }

    @Test
    void splitsNumberedLists() {
        List<String> expected = List.of("线路老化", "通道1.5米堵塞", "标识缺失");
        assertThat(convert("numbered-list", null, "1. 线路老化\r\n2、通道1.5米堵塞\n3．标识缺失"))
                .isEqualTo(expected);
        assertThat(convert("numbered-list", null, "线路老化；通道1.5米堵塞;标识缺失")).isEqualTo(expected);
        assertThat(convert("numbered-list", null, "1.线路老化 2.通道1.5米堵塞 3.标识缺失")).isEqualTo(expected);
        assertThat(convert("numbered-list", null, "1.线路老化\n2.通道1.5米堵塞 3.标识缺失")).isEqualTo(expected);
    }

    @Test
    void keepsQuantitiesThatStandWhereNumbersOfItemsDo() {
        assertThat(convert("numbered-list", null, "灭火器 12、应急灯 8")).isEqualTo(List.of("灭火器 12、应急灯 8"));
        assertThat(convert("numbered-list", null, "灭火器 1、应急灯 8")).isEqualTo(List.of("灭火器 1、应急灯 8"));
        assertThat(convert("numbered-list", null, "1.灭火器 12、应急灯 8 2.沙箱")).isEqualTo(List.of("灭火器 12、应急灯 8", "沙箱"));
    }

    @Test
    void readsTheAccidentTypeInTheEditionOfTheEventDay() {
        Converter accident = Converters.create("code", "", List.of(codes.table("ACC")), codes);
        assertThat(((Code) accident.convert("其他爆炸", cell)).code()).isEqualTo("其他爆炸");
        assertThat(cell.problems).containsExactly(ConversionProblem.LEGACY_CODE);
        cell.day = LocalDate.of(2026, 7, 1);
        assertThat(accident.convert("其他爆炸", cell)).isNull();
        assertThat(cell.problems).endsWith(ConversionProblem.CODE_NEEDS_CHOICE);
        assertThat(((Code) accident.convert("瓦斯爆炸", cell)).code()).isEqualTo("可燃气体爆炸");
        assertThat(accident.convert("打雷", cell)).isNull();
        assertThat(cell.problems).endsWith(ConversionProblem.UNKNOWN_CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "money, dollar",
        "money, ''",
        "percent, ''",
        "text, yuan",
        "region, 6-",
        "instant, pattern:dd.MM.yyyy hh:mm",
        "instant, pattern:dd.MM.yyyy KK:mm",
        "instant, pattern:dd.MM.yyyy mm:ss",
        "instant, pattern:dd.MM.yy",
        "date, pattern:yyMMdd",
        "region, /(/",
        "region, /\\d+/",
        "sender, x",
        "nothing, ''"
    })
    void saysWhichOptionsAreAllowed(String name, String unit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> converter(name, unit))
                .withMessageMatching("(?s)(unit|convert): .+");
    }

    /** Keeps what converters report. */
    private static final class Notes implements Cell {
        private final List<ProblemKind> problems = new ArrayList<>();
        private LocalDate day = LocalDate.of(2024, 5, 2);
        private @Nullable String statedUnit;

        @Override
        public LocalDate eventDay() {
            return day;
        }

        @Override
        public boolean isEventDayKnown() {
            return true;
        }

        @Override
        public Instant receivedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Party party() {
            return new Party(
                    "insurer-jia", PartyType.INS, new Party.Name("甲", "Jia"), "x", List.of(), null, null, List.of());
        }

        @Override
        public void report(ProblemKind kind, @Nullable String rule, Object... arguments) {
            problems.add(kind);
            assertThat(kind.zh(arguments)).doesNotContain("{");
            assertThat(kind.en(arguments)).doesNotContain("{");
        }

        @Override
        public @Nullable String statedUnit() {
            return statedUnit;
        }

        @Override
        public String shown(String text) {
            return text;
        }
    }
}
