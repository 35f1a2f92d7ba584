package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masking vectors of DOMAIN.md B4 and G8. */
class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "张三, 张*",
        "欧阳春, 欧**",
        "𠮷野家, 𠮷**",
        "王, *",
        "阿卜杜拉·买买提明, 阿****",
        "John Smith, J***",
    })
    void keepsTheFirstCharacterOfAName(String name, String masked) {
        assertThat(Masking.name(name)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "13800000000, 138****0000",
        "+86 138-0000-0000, 138****0000",
        "0352-0000000, ****0000",
        "110, ****",
        "电话不详, ****",
    })
    void hidesTheMiddleOfATelephoneNumber(String number, String masked) {
        assertThat(Masking.telephone(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"zhang@example.cn, z***@example.cn", "@example.cn, ***", "zhang, ***", "a@b@example.cn, a***@example.cn"
    })
    void keepsTheDomainOfAnAddress(String address, String masked) {
        assertThat(Masking.email(address)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "110101190001010006, 110101********0006",
        "11010519491231002X, 110105********002X",
        "110105491231002, 110105*****1002",
        "1101011900010100, ********",
    })
    void keepsSixAndFourOfAnIdentityNumber(String number, String masked) {
        assertThat(Masking.identityNumber(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0元",
        "1, 1万元以下",
        "999999, 1万元以下",
        "1000000, 1万-5万元",
        "6111583, 5万-10万元",
        "10000000, 10万-50万元",
        "49999999, 10万-50万元",
        "50000000, 50万-100万元",
        "100000000, 100万-500万元",
        "500000000, 500万-1000万元",
        "1000000000, 1000万-5000万元",
        "5000000000, 5000万元以上",
        "9007199254740991, 5000万元以上",
        "-1, 0元以下",
    })
    void putsAnAmountIntoItsBand(long fen, String band) {
        assertThat(Masking.moneyBand(fen)).isEqualTo(band);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0%-5%",
        "49999, 0%-5%",
        "50000, 5%-10%",
        "180000, 15%-20%",
        "999999, 95%-100%",
        "1000000, 100%以上",
        "-1, 0%以下"
    })
    void putsAPercentageIntoItsBand(long percent, String band) {
        assertThat(Masking.percentBand(percent)).isEqualTo(band);
    }

    @ParameterizedTest
    @CsvSource({
        "死亡, 死亡", "伤残1, 伤残1-4级", "伤残4, 伤残1-4级", "伤残5, 伤残5-6级", "伤残7, 伤残7-10级", "伤残10, 伤残7-10级",
        "3, 伤残1-4级", "重伤, 重伤", "轻伤, 轻伤", "右腿粉碎性骨折,", "伤残11,", "伤残0,",
    })
    void givesOnlyTheBandOfAnInjury(String outcome, @Nullable String band) {
        assertThat(Masking.injuryBand(outcome)).isEqualTo(band);
    }

    @ParameterizedTest
    @CsvSource({
        "身份证110101190001010006已登记, 身份证110101********0006已登记",
        "1101011900 01010006, 110101********0006",
        "110101 19000101 0006, 110101********0006",
        "１１０１０１１９０００１０１０００６, 110101********0006",
        "11010519491231002x。, 110105********002X。",
        "ID110101190001010006, ID110101********0006",
        "电话13800000000或139 0000 0000, 电话138****0000或139****0000",
        "+8613800000000, 138****0000",
        "tel:138-0000-0000, tel:138****0000",
        "１３８００００００００, 138****0000",
        "罐车晋A12345侧翻, 罐车晋A*****侧翻",
        "晋B·D12345挂, 晋B*****挂",
        "晋AD12345停在门口, 晋A*****停在门口",
        "0086-13800000000, ****0000",
        "010 13800000000 转 8, 010 138****0000 转 8",
        "13800000000 13900000000, ****0000",
        "账号6222 0202 0001 1112 222, 账号****2222",
        "账号6222020200011112222, 账号****2222",
        "AJIA202414021200001, AJIA202414021200001",
        "3号配电箱，2024年1月31日发现4处, 3号配电箱，2024年1月31日发现4处",
        "没有数字的文字, 没有数字的文字",
        "写信到 zhang@example.cn, 写信到 z***@example.cn",
    })
    void findsNumbersOfPeopleInWrittenText(String text, String masked) {
        assertThat(FreeText.mask(text, true)).isEqualTo(masked);
    }

    @Test
    void keepsNothingOfAnIdentityNumberWhereThatIsNotAllowed() {
        assertThat(FreeText.mask("身份证110101190001010006", false)).isEqualTo("身份证" + "*".repeat(18));
    }

    @Test
    void makesTheAgreedPseudonym() {
        Disguise disguise = new Disguise(
                purpose -> ("demo-key-" + purpose + "-2026").getBytes(StandardCharsets.UTF_8),
                Purpose.SUP,
                Agreement.Persons.PSEUDONYMISED,
                false);
        assertThat(disguise.pseudonym("110101190001010006"))
                .isEqualTo("736da1b2e322fee4499c6ea79fb1e0e5eeb21c8ab500b9ac272815205657818d");
        assertThat(FieldMask.IDENTITY_NUMBER.mask("110101190001010006", disguise))
                .isEqualTo(disguise.pseudonym("110101190001010006"));
    }

    @Test
    void knowsEveryPersonalFieldOfTheModel() {
        List<String> forgotten = fields().filter(field -> field.sensitivity() >= 4 && field.type() != FieldType.OBJECTS)
                .filter(field -> !FieldMask.PERSONAL.containsKey(field.name()))
                .map(FieldDefinition::name)
                .toList();
        // Left out whole. Of the insured on a roster the kind of document, post, employment, days and limit would tell
        // who
        // it is among few colleagues; of a position nothing is both useful and harmless.
        assertThat(forgotten).containsExactly("idType", "post", "employment", "from", "to", "limit", "gps");
    }

    @Test
    void knowsEveryPersonalPartOfAList() {
        List<String> forgotten = fields().flatMap(field -> field.entries().stream())
                .filter(part -> part.sensitivity() >= 4 && part.type() != FieldType.MONEY)
                .filter(part -> !FieldMask.PERSONAL.containsKey(part.name()))
                .map(FieldDefinition::name)
                .toList();
        assertThat(forgotten).containsExactly("role", "payee").allMatch(FieldMask.HARMLESS::contains);
    }

    private static Stream<FieldDefinition> fields() {
        return Stream.of(RecordType.values()).flatMap(type -> SealedSamples.DEFINITIONS.of(type).fields().stream());
    }

    @ParameterizedTest
    @CsvSource({
        "complaint, complainant, 张三, 张*",
        "complaint, approver, 李四, 李*",
        "blacklist, person, 欧阳春, 欧**",
        "endorsement, approvedBy, 王五, 王*",
        "annualStat, approvedBy, 王五, 王*",
        "annualStat, contactPhone, 13800000000, 138****0000",
        "roster, name, 张三, 张*",
        "roster, post, 爆破员, ",
        "roster, from, 2026-01-01, ",
        "agency, name, 太原虚拟安全技术有限公司, 太原虚拟安全技术有限公司",
        "feeLedger, bookDate, 2026-03-17, 2026-03",
        "feeLedger, type, SPEND, SPEND",
        "feeLedger, voucherNo, PZ202600001234, ****1234",
        "feeLedger, payee, 太原虚拟安全技术有限公司, ",
    })
    void masksEachFieldByItsClassAndName(String type, String field, String value, @Nullable String masked) {
        FieldDefinition definition = SealedSamples.DEFINITIONS
                .of(RecordType.byCode(type).orElseThrow())
                .field(field)
                .orElseThrow();
        assertThat(FieldMask.of(definition).mask(value, masked())).isEqualTo(masked);
    }

    @Test
    void pseudonymisesThePeopleOfARoster() {
        Disguise disguise =
                new Disguise(purpose -> new byte[] {1}, Purpose.SUP, Agreement.Persons.PSEUDONYMISED, false);
        FieldDefinition name =
                SealedSamples.DEFINITIONS.of(RecordType.ROSTER).field("name").orElseThrow();
        assertThat(FieldMask.of(name).mask("张三", disguise)).isEqualTo(disguise.pseudonym("张三"));
    }

    @Test
    void judgesThePartsOfAListByTheirOwnClass() {
        // The file name is no person's, the expert's is; a part that no definition names is left out.
        assertThat(shown(RecordType.HAZARD, "photos", Map.of("name", "配电箱.jpg", "hash", "1234567890123456789")))
                .isEqualTo(Map.of("name", "配电箱.jpg", "hash", "1234567890123456789"));
        assertThat(shown(RecordType.AGENCY, "experts", Map.of("name", "张三", "major", "电气", "validTo", "2027-12-31")))
                .isEqualTo(Map.of("name", "张*", "major", "电气", "validTo", "2027-12-31"));
        assertThat(shown(RecordType.AGENCY, "experts", Map.of("phone", "13800000000")))
                .isEqualTo(Map.of());
        assertThat(shown(RecordType.ANNUAL_STAT, "figures", Map.of("code", "F3-1", "value", 17L, "amount", 6_111_583L)))
                .isEqualTo(Map.of("code", "F3-1", "value", 17L, "amount", "5万-10万元"));
        assertThat(shown(RecordType.POLICY, "factors", Map.of("code", "11", "value", 180_000L)))
                .isEqualTo(Map.of("code", "11", "value", "15%-20%"));
        assertThat(shown(RecordType.PLAN, "items", Map.of("item", "2", "freq", 2L, "method", "电话13800000000预约")))
                .isEqualTo(Map.of("item", "2", "freq", 2L, "method", "电话138****0000预约"));
    }

    private static @Nullable Object shown(RecordType type, String list, Map<String, Object> object) {
        FieldDefinition definition =
                SealedSamples.DEFINITIONS.of(type).field(list).orElseThrow();
        List<?> masked = (List<?>) FieldMask.of(definition).mask(List.of(object), masked());
        return masked == null ? null : masked.get(0);
    }

    private static Disguise masked() {
        return new Disguise(purpose -> new byte[] {1}, Purpose.SUP, Agreement.Persons.MASKED, false);
    }

    @Test
    void leavesOutWhatNoRuleKnows() {
        Disguise disguise = masked();
        for (FieldType type : FieldType.values()) {
            FieldDefinition unknown = new FieldDefinition(
                    "bloodGroup", "血型", type, Presence.OPTIONAL, 5, "people", null, 0, null, false, List.of());
            Object value = type == FieldType.OBJECTS ? List.of(Map.of("bloodGroup", "A")) : sample(type);
            Object masked = FieldMask.of(unknown).mask(value, disguise);
            assertThat(masked == null || masked.equals(List.of(Map.of())))
                    .as(type.name())
                    .isTrue();
        }
    }

    private static Object sample(FieldType type) {
        return switch (type) {
            case INTEGER, MONEY, PERCENT -> 17L;
            case BOOLEAN -> true;
            case TEXTS -> List.of("A");
            default -> "2024-01-31T00:00:00+08:00";
        };
    }
}
