package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.util.List;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.jspecify.annotations.Nullable;

/** Verifies the signatures that parties put to what they send. Safe for many threads. */
public final class OriginSignatures {

    private final SignerDirectory directory;

    /** With the directory of signers' certificates. */
    public OriginSignatures(SignerDirectory directory) {
        this.directory = directory;
    }

    /**
     * Begins to verify a signature: its form, its algorithms, and whose certificate it is. May wait for a source of revocation, so
     * nothing scarce should be held meanwhile.
     *
     * @param party the sender, as its channel authenticated it
     * @param presented null when there is no signature
     * @return follows the body and judges at its end
     * @throws org.anze.gateway.problem.SenderMustCorrect when the signature cannot be accepted, or the party's file demands one
     *     and there is none
     * @throws org.anze.gateway.problem.TryAgainLater when the certificate cannot be judged now
     */
    public OriginWatch begin(Party party, @Nullable PresentedSignature presented) {
        if (presented == null) {
            boolean required = party.intake() != null && party.intake().signature() == Party.SignatureRule.REQUIRED;
            if (required) {
                throw OriginProblem.SIGNATURE_REQUIRED.refusal();
            }
            return OriginWatch.unsigned();
        }
        if (presented instanceof PresentedSignature.Envelope envelope) {
            return verifiedAtTheDoor(envelope);
        }
        PresentedSignature.Detached detached = (PresentedSignature.Detached) presented;
        byte[] bytes = detached.bytes();
        if (bytes.length > PresentedSignature.MOST_BYTES) {
            throw OriginProblem.TOO_LARGE.refusal(PresentedSignature.MOST_BYTES);
        }
        return switch (detached.kind()) {
            case CMS -> {
                DetachedCms cms = DetachedCms.read(bytes);
                mustBeOf(party, cms.chain(), Kind.CMS);
                yield cms.watch(bytes);
            }
            case JWS -> {
                DetachedJws jws = DetachedJws.read(bytes);
                OriginWatch watch = jws.watch(bytes);
                mustBeOf(party, jws.chain(), Kind.JWS);
                yield watch;
            }
            case WSS -> throw new IllegalArgumentException("an envelope is verified where it arrives");
        };
    }

    private void mustBeOf(Party party, List<X509Certificate> chain, Kind kind) {
        Party owner = directory.owner(chain, kind).orElseThrow(OriginProblem.OTHER_PARTY::refusal);
        if (!owner.id().equals(party.id())) {
            throw OriginProblem.OTHER_PARTY.refusal();
        }
        // The directory may have known the signer's own certificate already; what is kept has to stand by itself.
        Certificates.mustEnd(chain, directory.authorities());
    }

    private static OriginWatch verifiedAtTheDoor(PresentedSignature.Envelope envelope) {
        return new OriginWatch() {
            @Override
            void update(byte[] bytes, int offset, int length) {
                // The envelope's signature covers the body of the message, from which these bytes were taken.
            }

            @Override
            public VerifiedOrigin finish() {
                return new VerifiedOrigin(
                        Kind.WSS,
                        envelope.algorithm(),
                        envelope.certificate(),
                        envelope.created(),
                        envelope.canonical());
            }
        };
    }
}
