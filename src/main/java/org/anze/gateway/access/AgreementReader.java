package org.anze.gateway.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.jspecify.annotations.Nullable;

/** Reads one agreement file; says everything that is wrong with it and then gives no agreement. For one thread. */
final class AgreementReader {

    private final CoverageReader coverages;
    private final GrantReader grants;
    private final LocalDate today;

    /** @param today in China, by which a legal basis has ended or not */
    AgreementReader(RecordDefinitions definitions, Parties parties, Predicate<String> knownRegion, LocalDate today) {
        this.today = today;
        this.coverages = new CoverageReader(parties, knownRegion);
        this.grants = new GrantReader(definitions);
    }

    /** The agreement of a file, or null with findings. */
    @Nullable
    Agreement read(String recipient, String id, byte[] bytes, FileFindings findings) {
        YamlSection file;
        try {
            file = YamlSection.of(YamlNode.read(bytes), "", findings);
        } catch (YamlNode.Refused e) {
            findings.add(AccessProblem.UNREADABLE, e.line(), null, String.valueOf(e.getMessage()));
            return null;
        }
        return file == null ? null : agreement(recipient, id, file, findings);
    }

    private @Nullable Agreement agreement(String recipient, String id, YamlSection file, FileFindings findings) {
        same(file, "id", id, AccessProblem.ID_IS_NOT_THE_FILE_NAME, findings);
        int version = version(file, findings);
        same(file, "recipient", recipient, AccessProblem.RECIPIENT_IS_NOT_THE_FOLDER, findings);
        Purpose purpose = purpose(file, findings);
        Agreement.Persons persons = file.choice("persons", Agreement.Persons.class, Agreement.Persons.MASKED);
        Agreement.SharingClass sharing = file.choice("sharingClass", Agreement.SharingClass.class, null);
        LocalDate from = date(file, "validFrom", findings);
        LocalDate to = date(file, "validTo", findings);
        if (from != null && to != null && to.isBefore(from)) {
            findings.add(AccessProblem.PERIOD_REVERSED, file.lineOf("validTo"), "validTo");
        }
        List<Agreement.Basis> basis = basis(file, to, findings);
        String docRef = file.text("docRef");
        String approvedBy = file.text("approvedBy");
        Instant revokedAt = revokedAt(file, findings);
        Coverage coverage = coverages.read(file.section("scope"), findings);
        boolean importantData = file.flag("importantData");
        Long recordsPerDay = recordsPerDay(file, findings);
        List<Agreement.Grant> granted =
                grants.read(file, persons == null ? Agreement.Persons.MASKED : persons, findings);
        file.refuseOthers();
        if (!findings.all().isEmpty()
                || purpose == null
                || persons == null
                || sharing == null
                || from == null
                || to == null
                || docRef == null
                || approvedBy == null
                || coverage == null) {
            return null;
        }
        return new Agreement(
                id,
                version,
                recipient,
                purpose,
                persons,
                basis,
                sharing,
                from,
                to,
                docRef,
                approvedBy,
                revokedAt,
                importantData,
                recordsPerDay,
                coverage,
                granted);
    }

    private static void same(
            YamlSection file, String key, String expected, AccessProblem problem, FileFindings findings) {
        String text = file.text(key);
        if (text != null && !text.equals(expected)) {
            findings.add(problem, file.lineOf(key), key, expected);
        }
    }

    private static int version(YamlSection file, FileFindings findings) {
        String text = file.text("version");
        if (text == null) {
            return 0;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            findings.add(AccessProblem.VERSION_NOT_POSITIVE, file.lineOf("version"), "version");
            return 0;
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Purpose purpose(YamlSection file, FileFindings findings) {
        String text = file.text("purpose");
        if (text == null) {
            return null;
        }
        for (Purpose purpose : Purpose.values()) {
            if (purpose.name().equals(text)) {
                return purpose;
            }
        }
        String known = Arrays.stream(Purpose.values())
                .map(purpose -> purpose.name() + " " + purpose.zh())
                .collect(Collectors.joining(", "));
        findings.add(AccessProblem.UNKNOWN_PURPOSE, file.lineOf("purpose"), "purpose", text, known);
        return null;
    }

    private static @Nullable Long recordsPerDay(YamlSection file, FileFindings findings) {
        YamlSection volume = file.has("volume") ? file.section("volume") : null;
        String text = volume == null ? null : volume.text("recordsPerDay");
        if (volume != null) {
            volume.refuseOthers();
        }
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9]\\d{0,11}")) {
            findings.add(AccessProblem.VOLUME_NOT_POSITIVE, volume.lineOf("recordsPerDay"), "volume.recordsPerDay");
            return null;
        }
        return Long.parseLong(text);
    }

    /** An agreement that has ended anyway may rest on what has ended; one that still runs may not. */
    private List<Agreement.Basis> basis(YamlSection file, @Nullable LocalDate validTo, FileFindings findings) {
        List<Agreement.Basis> list = new ArrayList<>();
        List<YamlSection> sections = file.sections("legalBasis");
        boolean runs = validTo == null || !validTo.isBefore(today);
        for (YamlSection section : sections) {
            String document = section.text("document");
            String article = section.text("article");
            LocalDate until = section.has("until") ? date(section, "until", findings) : null;
            if (until != null && until.isBefore(today) && runs) {
                findings.add(
                        AccessProblem.BASIS_EXPIRED,
                        section.lineOf("until"),
                        section.path("until"),
                        String.valueOf(document),
                        until.toString());
            }
            if (document != null && article != null) {
                list.add(new Agreement.Basis(document, article, until));
            }
            section.refuseOthers();
        }
        if (sections.isEmpty()) {
            findings.add(AccessProblem.BASIS_MISSING, file.lineOf("legalBasis"), "legalBasis");
        }
        return list;
    }

    private static @Nullable LocalDate date(YamlSection file, String key, FileFindings findings) {
        String text = file.text(key);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            findings.add(
                    AccessProblem.NOT_A_DATE, file.lineOf(key), file.path(key), file.path(key), String.valueOf(text));
            return null;
        }
    }

    private static @Nullable Instant revokedAt(YamlSection file, FileFindings findings) {
        if (!file.has("revokedAt")) {
            return null;
        }
        String text = file.text("revokedAt");
        try {
            if (text == null) {
                return null;
            }
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(Agreement.CHINA)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            findings.add(
                    AccessProblem.NOT_A_DATE, file.lineOf("revokedAt"), "revokedAt", "revokedAt", String.valueOf(text));
            return null;
        }
    }
}
