package org.anze.gateway.console;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.anze.gateway.audit.AuditAnchors;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The audit log, its export and its check, for the auditor. */
@Controller
final class AuditController {

    private static final int EXPORT_PAGE = 1000;

    private final AuditLog audit;
    private final AuditAnchors anchors;
    private final AuditPages pages;
    /** Reads every event there is. */
    private final Semaphore oneCheck = new Semaphore(1);

    AuditController(AuditLog audit, AuditAnchors anchors, AuditPages pages) {
        this.audit = audit;
        this.anchors = anchors;
        this.pages = pages;
    }

    @GetMapping("/audit")
    String page(
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "person", defaultValue = "") String person,
            @RequestParam(name = "before", required = false) @Nullable Long before,
            Model model) {
        AuditKind wanted = kind(kind);
        String who = person.isBlank() ? null : SearchTerms.clean(person);
        List<AuditPages.Row> rows = pages.page(wanted, who, before);
        model.addAttribute("rows", rows);
        model.addAttribute("kinds", AuditKind.values());
        model.addAttribute("kind", wanted);
        model.addAttribute("person", who);
        model.addAttribute("anchor", anchors.last().orElse(null));
        model.addAttribute("unanchored", anchors.isAlarm());
        model.addAttribute(
                "more",
                rows.size() < AuditPages.PAGE ? null : rows.get(rows.size() - 1).number());
        return "audit";
    }

    /** Derives the chain of hashes again and compares it with what was signed about it, once at a time. */
    @PostMapping("/audit/check")
    String check(Seat seat, RedirectAttributes said) {
        if (!oneCheck.tryAcquire()) {
            said.addFlashAttribute("busy", true);
            return "redirect:/audit";
        }
        try {
            OptionalLong flaw = anchors.firstFlaw();
            String outcome = flaw.isEmpty() ? "whole" : "flaw at " + flaw.getAsLong();
            audit.write(
                    new AuditEvent(AuditKind.OPERATION, seat.actor(), null, null, "audit log checked", outcome, null));
            said.addFlashAttribute("checked", true);
            said.addFlashAttribute("flaw", flaw.isEmpty() ? null : flaw.getAsLong());
        } finally {
            oneCheck.release();
        }
        return "redirect:/audit";
    }

    /** The whole log, or what is newer than a number, with the hashes; written straight into the answer. */
    @GetMapping("/audit.csv")
    void export(@RequestParam(name = "after", defaultValue = "0") long after, Seat seat, HttpServletResponse response)
            throws IOException {
        audit.write(new AuditEvent(
                AuditKind.EXPORT, seat.actor(), null, null, "audit log after " + after, "downloaded", null));
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
        try (CsvWriter csv =
                CsvWriter.builder().build(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
            csv.writeRecord(
                    "number",
                    "at",
                    "kind",
                    "party",
                    "person",
                    "purpose",
                    "agreement",
                    "subject",
                    "outcome",
                    "reason",
                    "hash");
            List<AuditEntry> page = audit.after(after, EXPORT_PAGE);
            while (!page.isEmpty()) {
                page.forEach(entry -> csv.writeRecord(cells(entry)));
                page = audit.after(page.get(page.size() - 1).number(), EXPORT_PAGE);
            }
        }
    }

    private static List<String> cells(AuditEntry entry) {
        AuditEvent event = entry.event();
        return List.of(
                String.valueOf(entry.number()),
                entry.at().toString(),
                event.kind().name(),
                text(event.actor().party()),
                text(event.actor().person()),
                text(event.purpose()),
                text(event.agreement()),
                text(event.subject()),
                text(event.outcome()),
                text(event.reason()),
                HexFormat.of().formatHex(entry.hash()));
    }

    /** A sheet must not take a text for a formula. */
    private static String text(@Nullable String value) {
        if (value == null) {
            return "";
        }
        return value.matches("(?s)[=+@\\-].*") ? "'" + value : value;
    }

    private static @Nullable AuditKind kind(String name) {
        for (AuditKind kind : AuditKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }
}
