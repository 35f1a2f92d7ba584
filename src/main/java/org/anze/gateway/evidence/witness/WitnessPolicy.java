package org.anze.gateway.evidence.witness;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.note.NoteKey;

/**
 * The witnesses that a gateway asks: the lines {@code witness <name> <vkey> <URL>} of a C2SP tlog-policy file. Immutable.
 *
 * @param witnesses in the order of the file; none means that nobody is asked
 */
public record WitnessPolicy(List<Entry> witnesses) {

    private static final int MOST = 16;

    /** Copies the list. */
    public WitnessPolicy {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * A witness.
     *
     * @param name for people and meters; only this file and our screens use it
     * @param key must be a witness's
     * @param address submission prefix, without a slash at the end
     */
    public record Entry(String name, NoteKey key, URI address) {}

    /**
     * Reads a file's lines; empty ones and those that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line that cannot be read; lines of other kinds ({@code log}, {@code group},
     *     {@code quorum}) are refused too, because nobody would act on them
     */
    public static WitnessPolicy parse(List<String> lines) {
        List<Entry> witnesses = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Entry entry = entry(line, i + 1);
                if (!known.add(entry.name()) || !known.add(entry.key().vkey())) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": name or key stands there twice");
                }
                witnesses.add(entry);
            }
        }
        if (witnesses.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " witnesses");
        }
        return new WitnessPolicy(witnesses);
    }

    private static Entry entry(String line, int number) {
        String[] parts = line.split("[ \t]+");
        if (parts.length != 4 || !parts[0].equals("witness")) {
            throw new IllegalArgumentException("line " + number + ": expected witness <name> <vkey> <URL>");
        }
        try {
            NoteKey key = NoteKey.parse(parts[2]);
            URI address = URI.create(parts[3].replaceAll("/+$", ""));
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!key.kind().isWitness() || !http || address.getHost() == null) {
                throw new IllegalArgumentException(
                        "line " + number + ": the key is no witness's or the URL is not http(s)");
            }
            return new Entry(parts[1], key, address);
        } catch (FlawException noKey) {
            throw new IllegalArgumentException("line " + number + ": no vkey", noKey);
        }
    }
}
