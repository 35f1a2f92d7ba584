package org.anze.gateway.seal.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.note.NoteKey;

/** Whom a verifier believes (§13): sealing authorities, time-stamp authorities, witnesses. Immutable. */
public final class TrustFile {

    private static final Pattern HEADING = Pattern.compile("\\[(seal|stamp|witness)]");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----\n[^-]*-----END CERTIFICATE-----\n");

    private final SealTrust seal;
    private final List<StampCertificate> stamp;
    private final List<NoteKey> witnesses;

    private enum Part {
        SEAL,
        STAMP,
        WITNESS
    }

    private TrustFile(SealTrust seal, List<StampCertificate> stamp, List<NoteKey> witnesses) {
        this.seal = seal;
        this.stamp = List.copyOf(stamp);
        this.witnesses = List.copyOf(witnesses);
    }

    /**
     * Reads a trust file; a plain PEM file of sealing authorities is one.
     *
     * @throws FlawException when it is not a trust file
     */
    public static TrustFile of(String text) throws FlawException {
        Map<Part, StringBuilder> parts = parts(text);
        String seals = parts.getOrDefault(Part.SEAL, new StringBuilder()).toString();
        blocks(seals);
        List<StampCertificate> stamps = new ArrayList<>();
        for (String block :
                blocks(parts.getOrDefault(Part.STAMP, new StringBuilder()).toString())) {
            StampCertificate anchor = StampCertificate.ofPem(block);
            if (anchor == null) {
                throw malformed();
            }
            stamps.add(anchor);
        }
        List<NoteKey> witnesses = new ArrayList<>();
        for (String line : parts.getOrDefault(Part.WITNESS, new StringBuilder())
                .toString()
                .lines()
                .toList()) {
            witnesses.add(witness(line));
        }
        return new TrustFile(SealTrust.ofPem(seals), stamps, witnesses);
    }

    private static NoteKey witness(String line) throws FlawException {
        NoteKey key = NoteKey.parse(line);
        if (!key.kind().isWitness()) {
            throw malformed();
        }
        return key;
    }

    private static Map<Part, StringBuilder> parts(String text) throws FlawException {
        Map<Part, StringBuilder> parts = new EnumMap<>(Part.class);
        Part part = Part.SEAL;
        for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                part = Part.valueOf(heading.group(1).toUpperCase(Locale.ROOT));
                if (parts.put(part, new StringBuilder()) != null) {
                    throw malformed();
                }
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                parts.computeIfAbsent(part, any -> new StringBuilder())
                        .append(line)
                        .append('\n');
            }
        }
        return parts;
    }

    private static List<String> blocks(String pem) throws FlawException {
        Matcher block = BLOCK.matcher(pem);
        List<String> blocks = new ArrayList<>();
        int at = 0;
        while (block.find() && block.start() == at) {
            blocks.add(block.group());
            at = block.end();
        }
        if (at != pem.length()) {
            throw malformed();
        }
        return blocks;
    }

    /** The anchors of sealing certificates: for parcels, bundles and receipts. */
    public SealTrust seal() {
        return seal;
    }

    List<StampCertificate> stamp() {
        return stamp;
    }

    List<NoteKey> witnesses() {
        return witnesses;
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.MALFORMED, "trust");
    }
}
