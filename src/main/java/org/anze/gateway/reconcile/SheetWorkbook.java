package org.anze.gateway.reconcile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** The daily sheet as a workbook of four tables, with the very figures of the signed one. Stateless. */
final class SheetWorkbook {

    private static final String RED = "F8CBAD";
    private static final String GREEN = "C6E0B4";

    /** Heading of each field of the signed sheet. */
    private static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("type", "类型 type"),
            Map.entry("submissions", "报送批次 submissions"),
            Map.entry("open", "未结 open"),
            Map.entry("received", "收到 received"),
            Map.entry("duplicate", "重复 duplicate"),
            Map.entry("parcels", "交换包 parcels"),
            Map.entry("firstParcel", "首个编号 first parcel"),
            Map.entry("lastParcel", "末个编号 last parcel"),
            Map.entry("withdrawn", "撤回 withdrawn"),
            Map.entry("accepted", "接受 accepted"),
            Map.entry("superseded", "其中旧版本 superseded"),
            Map.entry("rejected", "拒收 rejected"),
            Map.entry("parked", "暂存 parked"),
            Map.entry("given", "送出 given"),
            Map.entry("acknowledged", "已签收 acknowledged"),
            Map.entry("refused", "退回 refused"),
            Map.entry("waiting", "待签收 waiting"),
            Map.entry("compared", "对账条数 compared"),
            Map.entry("digest", "摘要 digest"),
            Map.entry("name", "等式 equation"),
            Map.entry("left", "左 left"),
            Map.entry("right", "右 right"),
            Map.entry("holds", "成立 holds"),
            Map.entry("id", "编号 id"),
            Map.entry("direction", "方向 direction"),
            Map.entry("day", "日期 day"),
            Map.entry("method", "方法 method"),
            Map.entry("comparedAt", "对账时间 compared at"),
            Map.entry("verdict", "结论 verdict"),
            Map.entry("missingHere", "我方缺 missing here"),
            Map.entry("missingThere", "对方缺 missing there"),
            Map.entry("differing", "不一致 differing"));

    private SheetWorkbook() {}

    /**
     * @param body of the signed sheet
     * @param digest of the signed sheet, by which it is found beside this one
     */
    static byte[] of(DayFigures figures, Map<String, @Nullable Object> body, String digest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Anze gateway", "1.0")) {
            Worksheet head = workbook.newWorksheet("对账单");
            head.value(0, 0, "每日对账单 Daily reconciliation sheet");
            head.style(0, 0).bold().fontSize(14).set();
            head.width(0, 34);
            head.width(1, 40);
            int row = 2;
            row = pair(head, row, "参与方 party", figures.party());
            row = pair(head, row, "日期（北京时间）day", figures.date().toString());
            row = pair(head, row, "出具时间 issued at", String.valueOf(body.get("issuedAt")));
            boolean closed = Boolean.TRUE.equals(body.get("closed"));
            row = pair(head, row, "已封账 closed", closed ? "是 yes" : "否，暂定 no, provisional");
            row = pair(head, row, "不早于此封账 closes not before", String.valueOf(body.get("closesNotBefore")));
            row = pair(head, row, "守恒 balanced", figures.balanced() ? "是 yes" : "否 NO");
            head.style(row - 1, 1).fillColor(figures.balanced() ? GREEN : RED).set();
            pair(head, row + 1, "签名在 JSON 对账单中；本表供阅读。", "The signature is in the JSON sheet.");
            pair(head, row + 2, "该 JSON 文件的 SHA-256 / of that file", digest);
            totals(workbook.newWorksheet("合计"), body);
            table(workbook.newWorksheet("报入"), types(body, "sent"));
            table(workbook.newWorksheet("送出"), types(body, "delivered"));
            table(workbook.newWorksheet("守恒等式"), rows(body.get("equations")));
            table(workbook.newWorksheet("比对结果"), rows(body.get("comparisons")));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static int pair(Worksheet sheet, int row, String name, String value) {
        sheet.value(row, 0, name);
        sheet.value(row, 1, value);
        return row + 1;
    }

    /** The figures of the whole day, one a row. */
    private static void totals(Worksheet sheet, Map<String, @Nullable Object> body) {
        sheet.width(0, 34);
        int row = totals(sheet, 0, "报入 sent", body.get("sent"));
        totals(sheet, row + 1, "送出 delivered", body.get("delivered"));
    }

    private static int totals(Worksheet sheet, int from, String heading, @Nullable Object part) {
        sheet.value(from, 0, heading);
        sheet.style(from, 0).bold().set();
        int row = from + 1;
        if (part instanceof Map<?, ?> figures) {
            for (Map.Entry<?, ?> figure : figures.entrySet()) {
                String name = HEADINGS.get(String.valueOf(figure.getKey()));
                if (name != null && figure.getValue() instanceof Number) {
                    sheet.value(row, 0, name);
                    cell(sheet, row, 1, figure.getValue());
                    row++;
                }
            }
        }
        return row;
    }

    private static List<?> types(Map<String, @Nullable Object> body, String part) {
        return body.get(part) instanceof Map<?, ?> map ? rows(map.get("types")) : List.of();
    }

    private static List<?> rows(@Nullable Object list) {
        return list instanceof List<?> rows ? rows : List.of();
    }

    private static void table(Worksheet sheet, List<?> rows) {
        Set<String> columns = new LinkedHashSet<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> map) {
                map.keySet().stream()
                        .map(String::valueOf)
                        .filter(HEADINGS::containsKey)
                        .forEach(columns::add);
            }
        }
        int column = 0;
        for (String name : columns) {
            sheet.value(0, column, HEADINGS.get(name));
            sheet.style(0, column).bold().set();
            sheet.width(column, name.equals("digest") ? 50 : 20);
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i) instanceof Map<?, ?> map) {
                    cell(sheet, i + 1, column, map.get(name));
                }
            }
            column++;
        }
        sheet.freezePane(0, 1);
    }

    private static void cell(Worksheet sheet, int row, int column, @Nullable Object value) {
        if (value instanceof Long number) {
            sheet.value(row, column, number);
        } else if (value instanceof Boolean holds) {
            sheet.value(row, column, holds ? "是 yes" : "否 NO");
            sheet.style(row, column).fillColor(holds ? GREEN : RED).set();
        } else if (value != null) {
            sheet.value(row, column, value.toString());
        }
    }
}
