package org.anze.gateway.evidence.envelope;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Objects;
import org.anze.gateway.evidence.EvidenceProblem;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;

/** Puts files into the envelopes that parties ask for. Safe for several threads. */
public final class Envelopes {

    /** What a file's name is followed by when it is in an envelope. */
    public static final String SUFFIX = ".p7m";

    /** Media type of an envelope (RFC 8551). */
    public static final String MEDIA_TYPE = "application/pkcs7-mime";

    private final SignedEnvelope signed;
    private final EncryptedEnvelope encrypted;
    private final Path parties;
    private final Clock clock;

    /** @param parties the folder with one folder per party */
    public Envelopes(Signer signer, SealCertificate certificate, Path parties, Clock clock) {
        this.signed = new SignedEnvelope(signer, certificate);
        this.encrypted = new EncryptedEnvelope(signer.suite());
        this.parties = parties;
        this.clock = clock;
    }

    /**
     * A file in the envelope of its recipient; other bytes each time.
     *
     * @throws IllegalArgumentException when the recipient has no envelope
     * @throws TryAgainLater when its encryption certificate cannot be used
     */
    public byte[] enclose(Party recipient, byte[] content) {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null || delivery.envelope() == null) {
            throw new IllegalArgumentException(recipient.id() + " has no envelope");
        }
        Party.Oids oids = Objects.requireNonNull(delivery.oids());
        byte[] envelope = signed.sign(content, oids, clock.instant());
        return delivery.envelope() == Party.Envelope.SIGNED
                ? envelope
                : encrypted.encrypt(envelope, certificate(recipient.id()), oids);
    }

    private X509Certificate certificate(String recipient) {
        try {
            return EncryptionCertificate.read(parties.resolve(recipient), signed.suite(), clock.instant());
        } catch (IOException e) {
            throw new TryAgainLater(
                    EvidenceProblem.CERTIFICATE_UNUSABLE,
                    e,
                    recipient,
                    EncryptionCertificate.FILE,
                    String.valueOf(e.getMessage()));
        }
    }
}
