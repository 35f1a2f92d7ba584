package org.anze.gateway.mapping.canonical;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with canonical tables and canonical XML: MAP-032x. */
enum CanonicalProblem implements ProblemKind {
    UNKNOWN_HEADING(ProblemText.senderCorrects(
            "MAP-0321",
            "规范表格没有列“{0}”",
            "the canonical table has no column \"{0}\"",
            "使用模板中的标题，或规范字段名",
            "use the headings of the template, or canonical field names")),
    COLUMN_TWICE(ProblemText.senderCorrects(
            "MAP-0322",
            "“{0}”与“{1}”是同一字段的两列",
            "\"{0}\" and \"{1}\" are two columns of one field",
            "只保留一列",
            "keep one of them")),
    KEY_COLUMN_MISSING(ProblemText.senderCorrects(
            "MAP-0323",
            "缺少业务主键的列“{0}”",
            "the column \"{0}\" of the business key is missing",
            "补上该列，或下载新的模板",
            "add the column or take a new template")),
    NOT_A_LIST(ProblemText.senderCorrects(
            "MAP-0324",
            "“{0}”不是列表，应写成 {1}",
            "\"{0}\" is no list; it is written {1}",
            "文本列表可用分号隔开，也可写 JSON；对象列表写 JSON",
            "lists of texts are separated by semicolons or written as JSON, lists of objects as JSON")),
    DAY_WITHOUT_TIME(ProblemText.senderCorrects(
            "MAP-0325",
            "时间“{0}”没有写明时刻",
            "the time \"{0}\" names a day only",
            "写成 2024-01-31 00:00:00；规范格式的终保时间是不含在内的时刻，不能由日期推断",
            "write 2024-01-31 00:00:00; the end of cover is an exclusive point in time and cannot be told from a day")),
    OTHER_DEFINITION(ProblemText.senderCorrects(
            "MAP-0326",
            "文件声明的记录定义是 {0}，所用映射读取的是 {1}",
            "the document says that its records are {0}, but the mapping reads {1}",
            "改用对应的映射，或更正根元素的 type 与 version",
            "use the mapping of that definition or correct type and version of the root element")),
    OTHER_FORMAT(ProblemText.senderCorrects(
            "MAP-0327",
            "映射 {0} 读取 {1}，文件内容却是 {2}；读取 {2} 的映射是 {3}",
            "the mapping {0} reads {1}, but the file is {2}; the mapping for {2} is {3}",
            "指定与文件格式相符的映射，或按约定的格式另存",
            "name the mapping of the file's format, or save the file in the agreed one"));

    private final ProblemText text;

    CanonicalProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
