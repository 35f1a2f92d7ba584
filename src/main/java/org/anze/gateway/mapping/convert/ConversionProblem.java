package org.anze.gateway.mapping.convert;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a single value: MAP-02xx. */
public enum ConversionProblem implements ProblemKind {
    REQUIRED_VALUE_EMPTY(ProblemText.senderCorrects(
            "MAP-0201",
            "必填项“{0}”为空",
            "the required value \"{0}\" is empty",
            "补填后重新报送该条记录",
            "fill it in and send the record again")),
    NOT_AN_AMOUNT(ProblemText.senderCorrects(
            "MAP-0202",
            "金额“{0}”无法识别",
            "\"{0}\" is not an amount of money",
            "写成数字，例如 61,115.83 或 11000.85元；千分位逗号每三位一个",
            "write a number such as 61,115.83 or 11000.85元; commas stand between groups of three digits")),
    AMOUNT_WITHOUT_UNIT(ProblemText.senderCorrects(
            "MAP-0203",
            "金额“{0}”没有写明单位（元或万元）",
            "the amount \"{0}\" does not say whether it is in yuan or in ten thousand yuan",
            "在数字后写明 元 或 万元，或与网关约定该列的固定单位",
            "write 元 or 万元 behind the number, or agree on one unit for the column")),
    AMOUNT_TOO_PRECISE(ProblemText.senderCorrects(
            "MAP-0204",
            "金额“{0}”精确到了分以下",
            "the amount \"{0}\" is finer than one fen",
            "按元计最多两位小数",
            "use at most two decimals of a yuan")),
    AMOUNT_NEGATIVE(ProblemText.senderCorrects(
            "MAP-0205",
            "金额“{0}”为负数",
            "the amount \"{0}\" is negative",
            "退费等请用批改记录报送，此处金额不得为负",
            "send refunds as endorsements; an amount here is never negative")),
    NOT_A_PERCENTAGE(ProblemText.senderCorrects(
            "MAP-0206",
            "比例“{0}”无法识别",
            "\"{0}\" is not a percentage",
            "按约定写成 18% 或 0.18，最多四位小数的百分数",
            "write 18% or 0.18 as agreed, with at most four decimals of a per cent")),
    PERCENTAGE_SUSPICIOUSLY_SMALL(ProblemText.warns(
            "MAP-0207",
            "百分数列中的“{0}”小于 1，可能少乘了 100",
            "\"{0}\" in a column of per cents is below 1; it may have been meant as a fraction",
            "核对是否应为 100 倍；确认无误可忽略",
            "check whether it should be 100 times as much; ignore this if it is right")),
    NOT_AN_INTEGER(ProblemText.senderCorrects(
            "MAP-0208",
            "“{0}”不是非负整数",
            "\"{0}\" is not a whole number of at least zero",
            "写成整数，例如 420 或 1,250",
            "write a whole number such as 420 or 1,250")),
    NOT_A_DATE(ProblemText.senderCorrects(
            "MAP-0209",
            "日期“{0}”无法识别或不存在",
            "\"{0}\" is not a date, or no such day exists",
            "写成 20240131、2024-01-31、2024/1/31、2024年1月31日、20240131083000 或毫秒时间戳",
            "write 20240131, 2024-01-31, 2024/1/31, 2024年1月31日, 20240131083000 or epoch milliseconds")),
    NOT_A_BOOLEAN(ProblemText.senderCorrects(
            "MAP-0210",
            "“{0}”不是“是”或“否”",
            "\"{0}\" is neither yes nor no",
            "写 Y/N、是/否、true/false 或 1/0",
            "write Y/N, 是/否, true/false or 1/0")),
    UNKNOWN_CODE(ProblemText.senderCorrects(
            "MAP-0211",
            "“{0}”不在代码表 {1} 中",
            "\"{0}\" is not in code table {1}",
            "改用代码表中的代码或名称；如为新叫法，请网关运维在代码表中补充别名",
            "use a code or name of the table; for a new synonym ask the gateway operator to add an alias")),
    CODE_NEEDS_CHOICE(ProblemText.senderCorrects(
            "MAP-0212",
            "“{0}”在 {1} 生效的分类中对应多个类型：{2}，无法代为选择",
            "\"{0}\" stands for several types of the edition in force on {1}: {2}; the gateway cannot choose",
            "按新分类填写其中之一",
            "give one of them")),
    LEGACY_CODE(ProblemText.informs(
            "MAP-0213",
            "“{0}”按代码表 {1} 记为 {2}，新旧分类对照候选：{3}",
            "\"{0}\" is kept as {2} of table {1}; candidates between the old and the new edition: {3}",
            "无需处理；原分类与对照把握程度已一并保存",
            "nothing to do; the legacy type and the confidence are kept beside it")),
    UNKNOWN_REGION(ProblemText.senderCorrects(
            "MAP-0214",
            "区划“{0}”不在 GB/T 2260 中",
            "\"{0}\" is not a region of GB/T 2260",
            "填写六位区划代码或省市县全称",
            "give the six-digit code or the full name of province, city and county")),
    STATISTICAL_ZONE(ProblemText.warns(
            "MAP-0215",
            "区划 {0} 是统计用开发区代码，已归入 {1}",
            "{0} is a statistical development zone and was taken as {1}",
            "以后请填写所在县级行政区划代码",
            "give the county it lies in from now on")),
    REGION_FROM_REGISTRATION(ProblemText.informs(
            "MAP-0216",
            "来源没有风险所在地，按统一社会信用代码的登记地 {0} 处理",
            "the source gives no place of risk; the place of registration in the credit code, {0}, is used",
            "如风险所在地不同，请在报送中提供",
            "send the place of risk if it is another one")),
    REGISTRATION_REGION_UNKNOWN(ProblemText.warns(
            "MAP-0217",
            "统一社会信用代码中的登记地 {0} 不是行政区划，风险所在地暂缺",
            "the place of registration {0} in the credit code is not a region; the place of risk stays unknown",
            "请在报送中提供风险所在地",
            "send the place of risk")),
    REPLACEMENT_CHARACTER(ProblemText.senderCorrects(
            "MAP-0218",
            "“{0}”含有编码转换丢失的字符（U+FFFD）",
            "\"{0}\" has characters that an earlier conversion has lost (U+FFFD)",
            "从源系统重新导出，使用 GB18030 或 UTF-8",
            "export again from the source system in GB18030 or UTF-8")),
    QUESTION_MARK_IN_NAME(ProblemText.senderCorrects(
            "MAP-0219",
            "名称“{0}”含有问号，通常是导出时生僻字丢失",
            "the name \"{0}\" has a question mark, usually a rare character lost on export",
            "用 GB18030 或 UTF-8 重新导出",
            "export again in GB18030 or UTF-8")),
    PRIVATE_USE_CHARACTER(ProblemText.warns(
            "MAP-0220",
            "“{0}”含有私有区字符，已换成对应的正式字符",
            "\"{0}\" has private-use characters; they were replaced by the public ones",
            "核对显示的字；源系统请按 GB18030 解码",
            "check the characters; let the source system decode as GB18030")),
    PRIVATE_USE_UNKNOWN(ProblemText.warns(
            "MAP-0221",
            "“{0}”含有无法识别的私有区字符",
            "\"{0}\" has private-use characters that stand for nothing known",
            "用正式字符代替自造字",
            "replace self-made characters by public ones")),
    COUNT_TOO_LARGE(ProblemText.senderCorrects(
            "MAP-0222", "数量“{0}”超过上限 {1}", "the count \"{0}\" is above the limit of {1}", "核对数量", "check the count")),
    CODE_NOT_IN_FORCE(ProblemText.senderCorrects(
            "MAP-0223",
            "代码表 {1} 中的“{0}”在 {2} 无效",
            "\"{0}\" of code table {1} is not valid on {2}",
            "改用当日有效的代码",
            "use a code that is valid on that day")),
    CONTROL_CHARACTER(ProblemText.senderCorrects(
            "MAP-0224",
            "“{0}”含有控制字符或残缺字符",
            "\"{0}\" has control characters or half characters",
            "去掉不可见字符后重新报送",
            "remove the invisible characters and send the record again")),
    SKIPPED(ProblemText.informs(
            "MAP-0225",
            "按映射的约定不报送：{0}",
            "left out as the mapping says: {0}",
            "无需处理；如应报送，请与网关运维核对映射中的 @skip",
            "nothing to do; if it should be taken, look at @skip of the mapping with the gateway operator")),
    EXPRESSION_FAILED(ProblemText.senderCorrects(
            "MAP-0226",
            "“{0}”按字段表第 {2} 行的表达式算不出来（{1}）",
            "\"{0}\" cannot be worked out by the expression in line {2} of the field table ({1})",
            "核对表达式用到的各列；来源无误时请网关运维核对映射",
            "check the columns that the expression uses; if they are right, let the operator check the mapping")),
    LISTS_DIFFER(ProblemText.senderCorrects(
            "MAP-0227",
            "“{0}”有 {1} 个值而“{2}”有 {3} 个，无法一一对应",
            "\"{0}\" has {1} values and \"{2}\" has {3}; they cannot be matched",
            "使各列的个数相同，没有值的位置写 无",
            "give both the same number of values; write 无 in place of one that is missing")),
    NOTHING_MADE(
            ProblemText.senderCorrects(
                    "MAP-0228",
                    "这条来源记录不符合映射的任何一张表，或要拆分的列是空的",
                    "no table of the mapping takes this source record, or the column to take apart is empty",
                    "核对区分类型的列和要拆分的列；确实不需报送的，请网关运维在映射中加 @skip",
                    "check the column that tells types apart and the one to take apart; what need not be sent gets a row @skip")),
    IDENTITY_NUMBER_LENGTHENED(ProblemText.informs(
            "MAP-0229",
            "15 位证件号“{0}”已换成 18 位",
            "the identity number \"{0}\" of 15 digits was made one of 18",
            "以后请填 18 位号码",
            "send the number of 18 digits from now on")),
    PERCENTAGE_SUSPICIOUSLY_LARGE(ProblemText.warns(
            "MAP-0230",
            "小数列中的“{0}”大于 1，即超过 100%，可能多乘了 100",
            "\"{0}\" in a column of fractions is above 1, more than 100 %; it may have been meant as per cents",
            "核对是否应除以 100；确认无误可忽略",
            "check whether it should be a hundredth of that; ignore this if it is right")),
    NOTHING_OF_ITEM(ProblemText.senderCorrects(
            "MAP-0231",
            "“{0}”的第 {1} 项“{2}”按约定的写法得不出任何内容",
            "item {1} of \"{0}\", \"{2}\", gives nothing in the way it was agreed to be written",
            "按约定的写法改正这一项；不需要的删去或写 无",
            "write the item as agreed; remove what is not needed or write 无")),
    LAST_DAY_AT_MIDNIGHT(
            ProblemText.warns(
                    "MAP-0232",
                    "最后一天“{0}”带有 0 时，已按当日 0 时止处理；如当日仍有效，则少算一天",
                    "the last day \"{0}\" has the time 00:00 and was taken to end at its beginning; a day is lost if it still counts",
                    "当日仍有效的，只写日期或写 24:00；确为 0 时止的，写 零时，或请网关运维把该列改为 instant",
                    "write the day alone or 24:00 if it counts; if not, write 零时 or let the operator make the column an instant")),
    UNIT_NOT_COMPARED(
            ProblemText.senderCorrects(
                    "MAP-0233",
                    "“{1}”的“{0}”自带元以外的单位，而约定的条件拿它与没有单位的 {2} 比大小，大小无从判断",
                    "\"{0}\" in {1} names a unit other than yuan, but the agreed condition compares it with {2}, which has none; neither is known to be more",
                    "只写数字，不写单位；或请网关运维改用表达式比较，如 fen(row['列名'], 'yuan') > 1000000",
                    "write the number alone; or have the operator compare by an expression such as fen(row['column'], 'yuan') > 1000000"));

    private final ProblemText text;

    ConversionProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
