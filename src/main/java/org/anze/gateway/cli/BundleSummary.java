package org.anze.gateway.cli;

import java.io.PrintWriter;
import org.anze.gateway.archive.BundleReport;

/** What a bundle holds, in a few lines. */
final class BundleSummary {

    private BundleSummary() {}

    static void print(PrintWriter out, BundleReport report) {
        out.println("✔ " + report.ledger() + " " + report.month() + "：条目 / entries " + report.entries()
                + (report.entries() == 0 ? "" : " (#" + report.from() + " – #" + (report.to() - 1) + ")")
                + "，报送批次 / submissions " + report.submissions());
        out.println("  时间戳 / stamped: " + (report.stampedAt() == null ? "–" : report.stampedAt()) + "，见证 / witnesses: "
                + (report.witnesses().isEmpty() ? "–" : String.join(", ", report.witnesses())));
        out.println("  保存至 / keep until: " + report.keepUntil());
        out.println("  摘要 / digest: " + report.digestText());
    }
}
