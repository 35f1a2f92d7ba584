package org.anze.gateway.seal.proof;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Pem;

/**
 * A time stamp over a checkpoint as it travels in a bundle (§12).
 *
 * @param token TimeStampToken of RFC 3161 in DER; handed over, not copied
 * @param certificates strict PEM: first the token's signer, each next one the issuer of the one before, without the anchor
 */
public record Stamp(byte[] token, List<String> certificates) {

    /** Most certificates in a bundle. */
    public static final int MAX_CERTIFICATES = 4;

    /** @throws IllegalArgumentException for none or more than {@link #MAX_CERTIFICATES} certificates */
    public Stamp {
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("a stamp travels with 1 to " + MAX_CERTIFICATES + " certificates");
        }
        certificates = List.copyOf(certificates);
    }

    /**
     * Whether every verifier that knows one of these anchors accepts the stamp. Who keeps stamps asks before it keeps one: a
     * stamp that verifiers refuse makes the bundles worthless that would verify without it.
     *
     * @param anchors certificates in DER; one that §12 cannot read counts for nothing
     */
    public boolean holds(Checkpoint checkpoint, Collection<byte[]> anchors) {
        List<StampCertificate> chain = read(certificates);
        if (chain.size() != certificates.size()) {
            return false;
        }
        return TimeStampToken.time(token, checkpoint, chain.get(0))
                .filter(time -> StampChain.holds(
                        chain,
                        read(anchors.stream()
                                .map(anchor -> Pem.write(Pem.CERTIFICATE, anchor))
                                .toList()),
                        time))
                .isPresent();
    }

    private static List<StampCertificate> read(List<String> pems) {
        return pems.stream()
                .map(StampCertificate::ofPem)
                .filter(Objects::nonNull)
                .toList();
    }
}
