package org.anze.gateway.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.jspecify.annotations.Nullable;

/** Reads one agreement file; says everything that is wrong with it and then gives no agreement. For one thread. */
final class AgreementReader {

    private final CoverageReader coverages;
    private final GrantReader grants;

    AgreementReader(RecordDefinitions definitions, Parties parties, Predicate<String> knownRegion) {
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
        Agreement.Persons persons = file.has("persons")
                ? choice(file, "persons", Agreement.Persons.class, findings)
                : Agreement.Persons.MASKED;
        List<Agreement.Basis> basis = basis(file, findings);
        Agreement.SharingClass sharing = choice(file, "sharingClass", Agreement.SharingClass.class, findings);
        LocalDate from = date(file, "validFrom", findings);
        LocalDate to = date(file, "validTo", findings);
        if (from != null && to != null && to.isBefore(from)) {
            findings.add(AccessProblem.PERIOD_REVERSED, file.lineOf("validTo"), "validTo");
        }
        String docRef = file.text("docRef");
        String approvedBy = file.text("approvedBy");
        Instant revokedAt = revokedAt(file, findings);
        Coverage coverage = coverages.read(file.section("scope"), findings);
        List<Agreement.Grant> granted = grants.read(file, findings);
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

    private static <E extends Enum<E>> @Nullable E choice(
            YamlSection file, String key, Class<E> type, FileFindings findings) {
        String text = file.text(key);
        if (text == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (E value : EnumSet.allOf(type)) {
            String word = value.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return value;
            }
            words.add(word);
        }
        findings.add(
                AccessProblem.UNKNOWN_CHOICE, file.lineOf(key), file.path(key), key, text, String.join(", ", words));
        return null;
    }

    private static List<Agreement.Basis> basis(YamlSection file, FileFindings findings) {
        List<Agreement.Basis> list = new ArrayList<>();
        List<YamlSection> sections = file.sections("legalBasis");
        for (YamlSection section : sections) {
            String document = section.text("document");
            String article = section.text("article");
            if (document != null && article != null) {
                list.add(new Agreement.Basis(document, article));
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
            findings.add(AccessProblem.NOT_A_DATE, file.lineOf(key), key, key, String.valueOf(text));
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
