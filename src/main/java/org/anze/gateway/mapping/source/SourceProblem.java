package org.anze.gateway.mapping.source;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a file or message as such: MAP-01xx. */
public enum SourceProblem implements ProblemKind {
    BAD_CHARACTER(ProblemText.senderCorrects(
            "MAP-0101",
            "第 {0} 行含有不符合编码 {1} 的字节",
            "line {0} has bytes that are not {1}",
            "按约定的编码重新导出，或与网关约定实际使用的编码",
            "export again in the agreed encoding, or agree on the one in use")),
    QUOTE_NOT_CLOSED(ProblemText.senderCorrects(
            "MAP-0102",
            "第 {0} 行第 {1} 列的引号没有正确结束",
            "the quote that begins in line {0}, column {1} is not closed properly",
            "检查该字段的引号；字段内的引号要写两个",
            "check the quotes of this field; a quote inside a field is written twice")),
    VALUE_TOO_LONG(ProblemText.senderCorrects(
            "MAP-0103",
            "第 {0} 行第 {1} 列开始的内容超过 {2} 个字符，通常是引号或标签没有结束",
            "what begins in line {0}, column {1} is longer than {2} characters; usually a quote or tag is not closed",
            "检查该处的引号或标签",
            "check the quote or tag there")),
    TOO_MANY_COLUMNS(ProblemText.senderCorrects(
            "MAP-0104",
            "第 {0} 行开始的记录超过 {1} 列",
            "the record that begins in line {0} has more than {1} columns",
            "核对分隔符和引号",
            "check delimiter and quotes")),
    HEADING_MISSING(ProblemText.senderCorrects(
            "MAP-0105",
            "表头缺少列“{0}”",
            "the heading row lacks the column \"{0}\"",
            "补上该列，列名与约定一致",
            "add the column under the agreed name")),
    HEADING_TWICE(ProblemText.senderCorrects(
            "MAP-0106",
            "表头中列“{0}”出现两次",
            "the heading row has the column \"{0}\" twice",
            "删去或改名其中一列",
            "remove or rename one of them")),
    HEADING_ROW_MISSING(ProblemText.senderCorrects(
            "MAP-0107",
            "没有找到表头（约定在第 {0} 行）",
            "there is no heading row; it was agreed to be line {0}",
            "按约定格式重新导出",
            "export again in the agreed layout")),
    COLUMN_COUNT(ProblemText.senderCorrects(
            "MAP-0108",
            "该行有 {0} 列，表头有 {1} 列",
            "the row has {0} columns, the heading row {1}",
            "检查该行的分隔符和引号",
            "check delimiters and quotes of the row")),
    XML_MALFORMED(ProblemText.senderCorrects(
            "MAP-0109",
            "XML 在第 {0} 行第 {1} 字符处不合法：{2}",
            "the XML is broken in line {0}, character {1}: {2}",
            "用标准工具生成 XML",
            "generate the XML with a standard library")),
    XML_DOCTYPE(ProblemText.senderCorrects(
            "MAP-0110",
            "XML 含有 DOCTYPE 或自定义实体，不予接受",
            "the XML has a DOCTYPE or entities of its own; they are not accepted",
            "去掉 DOCTYPE 声明",
            "remove the DOCTYPE declaration")),
    ROOT_DIFFERS(ProblemText.senderCorrects(
            "MAP-0111",
            "根元素是“{0}”，约定为“{1}”",
            "the root is \"{0}\", agreed was \"{1}\"",
            "核对所用的映射和报文",
            "check message and mapping")),
    JSON_MALFORMED(ProblemText.senderCorrects(
            "MAP-0112",
            "JSON 在第 {0} 行第 {1} 字符处不合法",
            "the JSON is broken in line {0}, character {1}",
            "用标准工具生成 JSON；键不得重复",
            "generate the JSON with a standard library; keys must be unique")),
    JSON_NO_OBJECT(ProblemText.senderCorrects(
            "MAP-0113",
            "第 {0} 行第 {1} 字符处应为 JSON 对象",
            "a JSON object was expected in line {0}, character {1}",
            "报送对象、对象数组或每行一个对象",
            "send an object, an array of objects, or one object a line")),
    TOTALS_COUNT(ProblemText.senderCorrects(
            "MAP-0114",
            "合计笔数为 {0}，实际记录 {1} 条",
            "the control total says {0} records, there are {1}",
            "核对文件是否完整后重新报送",
            "check that the file is complete and send it again")),
    TOTALS_SUM(ProblemText.senderCorrects(
            "MAP-0115",
            "“{0}”合计为 {1}，逐条相加为 {2}",
            "the control total of \"{0}\" is {1}, the records add up to {2}",
            "核对文件是否完整后重新报送",
            "check that the file is complete and send it again")),
    TOTALS_MISSING(ProblemText.senderCorrects(
            "MAP-0116",
            "没有找到约定的合计",
            "the agreed control total is missing",
            "文件可能被截断，请重新导出完整文件",
            "the file may have been cut off; export it again in full")),
    RECORD_AFTER_TOTALS(ProblemText.senderCorrects(
            "MAP-0117",
            "合计行（第 {0} 行）之后还有记录",
            "there are records after the totals row in line {0}",
            "合计行应为最后一行",
            "the totals row must be the last one")),
    TOTALS_NOT_CHECKED(ProblemText.warns(
            "MAP-0118",
            "“{0}”有 {1} 行不是数字，合计无法核对",
            "\"{0}\" is not a number in {1} rows; its control total could not be checked",
            "这些行会逐条给出原因",
            "the rows are reported one by one")),
    TOO_DEEP_OR_LARGE(ProblemText.senderCorrects(
            "MAP-0119",
            "第 {0} 行第 {1} 字符处超过结构上限（{2}）",
            "a structural limit is exceeded in line {0}, character {1} ({2})",
            "拆分记录或减少层级",
            "split the record or nest less")),
    ENCODING_UNKNOWN(ProblemText.senderCorrects(
            "MAP-0120",
            "不支持声明的编码 {0}",
            "the declared encoding {0} is not supported",
            "使用 UTF-8 或 GB18030",
            "use UTF-8 or GB18030"));

    private final ProblemText text;

    SourceProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
