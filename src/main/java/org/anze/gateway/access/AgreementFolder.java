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
        List<Agreement> agreements = new ArrayList<>();
        Optional<Party> party = parties.find(recipient);
        if (party.isEmpty()) {
            FileFindings findings = new FileFindings(name(recipient, ""));
            findings.add(AccessProblem.UNKNOWN_PARTY, 1, null, recipient);
            return new Content(List.of(), findings.all());
        }
        for (Path file : files(recipient, folder, all)) {
            FileFindings findings =
                    new FileFindings(name(recipient, file.getFileName().toString()));
            Agreement agreement = read(recipient, file, findings);
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

    private @Nullable Agreement read(String recipient, Path file, FileFindings findings) {
        String name = file.getFileName().toString();
        if (!name.endsWith(EXTENSION) || !Files.isRegularFile(file)) {
            findings.add(AccessProblem.FOREIGN_FILE, 1, null);
            return null;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            findings.add(AccessProblem.UNREADABLE, 1, null, e.getClass().getSimpleName());
            return null;
        }
        if (bytes.length > LARGEST_FILE) {
            findings.add(AccessProblem.TOO_LARGE, 1, null, "> " + LARGEST_FILE + " bytes");
            return null;
        }
        return reader.read(recipient, name.substring(0, name.length() - EXTENSION.length()), bytes, findings);
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
                if (other.grants().stream().anyMatch(theirs -> theirs.type() == grant.type())) {
                    String type = grant.type().code();
                    findings.add(AccessProblem.OVERLAP, findings.lineOf(type), "records", other.id(), type);
                }
            }
        }
    }

    private static String name(String recipient, String file) {
        return "parties/" + recipient + "/agreements/" + file;
    }
}
