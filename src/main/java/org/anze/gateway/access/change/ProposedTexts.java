package org.anze.gateway.access.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.access.AgreementText;

/**
 * The agreement files as they lie in the folders now: what somebody proposes.
 *
 * @param texts of all parties
 * @param recipients who has a folder {@code agreements}, even an empty one; who has none keeps what is in force, unused, for a
 *     folder that is not mounted withdraws nothing
 * @param encryption party → content of its {@code encryption.crt}, byte by byte; parties without one are not in it
 */
public record ProposedTexts(List<AgreementText> texts, List<String> recipients, Map<String, String> encryption) {

    private static final int MOST_FILES = 1000;
    private static final int LARGEST_FILE = 256 * 1024;
    private static final String UNREADABLE = " (unreadable)";

    /** Copies the lists. */
    public ProposedTexts {
        texts = List.copyOf(texts);
        recipients = List.copyOf(recipients);
        encryption = Map.copyOf(encryption);
    }

    /** Of parties without encryption certificates. */
    public ProposedTexts(List<AgreementText> texts, List<String> recipients) {
        this(texts, recipients, Map.of());
    }

    /**
     * Reads {@code <folder>/<recipient>/agreements/*}; hidden files are left out. What the reader of agreements is to refuse is
     * in it as far as he needs to see: one file too many, one byte too many, and under a name that is no agreement's what
     * cannot be read.
     *
     * @throws IOException when the folder of the parties cannot be read
     */
    public static ProposedTexts read(Path partiesFolder) throws IOException {
        List<AgreementText> texts = new ArrayList<>();
        List<String> recipients = new ArrayList<>();
        Map<String, String> encryption = new HashMap<>();
        for (Path party : children(partiesFolder)) {
            Path certificate = party.resolve("encryption.crt");
            if (Files.isRegularFile(certificate)) {
                try (InputStream in = Files.newInputStream(certificate)) {
                    encryption.put(
                            party.getFileName().toString(),
                            new String(in.readNBytes(LARGEST_FILE), StandardCharsets.ISO_8859_1));
                }
            }
            Path folder = party.resolve("agreements");
            if (!Files.isDirectory(folder)) {
                continue;
            }
            String recipient = party.getFileName().toString();
            recipients.add(recipient);
            texts.addAll(texts(recipient, folder));
        }
        return new ProposedTexts(texts, recipients, encryption);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
        }
    }

    private static List<AgreementText> texts(String recipient, Path folder) {
        List<AgreementText> texts = new ArrayList<>();
        try {
            for (Path file : children(folder)) {
                texts.add(text(recipient, file));
            }
        } catch (IOException e) {
            texts.add(new AgreementText(recipient, UNREADABLE, new byte[0]));
        }
        return texts;
    }

    private static AgreementText text(String recipient, Path file) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            return new AgreementText(recipient, name + "/", new byte[0]);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new AgreementText(recipient, name, in.readNBytes(LARGEST_FILE + 1));
        } catch (IOException e) {
            return new AgreementText(recipient, name + UNREADABLE, new byte[0]);
        }
    }
}
