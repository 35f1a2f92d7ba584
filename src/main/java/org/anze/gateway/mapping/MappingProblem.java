package org.anze.gateway.mapping;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a mapping (MAP-00xx) and with canonical JSON (MAP-03xx). */
public enum MappingProblem implements ProblemKind {
    FILE_UNREADABLE(ProblemText.operatorMends(
            "MAP-0001",
            "{0} 第 {1} 行：无法读取（{2}）",
            "{0} line {1}: cannot be read ({2})",
            "按 docs/onboarding/mapping-language.md 改正该文件后重新加载",
            "mend the file as docs/onboarding/mapping-language.md says and reload")),
    UNKNOWN_FIELD(
            ProblemText.operatorMends(
                    "MAP-0002",
                    "{0} 第 {1} 行：{3} 没有字段“{2}”",
                    "{0} line {1}: {3} has no field \"{2}\"",
                    "使用规范模型的字段名，或 @riskRegion、@sector、@insurer、@version、@op、@check、@each、@skip、-",
                    "use a field of the canonical model, or @riskRegion, @sector, @insurer, @version, @op, @check, @each, @skip, -")),
    OPTION_WRONG(ProblemText.operatorMends(
            "MAP-0003",
            "{0} 第 {1} 行：字段“{2}”的转换设置不对，允许的写法：{3}",
            "{0} line {1}: the conversion of \"{2}\" is set wrongly; allowed: {3}",
            "改成允许的写法之一",
            "use one of the allowed forms")),
    REQUIRED_FIELD_WITHOUT_ROW(ProblemText.operatorMends(
            "MAP-0004",
            "{0}：必填字段“{1}”没有对应的行",
            "{0}: the required field \"{1}\" has no row",
            "补一行，说明从哪里取值",
            "add a row that says where its value comes from")),
    FIELD_TWICE(ProblemText.operatorMends(
            "MAP-0005",
            "{0} 第 {1} 行：字段“{2}”已在第 {3} 行给出，且没有条件区分",
            "{0} line {1}: the field \"{2}\" stands in line {3} already, without conditions to tell them apart",
            "删去一行，或为每行写上 condition",
            "remove one row, or give each a condition")),
    UNKNOWN_TABLE(ProblemText.operatorMends(
            "MAP-0006",
            "{0} 第 {1} 行：没有代码表“{2}”",
            "{0} line {1}: there is no code table \"{2}\"",
            "公共代码表放在 codes/，本单位代码表放在 mappings/<单位>/codes/ 并写成 party:名称",
            "common tables are in codes/; a party's own are in mappings/<party>/codes/ and written party:name")),
    EXPRESSION_WRONG(ProblemText.operatorMends(
            "MAP-0007",
            "{0} 第 {1} 行：“{2}”写法不对，{3}",
            "{0} line {1}: \"{2}\" is written wrongly, {3}",
            "参照 docs/onboarding/mapping-language.md 的模板与条件",
            "see templates and conditions in docs/onboarding/mapping-language.md")),
    TYPE_DIFFERS(ProblemText.operatorMends(
            "MAP-0008",
            "{0} 第 {1} 行：转换“{3}”的结果不能放入字段“{2}”（类型 {4}）",
            "{0} line {1}: what \"{3}\" makes does not fit the field \"{2}\" of type {4}",
            "换成适合该类型的转换",
            "use a converter for that type")),
    ORDER_WRONG(ProblemText.operatorMends(
            "MAP-0009",
            "{0} 第 {1} 行：引用的字段“{2}”要写在这一行上面",
            "{0} line {1}: the field \"{2}\" it refers to must stand above this row",
            "调整行的顺序",
            "change the order of the rows")),
    NOTHING_TO_TAKE(ProblemText.operatorMends(
            "MAP-0010",
            "{0} 第 {1} 行：字段“{2}”没有 source、template、expression 或 default",
            "{0} line {1}: the field \"{2}\" has neither source nor template nor expression nor default",
            "至少写一个；列表[*] 至少有一行要取自来源",
            "give at least one of them; of the rows of a list[*] at least one takes from the source")),
    EXPRESSION_REFUSED(ProblemText.operatorMends(
            "MAP-0011",
            "{0} 第 {1} 行：表达式“{2}”第 {3}",
            "{0} line {1}: expression \"{2}\", character {3}",
            "参照 docs/onboarding/mapping-language.md 的表达式；冒号前的数字是第几个字符",
            "see expressions in docs/onboarding/mapping-language.md; the number before the colon counts characters")),
    ITEM_WITHOUT_EACH(ProblemText.operatorMends(
            "MAP-0012",
            "{0} 第 {1} 行：“{2}”只能用在有 @each 的表里，或列表[*] 的行里",
            "{0} line {1}: \"{2}\" means something only in a table with @each, or in a row of a list[*]",
            "补一行 @each 说明逐个处理什么，或改用来源的列名",
            "add a row @each that says what is gone through, or use a column of the source")),
    CONDITION_MISSING(ProblemText.operatorMends(
            "MAP-0013",
            "{0} 第 {1} 行：{2} 必须写 condition",
            "{0} line {1}: {2} needs a condition",
            "写明什么情况下不报送；网关不会无条件丢弃记录",
            "say when a record is left out; the gateway never drops records without a condition")),
    SOURCE_TWICE(ProblemText.operatorMends(
            "MAP-0014",
            "{0} 第 {1} 行：字段“{2}”同时写了 {3}",
            "{0} line {1}: the field \"{2}\" has {3} at once",
            "只留一个；default 可以与任何一个同时写",
            "keep one of them; default may stand beside any")),
    UNKNOWN_KEY(ProblemText.senderCorrects(
            "MAP-0301",
            "规范记录没有键“{0}”",
            "the canonical record has no key \"{0}\"",
            "按接口文档核对键名（区分大小写）",
            "check the key against the interface document; case matters")),
    WRONG_KIND(
            ProblemText.senderCorrects(
                    "MAP-0302",
                    "“{0}”应为{1}",
                    "\"{0}\" must be {2}",
                    "规范格式不做换算：金额为整数分，比例为整数（万分之一个百分点），时间带 +08:00",
                    "canonical values are not converted: money is whole fen, percentages are whole ten-thousandths, times carry +08:00")),
    KEY_TWICE(ProblemText.senderCorrects(
            "MAP-0303",
            "“{0}”只能有一个值",
            "\"{0}\" can have one value only",
            "不要用数组表示单个值",
            "do not use an array for a single value")),
    MORE_FINDINGS(ProblemText.senderCorrects(
            "MAP-0304",
            "本条记录的问题超过 {0} 个，其余未列出",
            "this record has more than {0} flaws; the others are not listed",
            "先改正列出的问题再报送",
            "mend those that are listed and send it again"));

    private final ProblemText text;

    MappingProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
