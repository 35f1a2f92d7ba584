package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What the definition of a type asks and what every value has to keep (V-S): presence, form, codes, numbers, characters. */
public enum ValidationProblem implements RuleProblem {
    FIELD_MISSING(
            "VAL-0001",
            null,
            Severity.REJECT,
            "缺少必填项{0}",
            "the required field {0} is missing",
            "在源系统补上该项后重新报送。",
            "Fill it in at the source and send again."),
    FIELDS_EXPECTED(
            "VAL-0002",
            null,
            Severity.WARNING,
            "未提供应填项：{0}",
            "expected fields are absent: {0}",
            "请在源系统补齐并以更正版本报送；仅此一项不会退回记录。",
            "Complete it at the source and send a correction; this alone does not reject a record."),
    FORM_WRONG(
            "VAL-0003",
            null,
            Severity.REJECT,
            "{0}的值不是{1}的规范写法",
            "the value of {0} is not in the canonical form of type {1}",
            "按数据字典规定的类型和格式填写。",
            "Write it in the type and form of the data dictionary."),
    TOO_LONG(
            "VAL-0004",
            null,
            Severity.REJECT,
            "{0}超过{1}个字符",
            "{0} is longer than {1} characters",
            "缩短该项；长文本请放入附件。",
            "Shorten it; long texts belong into an attachment."),
    TOO_MANY(
            "VAL-0005",
            null,
            Severity.REJECT,
            "{0}超过{1}条",
            "{0} has more than {1} entries",
            "拆成多条记录报送。",
            "Split it into several records."),
    CODE_UNKNOWN(
            "VAL-0006",
            null,
            Severity.REJECT,
            "{0}的值不在代码表{1}内，或在事件日期{2}无效",
            "the value of {0} is not in code table {1}, or was not valid on {2}",
            "使用该日期有效的代码。",
            "Use a code that is valid on that date."),
    ENTRY_KEY_UNKNOWN(
            "VAL-0007",
            null,
            Severity.REJECT,
            "{0}的条目只能有子项{1}",
            "an entry of {0} may only have {1}",
            "去掉数据字典没有列出的子项。",
            "Take away what the data dictionary does not list."),
    ENTRY_KEY_MISSING(
            "VAL-0008", null, Severity.REJECT, "{0}的条目缺少子项{1}", "an entry of {0} lacks {1}", "补上该子项。", "Add it."),
    VERSION_WRONG(
            "VAL-0009",
            null,
            Severity.REJECT,
            "版本号必须从1起",
            "the version must be 1 or more",
            "首次报送用1，每次更正加1。",
            "Use 1 at first and one more with every correction."),
    KEY_TOO_SHORT(
            "VAL-0010",
            null,
            Severity.REJECT,
            "{0}少于4个字符",
            "{0} is shorter than 4 characters",
            "填写完整编号。",
            "Write the whole number."),
    OUT_OF_RANGE(
            "VAL-0011", null, Severity.REJECT, "{0}应在{1}之间", "{0} must be within {1}", "更正该数值。", "Correct the number."),
    CONDITION_UNMET(
            "VAL-0012",
            null,
            Severity.WARNING,
            "{1}时应填写{0}",
            "{0} is needed when {2}",
            "补上该项后以更正版本报送。",
            "Fill it in and send a correction."),
    USCC_WRONG(
            "VAL-0101",
            "V-S01",
            Severity.REJECT,
            "{0}不是有效的统一社会信用代码（格式或第18位校验码不符）",
            "{0} is not a valid unified social credit code (form or check character 18)",
            "对照营业执照核对18位代码，注意字母I、O、S、V、Z不会出现。",
            "Compare the 18 characters with the licence; the letters I, O, S, V, Z never occur."),
    USCC_ORGANISATION_PART(
            "VAL-0102",
            "V-S01",
            Severity.REJECT,
            "{0}中第9至17位的组织机构代码校验不符",
            "the organisation code inside {0} (positions 9 to 17) fails its check",
            "对照营业执照核对第9至17位。",
            "Compare positions 9 to 17 with the licence."),
    USCC_ORGANISATION_PART_OLD(
            "VAL-0103",
            "V-S01",
            Severity.WARNING,
            "{0}中第9至17位的组织机构代码校验不符，非市场监管部门赋码，予以接受",
            "the organisation code inside {0} fails its check; accepted, as it is not from a market regulator",
            "请向登记机关核实该代码。",
            "Check the code with its registrar."),
    PERSON_NOT_PSEUDONYM(
            "VAL-0104",
            "V-S02",
            Severity.REJECT,
            "{0}中的人员标识不是64位摘要",
            "a person key in {0} is not a pseudonym of 64 hexadecimal digits",
            "不得报送证件号码原文，请报送HMAC-SM3摘要。",
            "Never send identity numbers; send their HMAC-SM3."),
    REGION_UNKNOWN(
            "VAL-0105",
            "V-S03",
            Severity.REJECT,
            "风险所在地区划{0}在事件日期{1}不存在",
            "the place of risk {0} did not exist on {1}",
            "使用事件日期有效的六位行政区划代码。",
            "Use the six-digit region code that was in force on that date."),
    REGION_ZONE(
            "VAL-0106",
            "V-S03",
            Severity.WARNING,
            "风险所在地{0}是统计用开发区代码，已归入上级{1}",
            "the place of risk {0} is a statistical zone and was taken as {1}",
            "请改报所在县区的行政区划代码。",
            "Send the code of the county that the zone lies in."),
    REGION_NOT_IN_TABLE(
            "VAL-0107",
            "V-S03",
            Severity.WARNING,
            "{0}不是事件日期有效的行政区划代码",
            "{0} is not a region code in force on the date of the event",
            "核对区划代码；撤并前的代码可以保留。",
            "Check the code; codes of abolished counties may stay."),
    INDUSTRY_UNKNOWN(
            "VAL-0108",
            "V-S04",
            Severity.WARNING,
            "{0}不是GB/T 4754-2017的四位行业代码",
            "{0} is not a four-digit industry of GB/T 4754-2017",
            "填写四位小类代码，不带门类字母。",
            "Write the four digits without the letter."),
    NEGATIVE(
            "VAL-0109",
            "V-S05",
            Severity.REJECT,
            "{0}为负数",
            "{0} is negative",
            "金额和人数不得为负；冲减请报送更正版本。",
            "Amounts and counts are never negative; send a correction instead."),
    PERCENT_OUT_OF_RANGE(
            "VAL-0110",
            "V-S06",
            Severity.REJECT,
            "{0}不在0%至{1}之间",
            "{0} is not within 0 % and {1}",
            "核对比例的单位：18%应报送为180000（万分之一个百分点）。",
            "Check the unit: 18 % is 180000 ten-thousandths of a per cent."),
    PERCENT_SUSPICIOUS(
            "VAL-0111",
            "V-S06",
            Severity.WARNING,
            "{0}为{1}，小于1%，可能把0.18当作18%",
            "{0} is {1}, less than 1 %: 0.18 may have been meant as 18 %",
            "核对来源列的比例写法。",
            "Check how the source column writes percentages."),
    IN_FUTURE(
            "VAL-0112",
            "V-S07",
            Severity.REJECT,
            "{0}晚于接收时间超过允许范围（{1}）",
            "{0} lies in the future by more than {1}",
            "核对日期和时区，时间均为北京时间。",
            "Check date and time zone; times are those of China."),
    TIMES_REVERSED(
            "VAL-0113", "V-S07", Severity.REJECT, "{0}早于{1}", "{0} is before {1}", "核对两个时间。", "Check both times."),
    TEXT_DAMAGED(
            "VAL-0114",
            "V-S08",
            Severity.REJECT,
            "{0}含有无法识别的字符，可能在转码时损坏",
            "{0} has characters that were damaged in a conversion",
            "从源系统重新导出，优先使用UTF-8或GB18030。",
            "Export again from the source, best in UTF-8 or GB18030."),
    PRIVATE_CHARACTERS(
            "VAL-0115",
            "V-S08",
            Severity.WARNING,
            "{0}含有造字区字符",
            "{0} has private-use characters",
            "改用国标汉字（GB18030）。",
            "Use the standard characters of GB18030."),
    IDENTITY_NUMBER_WRONG(
            "VAL-0116",
            "V-S02",
            Severity.REJECT,
            "{0}不是有效的公民身份号码（位数、地区、出生日期或校验码不符）",
            "{0} is not a valid identity number (length, region, date of birth or check character)",
            "对照证件核对，末位可能为大写X。",
            "Compare it with the card; the last character may be a capital X."),
    IDENTITY_NUMBER_OLD(
            "VAL-0117",
            "V-S02",
            Severity.INFO,
            "{0}为15位旧号码，换算为18位后有效",
            "{0} is an old number of 15 digits, valid when written with 18",
            "请改报18位号码。",
            "Send the number with 18 characters."),
    INDUSTRY_OLD(
            "VAL-0118",
            "V-S04",
            Severity.WARNING,
            "行业代码{0}属于GB/T 4754-2011，2017版为{1}",
            "the industry {0} is one of GB/T 4754-2011; in the 2017 edition it is {1}",
            "改用2017版的小类代码。",
            "Use the class of the 2017 edition."),
    IDENTITY_REGION_UNKNOWN(
            "VAL-0119",
            "V-S02",
            Severity.REJECT,
            "{0}的前六位不是已知的行政区划代码（含已撤销的）",
            "the first six digits of {0} are no known region code, abolished ones included",
            "对照证件核对；属实请告知网关运维补充历史区划。",
            "Compare with the card; if it is right, tell the operator to complete the history of regions.");

    private final @Nullable String rule;
    private final ProblemText text;

    ValidationProblem(
            String code,
            @Nullable String rule,
            Severity severity,
            String zh,
            String en,
            String remedyZh,
            String remedyEn) {
        this.rule = rule;
        this.text = new ProblemText(code, severity, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    @Override
    public @Nullable String rule() {
        return rule;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
