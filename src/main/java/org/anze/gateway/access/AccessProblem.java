package org.anze.gateway.access;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/**
 * What can be wrong with agreements (ACC-01) and what a party may not write (ACC-02). A problem of an agreement is the
 * operator's to mend and stops the recipient it belongs to; its first two arguments are the file and the line.
 */
public enum AccessProblem implements ProblemKind {
    UNREADABLE(
            "ACC-0101",
            "不是可读的 YAML：{2}",
            "not readable as YAML: {2}",
            "对照 docs/onboarding/recipient.md 的样例修正缩进、冒号和引号；不用锚点和标签。",
            "Compare with the sample in docs/onboarding/recipient.md: indentation, colons, quotes; no anchors, no tags."),
    TOO_LARGE(
            "ACC-0102",
            "超出上限：{2}",
            "over the limit: {2}",
            "拆分或清理授权文件。",
            "Split the agreements or remove what is no longer in force."),
    FOREIGN_FILE(
            "ACC-0103",
            "授权目录中只能有 .yaml 文件",
            "only .yaml files may lie in the agreements folder",
            "改名为 <授权编号>.yaml，或移出目录。被忽略的文件可能正是一份撤销。",
            "Rename it to <agreement id>.yaml or move it away. A file that is ignored might be a revocation."),
    UNKNOWN_PARTY(
            "ACC-0104",
            "没有可用的接收方 {2}（party.yaml 缺失或有误）",
            "no sound party {2} (its party.yaml is missing or broken)",
            "先修好该方的 party.yaml。",
            "Mend the party.yaml of that folder first."),
    UNKNOWN_KEY(
            "ACC-0110",
            "不认识的键 {2}；允许：{3}",
            "unknown key {2}; allowed: {3}",
            "改正拼写或删除该键。",
            "Correct the spelling or remove the key."),
    MISSING_KEY("ACC-0111", "缺少 {2}", "{2} is missing", "补上该键。", "Add the key."),
    WRONG_SHAPE(
            "ACC-0112",
            "{2} 的写法不对，应为{3}",
            "{2} has the wrong shape, expected {3}",
            "对照 docs/onboarding/recipient.md 的样例。",
            "Compare with the sample in docs/onboarding/recipient.md."),
    EMPTY_LIST(
            "ACC-0113",
            "{2} 为空；空表不等于“全部”",
            "{2} is empty; an empty list does not mean everything",
            "写明取值；不限时写 everywhere（地区）或 all（行业、保险机构）。",
            "Name the values; for no limit write everywhere (regions) or all (sectors, insurers)."),
    NAMED_TWICE(
            "ACC-0114",
            "{2} 中 {3} 出现两次",
            "{3} stands twice in {2}",
            "删除重复项；一个单元只能提供或脱敏，不能两者都写。",
            "Remove one; a unit is either given or masked."),
    ID_IS_NOT_THE_FILE_NAME(
            "ACC-0115",
            "id 应为文件名 {2}",
            "id must be the file name {2}",
            "让 id 与文件名一致，只用小写字母、数字和连字符。",
            "Make id and file name equal; lower case letters, digits, hyphens."),
    RECIPIENT_IS_NOT_THE_FOLDER(
            "ACC-0116",
            "recipient 应为所在目录 {2}",
            "recipient must be the folder {2}",
            "授权文件放在接收方自己的目录下。",
            "Keep an agreement in its own recipient's folder."),
    VERSION_NOT_POSITIVE(
            "ACC-0117",
            "version 应为从 1 起的整数",
            "version must be a whole number from 1",
            "首版写 1，每次修改加 1。",
            "Write 1 at first and add 1 with every change."),
    UNKNOWN_PURPOSE(
            "ACC-0120",
            "不认识的用途 {2}；可用：{3}",
            "unknown purpose {2}; known: {3}",
            "使用用途代码表中的代码。",
            "Use a code of the purpose table."),
    UNKNOWN_CHOICE(
            "ACC-0121",
            "{2} 不能是 {3}；可用：{4}",
            "{2} cannot be {3}; known: {4}",
            "使用列出的取值。",
            "Use one of the values listed."),
    BASIS_MISSING(
            "ACC-0122",
            "没有法律依据",
            "there is no legal basis",
            "在 legalBasis 中逐条写明文件（document）和条款（article）。",
            "Name document and article of each basis under legalBasis."),
    NOT_A_DATE(
            "ACC-0123",
            "{2} 不是日期：{3}",
            "{2} is no date: {3}",
            "写成 2026-01-31；revokedAt 也可写 2026-01-31T08:00:00+08:00。",
            "Write 2026-01-31; revokedAt may also be 2026-01-31T08:00:00+08:00."),
    PERIOD_REVERSED("ACC-0124", "validTo 早于 validFrom", "validTo is before validFrom", "核对有效期。", "Check the period."),
    BASIS_EXPIRED(
            "ACC-0125",
            "法律依据 {2} 已于 {3} 失效",
            "the legal basis {2} ended on {3}",
            "核对现行依据并改写；没有其他依据的，写 revokedAt 停止提供。",
            "Find what is in force and write that; where there is no other basis, stop the agreement with revokedAt."),
    VOLUME_NOT_POSITIVE(
            "ACC-0126",
            "每日数量上限应为从 1 起的整数",
            "the daily volume must be a whole number from 1",
            "写记录条数；不限量则删除 volume。",
            "Write a number of records, or remove volume for no limit."),
    UNKNOWN_REGION(
            "ACC-0130",
            "不认识的区划 {2}",
            "unknown region {2}",
            "写 GB/T 2260 的 2、4 或 6 位代码。",
            "Write 2, 4 or 6 digits of GB/T 2260."),
    UNKNOWN_SECTOR(
            "ACC-0131",
            "不认识的行业领域 {2}；可用：{3}",
            "unknown sector {2}; known: {3}",
            "使用 SEC 表的代码。",
            "Use a code of table SEC."),
    UNKNOWN_INSURER(
            "ACC-0132",
            "{2} 不是已登记的保险机构",
            "{2} is no registered insurer",
            "写 parties/ 下类型为 INS 的目录名。",
            "Write the folder name of a party of type INS."),
    UNKNOWN_RECORD_TYPE(
            "ACC-0133",
            "不认识的记录类型 {2}；可用：{3}",
            "unknown record type {2}; known: {3}",
            "使用列出的记录类型。",
            "Use one of the record types listed."),
    UNKNOWN_UNIT(
            "ACC-0134",
            "{2} 没有披露单元 {3}；可用：{4}",
            "{2} has no disclosure unit {3}; it has: {4}",
            "使用列出的单元名。",
            "Use one of the units listed."),
    ALWAYS_GIVEN(
            "ACC-0135",
            "单元 {2} 随每条记录提供，不能脱敏",
            "unit {2} goes with every record and cannot be masked",
            "从 mask 中删除。",
            "Remove it from mask."),
    SENSITIVE_IN_THE_CLEAR(
            "ACC-0136",
            "{2} 的单元 {3} 含敏感个人信息字段 {4}，不能原样提供",
            "unit {3} of {2} holds the sensitive personal field {4} and cannot be given in the clear",
            "把该单元从 give 移到 mask。",
            "Move the unit from give to mask."),
    PERSONS_IN_THE_CLEAR(
            "ACC-0137",
            "授权写明个人假名化，但 {2} 的单元 {3} 含个人字段 {4} 却原样提供",
            "the agreement pseudonymises persons, yet unit {3} of {2} with the personal field {4} is given in the clear",
            "把该单元从 give 移到 mask，或改 persons。",
            "Move the unit from give to mask, or change persons."),
    UNKNOWN_FIELD(
            "ACC-0138",
            "单元 {2} 没有字段 {3}；有：{4}",
            "unit {2} has no field {3}; it has: {4}",
            "使用列出的字段名，或只写单元名，即整个单元脱敏。",
            "Use one of the fields listed, or the unit alone to mask all of it."),
    NEVER_ALLOWED(
            "ACC-0140",
            "{2} 类接收方永远不能得到：{3}",
            "a recipient of type {2} may never get: {4}",
            "缩小授权；此项不能由授权文件放开。",
            "Narrow the agreement; no agreement can open this."),
    OVERLAP(
            "ACC-0141",
            "与授权 {2} 在记录类型 {3} 上的期限和范围重叠",
            "overlaps agreement {2} in record type {3}, period and scope",
            "让两份授权的期限、地区、行业或保险机构互不相交，或合并。",
            "Make period, regions, sectors or insurers of the two disjoint, or merge them."),
    WRONG_CONDITION(
            "ACC-0142",
            "{2} 的条件有误（第几个字符：原因）：{3}",
            "the condition on {2} is wrong (character: reason): {3}",
            "只用该类记录第 1 至 3 级的字段和 scope.riskRegion、scope.sector、scope.insurer，结果为真或假，如 level == \"重大\"。",
            "Use fields of the type up to class 3 and scope.riskRegion, scope.sector, scope.insurer; the result is true or false:"
                    + " level == \"重大\"."),
    OWN_IS_NOT_TOLD(
            "ACC-0143",
            "{2} 记录不能表明属于哪个{3}",
            "a record of type {2} does not tell whose it is as {4}",
            "写 own: sender（本方报送的），或去掉该类记录。",
            "Write own: sender for what the party sent itself, or remove the type."),
    MIXED(
            "ACC-0144",
            "{2}：这些写法不能同时使用",
            "{2}: these cannot stand together",
            "units、aggregate、status 三者取一；aggregate 不带 own、where、case，case 不带 own、where。",
            "One of units, aggregate, status; aggregate goes without own, where, case, and case without own, where."),
    HASH_WITHOUT_CONTENT(
            "ACC-0150",
            "{2} 的单元 {3} 含对其他单元的无盐哈希，逐一尝试即可猜出脱敏或未提供的金额",
            "unit {3} of {2} holds an unsalted hash over other units: an amount that is masked or withheld could be found by trying",
            "不提供该单元；或把所涉单元全部列入 give，且不限定为部分记录。",
            "Leave the unit out, or give all units that it covers, of all records."),
    WRITES_WHAT_IT_MAY_NOT(ProblemText.operatorMends(
            "ACC-0201",
            "{0}：映射 {1} 产生 {2} 记录，{3}不得报送此类记录",
            "{0}: mapping {1} makes records of type {2}, which a party of type {4} may not write",
            "从 party.yaml 中去掉该映射，或更正 type；谁可报送什么见 docs/decisions/2026-11-22-agreements-and-write-rights.md。",
            "Remove the mapping from party.yaml or correct type; who may write what is in"
                    + " docs/decisions/2026-11-22-agreements-and-write-rights.md.")),
    MAY_NOT_WRITE(ProblemText.senderCorrects(
            "ACC-0202",
            "{1}不得报送 {0} 记录",
            "a party of type {2} may not write records of type {0}",
            "只报送本方职责内的记录；如对职责有异议，请联系网关运维。",
            "Send only what is yours to send; ask the gateway operator if you believe it is."));

    private final ProblemText text;

    AccessProblem(String code, String zh, String en, String remedyZh, String remedyEn) {
        this.text = ProblemText.operatorMends(code, "{0} 第 {1} 行：" + zh, "{0} line {1}: " + en, remedyZh, remedyEn);
    }

    AccessProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
