package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.LocalDate;
import org.anze.gateway.record.codes.IndustrySuccessor.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndustriesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    private final Industries industries = SampleCodes.TABLES.industries();

    @ParameterizedTest
    @CsvSource({
        "2681, 肥皂及洗涤剂制造", "2664, 文化用信息化学品制造", "2671, 炸药及火工产品制造", "2672, 焰火、鞭炮产品制造",
        "0610, 烟煤和无烟煤开采洗选", "B0610, 烟煤和无烟煤开采洗选", "C, 制造业", "26, 化学原料和化学制品制造业",
        "266, 专用化学产品制造", "9700, 国际组织"
    })
    void isTheEditionOf2017(String code, String name) {
        assertThat(industries.nameOf(code)).contains(name);
    }

    @Test
    void hasTheNumberOfClassesThatTheStandardNames() {
        assertThat(SampleCodes.TABLES.table("INDUSTRY").codes())
                .hasSize(1381)
                .allMatch(industries::isClass)
                .allMatch(code -> industries.nameOf(code.substring(0, 2)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "2681, true",
        "C2681, true",
        "268, false",
        "C, false",
        "0710, false",
        "9999, false",
        "'', false",
        "26811, false"
    })
    void tellsAClassFromWhatIsNone(String code, boolean isClass) {
        assertThat(industries.isClass(code)).isEqualTo(isClass);
    }

    @Test
    void mapsAClassThatOnly2011Had() {
        assertThat(industries.isOnlyOf2011("0710")).isTrue();
        assertThat(industries.successors("0710"))
                .extracting(IndustrySuccessor::code, IndustrySuccessor::relation)
                .containsExactly(tuple("0711", Relation.SPLIT), tuple("0712", Relation.SPLIT));
        assertThat(industries.successors("7950"))
                .containsExactly(new IndustrySuccessor("8051", 100, Relation.SAME_NAME));
    }

    @Test
    void doesNotCallACodeOld2011ThatBothEditionsHave() {
        assertThat(industries.isOnlyOf2011("2664")).isFalse();
        assertThat(industries.successors("2664"))
                .extracting(IndustrySuccessor::code)
                .containsExactly("2664", "2665");
        assertThat(industries.successors("0610")).isEmpty();
    }

    @Test
    void findsAClassByItsNameOrItsCodeWithSectionLetter() {
        CodeTables tables = SampleCodes.TABLES;
        assertThat(tables.lookup("INDUSTRY", "肥皂及洗涤剂制造", DAY).map(Code::code)).contains("2681");
        assertThat(tables.lookup("INDUSTRY", "C2681", DAY).map(Code::code)).contains("2681");
        assertThat(tables.lookup("INDUSTRY", "肥皂及合成洗涤剂制造", DAY)).isEmpty();
    }
}
