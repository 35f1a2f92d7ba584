package org.anze.gateway.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.jspecify.annotations.Nullable;

/** Reads the agreements of one recipient, all or nothing. For one thread. */
final class AgreementFolder {

    private static final int MOST_FILES = 1000;
    private static final int LARGEST_FILE = 256 * 1024;
    private static final String EXTENSION = ".yaml";

    private final Parties parties;
    private final AgreementReader reader;
    private final DisclosureLimits limits;

    AgreementFolder(RecordDefinitions definitions, Parties parties, AgreementReader reader) {
        this.parties = parties;
        this.reader = reader;
        this.limits = new DisclosureLimits(definitions);
    }

    /**
     * @param agreements all of the recipient; empty when there is any finding
     */
    record Content(List<Agreement> agreements, List<Finding> findings) {}

    /** Reads {@code <party>/agreements/}. */
    Content read(Path partyFolder) {
        String recipient = partyFolder.getFileName().toString();
        Path folder = partyFolder.resolve("agreements");
        List<Finding> all = new ArrayList<>();
        List<AgreementText> texts = new ArrayList<>();
        for (Path file : files(recipient, folder, all)) {
            texts.add(text(recipient, file, all));
        }
        Content content = read(recipient, texts);
        all.addAll(content.findings());
        return new Content(all.isEmpty() ? content.agreements() : List.of(), all);
    }

    /** Reads the texts of one recipient, wherever they were kept. */
    Content read(String recipient, List<AgreementText> texts) {
        List<Finding> all = new ArrayList<>();
        List<Agreement> agreements = new ArrayList<>();
        Optional<Party> party = parties.find(recipient);
        if (party.isEmpty()) {
            FileFindings findings = new FileFindings(name(recipient, ""));
            findings.add(AccessProblem.UNKNOWN_PARTY, 1, null, recipient);
            return new Content(List.of(), findings.all());
        }
        if (texts.size() > MOST_FILES) {
            FileFindings findings = new FileFindings(name(recipient, ""));
            findings.add(AccessProblem.TOO_LARGE, 1, null, "> " + MOST_FILES + " files");
            return new Content(List.of(), findings.all());
        }
        for (AgreementText text : texts) {
            FileFindings findings = new FileFindings(name(recipient, text.name()));
            Agreement agreement = read(text, findings);
            if (agreement != null) {
                limits.check(party.get(), agreement, findings);
                overlaps(agreements, agreement, findings);
                agreements.add(agreement);
            }
            all.addAll(findings.all());
        }
        return new Content(all.isEmpty() ? agreements : List.of(), all);
    }

    private static List<Path> files(String recipient, Path folder, List<Finding> all) {
        FileFindings findings = new FileFindings(name(recipient, ""));
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> files = children.filter(
                            file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (files.size() > MOST_FILES) {
                findings.add(AccessProblem.TOO_LARGE, 1, null, "> " + MOST_FILES + " files");
            }
            return files;
        } catch (IOException e) {
            findings.add(AccessProblem.UNREADABLE, 1, null, e.getClass().getSimpleName());
            return List.of();
        } finally {
            all.addAll(findings.all());
        }
    }

    /** What cannot be read is found wrong here and has an empty text. */
    private static AgreementText text(String recipient, Path file, List<Finding> all) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            return new AgreementText(recipient, name + "/", new byte[0]);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new AgreementText(recipient, name, in.readNBytes(LARGEST_FILE + 1));
        } catch (IOException e) {
            FileFindings findings = new FileFindings(name(recipient, name));
            findings.add(AccessProblem.UNREADABLE, 1, null, e.getClass().getSimpleName());
            all.addAll(findings.all());
            return new AgreementText(recipient, name, new byte[0]);
        }
    }

    private @Nullable Agreement read(AgreementText text, FileFindings findings) {
        String name = text.name();
        if (!name.endsWith(EXTENSION)) {
            findings.add(AccessProblem.FOREIGN_FILE, 1, null);
            return null;
        }
        if (text.content().length > LARGEST_FILE) {
            findings.add(AccessProblem.TOO_LARGE, 1, null, "> " + LARGEST_FILE + " bytes");
            return null;
        }
        String id = name.substring(0, name.length() - EXTENSION.length());
        return reader.read(text.recipient(), id, text.content(), findings);
    }

    /** Two agreements over the same record at the same moment would leave it open which one decides. */
    private static void overlaps(List<Agreement> earlier, Agreement agreement, FileFindings findings) {
        for (Agreement other : earlier) {
            boolean period =
                    agreement.from().isBefore(other.end()) && other.from().isBefore(agreement.end());
            if (!period || !agreement.coverage().overlaps(other.coverage())) {
                continue;
            }
            for (Agreement.Grant grant : agreement.grants()) {
                if (other.grants().stream().anyMatch(theirs -> meets(agreement, grant, other, theirs))) {
                    String type = grant.type().code();
                    findings.add(AccessProblem.OVERLAP, findings.lineOf(type), "records", other.id(), type);
                }
            }
        }
    }

    /** A single case stands beside everything; figures and states are asked for with a purpose, which tells two apart. */
    private static boolean meets(Agreement one, Agreement.Grant grant, Agreement other, Agreement.Grant theirs) {
        return grant.type() == theirs.type()
                && grant.kind() == theirs.kind()
                && grant.singleCase() == null
                && theirs.singleCase() == null
                && (grant.kind() == Agreement.Kind.RECORDS || one.purpose() == other.purpose());
    }

    private static String name(String recipient, String file) {
        return "parties/" + recipient + "/agreements/" + file;
    }
}
