package org.anze.gateway.mapping.rendering;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/**
 * What can be wrong with an outbound table (MAP-040x), and why a record cannot be written in the recipient's form
 * (MAP-041x).
 */
public enum RenderingProblem implements ProblemKind {
    FILE_UNREADABLE(
            "MAP-0401",
            "{0} 第 {1} 行：无法读取（{2}）",
            "{0} line {1}: cannot be read ({2})",
            "按 docs/onboarding/recipient.md 改正该文件后重新加载",
            "mend the file as docs/onboarding/recipient.md says and reload"),
    UNKNOWN_FIELD(
            "MAP-0402",
            "{0} 第 {1} 行：{3} 没有字段“{2}”",
            "{0} line {1}: {3} has no field \"{2}\"",
            "使用规范字段名，或 @riskRegion、@sector、@version、@op、@insurer、@index、@masked、@withheld、@text",
            "use a canonical field, or @riskRegion, @sector, @version, @op, @insurer, @index, @masked, @withheld,"
                    + " @text"),
    OPTION_WRONG(
            "MAP-0403",
            "{0} 第 {1} 行：“{2}”写法不对，允许的写法：{3}",
            "{0} line {1}: \"{2}\" is written wrongly; allowed: {3}",
            "改成允许的写法之一",
            "use one of the allowed forms"),
    NOT_REVERSIBLE(
            "MAP-0404",
            "{0} 第 {1} 行：“{2}”不能反向使用（{3}）",
            "{0} line {1}: \"{2}\" cannot be used in reverse ({3})",
            "删去该行的"
                    + " source，或换成可逆的转换：text、name、identifier、credit-code、money、percent、integer、boolean、date、instant、last-day、code、region（无"
                    + " unit）、numbered-list",
            "clear the row's source, or use a converter that can be reversed: text, name, identifier, credit-code,"
                    + " money, percent, integer, boolean, date, instant, last-day, code, region (without unit),"
                    + " numbered-list"),
    COLUMN_TWICE(
            "MAP-0405",
            "{0} 第 {1} 行：列“{2}”已由第 {3} 行给出，且没有条件区分",
            "{0} line {1}: the column \"{2}\" is filled by line {3} already, without conditions to tell them apart",
            "删去一行的 source，或为每行写上 condition",
            "clear the source of one row, or give each a condition"),
    UNKNOWN_TABLE(
            "MAP-0406",
            "{0} 第 {1} 行：没有代码表“{2}”",
            "{0} line {1}: there is no code table \"{2}\"",
            "公共代码表放在 codes/，接收方代码表放在 mappings/<单位>/codes/ 并写成 party:名称",
            "common tables are in codes/; a recipient's own are in mappings/<party>/codes/ and written party:name"),
    TYPE_DIFFERS(
            "MAP-0407",
            "{0} 第 {1} 行：转换“{3}”不适合字段“{2}”（类型 {4}）",
            "{0} line {1}: the conversion \"{3}\" does not suit the field \"{2}\" of type {4}",
            "换成适合该类型的转换",
            "use a converter for that type"),
    TABLE_MISSING(
            "MAP-0411",
            "接收方 {0} 的输出映射 {1} 不存在或有错误",
            "the outbound mapping {1} of recipient {0} does not exist or has mistakes",
            "按控制台列出的文件和行号改正 mappings/ 下的映射",
            "mend the mapping under mappings/ as the console says, file by line"),
    UNENCODABLE(
            "MAP-0412",
            "接收方 {0} 的编码 {1} 无法表示台账序号 {2} 的 {3} 中的字符",
            "encoding {1} of recipient {0} cannot write a character in {3} of ledger index {2}",
            "把编码改为 GB18030 或 UTF-8；GBK 和 GB2312 缺字。",
            "Set the encoding to GB18030 or UTF-8; GBK and GB2312 lack characters."),
    NO_CODE(
            "MAP-0413",
            "接收方 {0} 的代码表 {1} 没有与规范代码 {2} 对应的代码，无法填写 {3}",
            "table {1} of recipient {0} has no code for the canonical code {2}, so {3} cannot be filled",
            "在该代码表中补一行",
            "add a row to that table"),
    CELL_TOO_LONG(
            "MAP-0414",
            "接收方 {0}：台账序号 {1} 的 {2} 超过电子表格一格 {3} 字的上限",
            "recipient {0}: {2} of ledger index {1} exceeds the {3} characters of a spreadsheet cell",
            "改用 CSV、JSON 或 XML，或不输出该列",
            "use CSV, JSON or XML, or leave the column out");

    private final ProblemText text;

    RenderingProblem(String code, String zh, String en, String remedyZh, String remedyEn) {
        this.text = ProblemText.operatorMends(code, zh, en, remedyZh, remedyEn);
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
