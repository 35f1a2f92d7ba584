package org.anze.gateway.mapping.source;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a file or message as such: MAP-01xx. */
public enum SourceProblem implements ProblemKind {
    BAD_CHARACTER(ProblemText.senderCorrects(
            "MAP-0101",
            "第 {0} 行第 {2} 个字符处有不符合编码 {1} 的字节",
            "line {0}, character {2} has bytes that are not {1}",
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
            "use UTF-8 or GB18030")),
    NUL_CHARACTER(ProblemText.senderCorrects(
            "MAP-0121",
            "第 {0} 行第 {1} 个字符是空字符（NUL）",
            "line {0}, character {1} is a NUL character",
            "文件可能已损坏或不是文本，重新导出",
            "the file is damaged or no text; export it again")),
    MARK_INSIDE(ProblemText.senderCorrects(
            "MAP-0122",
            "第 {0} 行第 {1} 个字符处又出现文件头标记（BOM），通常是几个文件拼接而成",
            "line {0}, character {1} has another byte order mark; usually files were put together",
            "分别报送各文件，或去掉中间的标记",
            "send the files one by one, or remove the mark")),
    OTHER_KIND(ProblemText.senderCorrects(
            "MAP-0123",
            "文件内容是 {0}，约定为 {1}",
            "the file is {0}, agreed was {1}",
            "按约定的格式另存后报送",
            "save it in the agreed format and send it again")),
    ARCHIVE_BROKEN(ProblemText.senderCorrects(
            "MAP-0124",
            "压缩包或工作簿的文件结构已损坏（{0}）",
            "the archive or workbook file is damaged ({0})",
            "重新压缩或另存后报送",
            "pack or save it again")),
    ARCHIVE_LIMIT(ProblemText.senderCorrects(
            "MAP-0125",
            "压缩包或工作簿解开后超过上限（{0}）",
            "the archive or workbook exceeds a limit when unpacked ({0})",
            "拆分文件；不要压缩异常数据",
            "split the file")),
    ARCHIVE_NAME(ProblemText.senderCorrects(
            "MAP-0126",
            "压缩包内第 {0} 个文件的名称不安全",
            "the name of entry {0} in the archive is not safe",
            "文件名不得含 .. 、盘符、绝对路径或控制字符",
            "names must not hold .., drives, absolute paths or control characters")),
    ENCRYPTED(ProblemText.senderCorrects(
            "MAP-0127",
            "文件设有密码，无法读取",
            "the file is protected by a password",
            "去掉密码后报送；传输由加密通道保护",
            "remove the password; the channel encrypts")),
    ARCHIVE_EMPTY(ProblemText.senderCorrects(
            "MAP-0128",
            "压缩包内没有符合“{0}”的文件",
            "the archive has no entry that matches \"{0}\"",
            "核对压缩包内的文件名",
            "check the names inside the archive")),
    ARCHIVE_NESTED(ProblemText.senderCorrects(
            "MAP-0129",
            "压缩包内第 {0} 个文件又是压缩包",
            "entry {0} of the archive is an archive itself",
            "只压缩一层",
            "pack once only")),
    ENTRY_NOT_READ(ProblemText.warns(
            "MAP-0130",
            "压缩包内有 {0} 个文件不符合约定的名称，没有读取",
            "{0} entries of the archive have other names than agreed and were not read",
            "如应报送，请按约定命名",
            "name them as agreed if they should be read")),
    SHEET_MISSING(ProblemText.senderCorrects(
            "MAP-0131",
            "工作簿没有工作表“{0}”",
            "the workbook has no sheet \"{0}\"",
            "核对工作表名称或次序",
            "check names and order of the sheets")),
    OTHER_SHEETS(ProblemText.informs(
            "MAP-0132",
            "工作簿另有 {0} 个工作表，没有读取",
            "the workbook has {0} other sheets, which were not read",
            "如应报送，请分别报送或约定工作表",
            "send them separately or agree on the sheet")),
    WORKBOOK_BROKEN(ProblemText.senderCorrects(
            "MAP-0133",
            "工作簿内容不合法（{0}）",
            "the content of the workbook is not valid ({0})",
            "用 Excel 或 WPS 打开后另存再报送",
            "open it in a spreadsheet program, save and send it again")),
    WORKBOOK_LIMIT(ProblemText.senderCorrects(
            "MAP-0134",
            "工作簿超过上限（{0}）",
            "the workbook exceeds a limit ({0})",
            "拆分为几个文件",
            "split it into several files")),
    FORMULA_CELL(ProblemText.senderCorrects(
            "MAP-0135",
            "单元格 {0}（{1}）是公式，结果可能不是最新的",
            "cell {0} ({1}) is a formula; its result may be stale",
            "选择性粘贴为数值后报送",
            "paste the values in place of the formulas")),
    FORMULA_EXTERNAL(ProblemText.senderCorrects(
            "MAP-0136",
            "单元格 {0}（{1}）引用其他工作簿",
            "cell {0} ({1}) refers to another workbook",
            "选择性粘贴为数值后报送",
            "paste the values in place of the formulas")),
    ERROR_CELL(ProblemText.senderCorrects(
            "MAP-0137", "单元格 {0}（{1}）是错误值", "cell {0} ({1}) is an error value", "改正该单元格", "correct the cell")),
    DIGITS_LOST(ProblemText.senderCorrects(
            "MAP-0138",
            "单元格 {0}（{1}）是超过 15 位的数字，表格软件已丢失末尾数字",
            "cell {0} ({1}) is a number of more than 15 digits; the spreadsheet program has lost the last ones",
            "把该列设为文本后重新填写编号",
            "format the column as text and enter the number again")),
    HEADING_NOT_FOUND(ProblemText.senderCorrects(
            "MAP-0139",
            "前 {0} 行中没有找到表头；最接近的是第 {1} 行，缺少列“{2}”",
            "no heading row in the first {0} rows; the nearest is line {1}, which lacks the column \"{2}\"",
            "核对列名与约定是否一致",
            "check that the headings are the agreed ones")),
    UNIT_NOT_STATED(ProblemText.senderCorrects(
            "MAP-0140",
            "没有找到金额单位（如“单位：万元”）",
            "no unit of amounts is stated (such as 单位：万元)",
            "在表头上方或下方注明单位",
            "state the unit above or below the headings")),
    UNIT_CONTRADICTS(ProblemText.senderCorrects(
            "MAP-0141",
            "第 {0} 行的单位“{1}”与前面的“{2}”不一致",
            "the unit \"{1}\" in line {0} differs from \"{2}\" before it",
            "只注明一种单位",
            "state one unit only")),
    GROUP_TOO_LONG(ProblemText.senderCorrects(
            "MAP-0142",
            "从第 {0} 行开始，同一条记录超过 {1} 行",
            "the record that begins in line {0} has more than {1} rows",
            "核对分组列是否填写",
            "check that the grouping columns are filled in")),
    LINE_LENGTH(ProblemText.senderCorrects(
            "MAP-0143",
            "该行长 {0}，约定为 {1}",
            "the line has a length of {0}, agreed was {1}",
            "检查该行是否错位或截断",
            "check whether the line is shifted or cut off")),
    CHARACTER_SPLIT(ProblemText.senderCorrects(
            "MAP-0144",
            "“{0}”的边界切断了一个汉字，该行已错位",
            "the edge of \"{0}\" cuts a character in two; the line is shifted",
            "按约定的字节宽度重新导出",
            "export again with the agreed widths in bytes")),
    LAST_RECORD_CUT(ProblemText.senderCorrects(
            "MAP-0145",
            "文件末尾的记录只有 {0} 字节，约定每条 {1} 字节",
            "the last record has {0} bytes, agreed were {1}",
            "文件可能被截断，请重新导出完整文件",
            "the file may have been cut off; export it again in full")),
    ROWS_AFTER_STOP(ProblemText.warns(
            "MAP-0146",
            "表格结束标志（第 {0} 行）之后还有 {1} 个非空行，没有读取",
            "{1} rows that are not blank follow the end of the table in line {0}; they were not read",
            "如是数据，请放在结束标志之前",
            "move them before the end if they are data")),
    EMBEDDED_MISSING(ProblemText.senderCorrects(
            "MAP-0147",
            "没有找到内嵌的 XML（约定在 {0}）",
            "there is no embedded XML; it was agreed to be in {0}",
            "核对报文结构",
            "check the layout of the message")),
    LINE_TOO_LONG(ProblemText.senderCorrects(
            "MAP-0148", "第 {0} 行超过 {1} 个字符", "line {0} is longer than {1} characters", "拆分该记录", "split the record")),
    HEADER_DIFFERS(ProblemText.senderCorrects(
            "MAP-0149",
            "第 {0} 行应以“{1}”开头",
            "line {0} was expected to begin with \"{1}\"",
            "核对文件的首行",
            "check the first line of the file")),
    FORMAT_CHANGES_NUMBER(ProblemText.senderCorrects(
            "MAP-0150",
            "单元格 {0}（{1}）的数字格式显示的不是所存的数，也没有写明单位，无法判断以哪个为准",
            "the number format of cell {0} ({1}) shows another number than the cell has, and no unit says which is meant",
            "把该列设为常规格式并核对数值后重新报送",
            "give the column the format General, check the numbers and send it again")),
    RECORDS_NAMED_OTHERWISE(
            ProblemText.senderCorrects(
                    "MAP-0151",
                    "没有名为“{0}”的元素，一条记录也没有读到；第 {2} 行第 {3} 字符处起是：{1}",
                    "there is no element \"{0}\" and so not one record; from line {2}, character {3} on there are: {1}",
                    "把元素名改为约定的名称（大小写也要一致），或核对所用的映射；确实没有记录时请留空",
                    "give the elements the agreed name, in the same case, or check the mapping; leave it empty when there is no record"));

    private final ProblemText text;

    SourceProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
