package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.note.NoteKey;
import org.jspecify.annotations.Nullable;

/** What others signed about a checkpoint, read out of a document and judged by a trust file (§12, §13). Safe for several threads. */
public final class OthersEvidence {

    private final TrustFile trust;

    /** Believes the authorities and witnesses of this file. */
    public OthersEvidence(TrustFile trust) {
        this.trust = trust;
    }

    /**
     * The time of a stamp, once it is over this checkpoint and of a trusted authority.
     *
     * @param value an object of {@code certificates} and {@code token}, or null
     * @param where its path in the document
     * @return null when there is no stamp
     */
    public @Nullable Instant stamp(@Nullable Object value, String where, Checkpoint checkpoint) throws FlawException {
        if (value == null) {
            return null;
        }
        JsonFields fields = JsonFields.of(value, where, "certificates", "token");
        String chain = fields.path("certificates");
        List<?> texts = fields.list("certificates");
        boolean listed = !texts.isEmpty()
                && texts.size() <= Stamp.MAX_CERTIFICATES
                && texts.stream().allMatch(text -> text instanceof String pem && !pem.isEmpty());
        require(listed, Flaw.MALFORMED, chain);
        byte[] token = fields.bytes("token");
        List<StampCertificate> certificates = new ArrayList<>();
        for (Object text : texts) {
            StampCertificate certificate = StampCertificate.ofPem((String) text);
            if (certificate == null) {
                throw new FlawException(Flaw.STAMP_UNTRUSTED, chain);
            }
            certificates.add(certificate);
        }
        Optional<Instant> time = TimeStampToken.time(token, checkpoint, certificates.get(0));
        require(time.isPresent(), Flaw.STAMP_WRONG, fields.path("token"));
        require(StampChain.holds(certificates, trust.stamp(), time.get()), Flaw.STAMP_UNTRUSTED, chain);
        return time.get();
    }

    /**
     * The names of the witnesses we know whose lines verify; lines of others are passed over.
     *
     * @param lines signature lines without line feed
     * @param where their path in the document
     */
    public List<String> witnesses(List<?> lines, String where, Checkpoint checkpoint) throws FlawException {
        require(lines.size() <= ProofWriter.MAX_COSIGNATURES, Flaw.MALFORMED, where);
        List<Cosignature> cosignatures = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String place = where + "[" + i + "]";
            if (!(lines.get(i) instanceof String line) || !seen.add(line)) {
                throw new FlawException(Flaw.MALFORMED, place);
            }
            cosignatures.add(Cosignature.of(line, place));
        }
        List<String> names = new ArrayList<>();
        for (Cosignature line : cosignatures) {
            Optional<NoteKey> witness = trust.witnesses().stream()
                    .filter(key -> key.isNamedBy(line.name(), line.keyId()))
                    .findFirst();
            if (witness.isPresent()) {
                boolean signed = witness.get().cosigned(line.seconds(), checkpoint.text(), line.signature());
                require(signed, Flaw.COSIGNATURE_WRONG, line.where());
                names.add(line.name());
            }
        }
        return List.copyOf(names);
    }

    private static void require(boolean holds, Flaw flaw, String where) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw, where);
        }
    }
}
