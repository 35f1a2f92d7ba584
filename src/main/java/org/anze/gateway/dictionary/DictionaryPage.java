package org.anze.gateway.dictionary;

import java.util.List;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/** The data dictionary for people: every type and version, every field, as a page or as Markdown. Stateless. */
public final class DictionaryPage {

    private static final List<String> HEADINGS = List.of(
            "字段 field", "中文名", "类型 type", "填写 presence", "等级 class", "单元 unit", "代码 codes", "长度 limit", "来源 source");

    private DictionaryPage() {}

    /** As Markdown, for docs/spec/data-dictionary.md. */
    public static String markdown(RecordDefinitions definitions) {
        return write(definitions, new Markdown());
    }

    /** As a page of its own in HTML. */
    public static String html(RecordDefinitions definitions) {
        return write(definitions, new Html());
    }

    /** The headings and tables alone, in HTML, for a page that has its own frame. */
    public static String htmlTables(RecordDefinitions definitions) {
        return write(definitions, new HtmlParts());
    }

    private static String write(RecordDefinitions definitions, Layout layout) {
        layout.begin("数据字典 / Data dictionary");
        layout.paragraph("金额以分为单位的整数，比例以万分之一个百分点为单位的整数，时间带 +08:00，均为规范 JSON 的写法；模板中金额写元、比例写百分数。"
                + " / Canonical JSON holds money in whole fen, percentages in ten-thousandths of a per cent and times with"
                + " +08:00; the templates take yuan and per cent.");
        layout.paragraph("等级：L1 公开，L2 内部，L3 商业秘密，L4 个人信息，L5 敏感个人信息。单元是共同提供、脱敏或不予提供的一组字段。"
                + " / Classes: L1 public, L2 internal, L3 commercial secret, L4 personal, L5 sensitive personal. A unit is a"
                + " group of fields that are given, masked or withheld together.");
        for (RecordType type : RecordType.values()) {
            for (RecordDefinition definition : definitions.versions(type)) {
                layout.heading(
                        type.number() + " " + type.zh() + " " + type.code() + "，版本 version " + definition.version());
                layout.paragraph("业务主键 / business key: " + String.join(" + ", definition.key())
                        + definition
                                .eventField()
                                .map(field -> "；事件日期 / date of the event: " + field)
                                .orElse(""));
                layout.table(HEADINGS);
                for (FieldDefinition field : definition.fields()) {
                    layout.row(cells(field, field.name(), true));
                    for (FieldDefinition entry : field.entries()) {
                        layout.row(cells(entry, field.name() + "[]." + entry.name(), false));
                    }
                }
                layout.endTable();
            }
        }
        return layout.end();
    }

    private static List<String> cells(FieldDefinition field, String name, boolean top) {
        return List.of(
                name,
                field.zh(),
                Wording.type(field.type()),
                Wording.presence(field.presence()),
                Wording.sensitivity(field),
                top ? field.unit() : "",
                Wording.codes(field),
                Wording.limit(field),
                field.source() == null ? "" : field.source());
    }

    /** Where the words go. */
    private interface Layout {
        void begin(String title);

        void heading(String text);

        void paragraph(String text);

        void table(List<String> headings);

        void row(List<String> cells);

        void endTable();

        String end();
    }

    private static final class Markdown implements Layout {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void begin(String title) {
            text.append("# ").append(title).append("\n\n");
        }

        @Override
        public void heading(String heading) {
            text.append("## ").append(heading).append("\n\n");
        }

        @Override
        public void paragraph(String paragraph) {
            text.append(paragraph).append("\n\n");
        }

        @Override
        public void table(List<String> headings) {
            row(headings);
            text.append("|---".repeat(headings.size())).append("|\n");
        }

        @Override
        public void row(List<String> cells) {
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }

        @Override
        public void endTable() {
            text.append('\n');
        }

        @Override
        public String end() {
            return text.toString();
        }
    }

    /** A page of its own around the parts. */
    private static final class Html extends HtmlParts {

        @Override
        public void begin(String title) {
            text.append("<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>")
                    .append(escape(title))
                    .append("</title><style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
                            + "td,th{border:1px solid #999;padding:2px 8px;text-align:left;vertical-align:top}"
                            + "th{background:#eee}</style></head><body>\n<h1>")
                    .append(escape(title))
                    .append("</h1>\n");
        }

        @Override
        public String end() {
            return text.append("</body></html>\n").toString();
        }
    }

    private static class HtmlParts implements Layout {
        final StringBuilder text = new StringBuilder();

        @Override
        public void begin(String title) {
            // The page around it has one.
        }

        @Override
        public void heading(String heading) {
            text.append("<h2>").append(escape(heading)).append("</h2>\n");
        }

        @Override
        public void paragraph(String paragraph) {
            text.append("<p>").append(escape(paragraph)).append("</p>\n");
        }

        @Override
        public void table(List<String> headings) {
            text.append("<table><tr>");
            headings.forEach(
                    heading -> text.append("<th>").append(escape(heading)).append("</th>"));
            text.append("</tr>\n");
        }

        @Override
        public void row(List<String> cells) {
            text.append("<tr>");
            cells.forEach(cell -> text.append("<td>").append(escape(cell)).append("</td>"));
            text.append("</tr>\n");
        }

        @Override
        public void endTable() {
            text.append("</table>\n");
        }

        @Override
        public String end() {
            return text.toString();
        }

        static String escape(String value) {
            return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
