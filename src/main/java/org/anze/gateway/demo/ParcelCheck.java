package org.anze.gateway.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.Renditions;
import org.anze.gateway.seal.parcel.Verdict;
import org.jspecify.annotations.Nullable;

/** What a careful recipient checks: signature, proofs, renditions, and that the parcel is meant for it. Safe for threads. */
public final class ParcelCheck implements ReceivedParcels.Check {

    private final String recipient;
    private final ParcelVerifier verifier;

    /** @param authority PEM file with the certificate of the authority that issues sealing certificates */
    public ParcelCheck(String recipient, Path authority) throws IOException {
        this.recipient = recipient;
        try {
            this.verifier = new ParcelVerifier(UnitCatalogue.builtIn(), SealTrust.ofPem(Files.readString(authority)));
        } catch (FlawException e) {
            throw new IOException("not a certificate: " + authority, e);
        }
    }

    @Override
    public @Nullable String reason(byte[] document, Map<String, byte[]> renditions) {
        Verdict verdict = verifier.verify(document, Renditions.of(renditions));
        if (verdict instanceof Verdict.Failed failed) {
            return failed.flaw().en() + " (" + failed.where() + ")";
        }
        Verdict.Verified verified = (Verdict.Verified) verdict;
        if (!verified.head().recipient().equals(recipient)) {
            return "a parcel for " + verified.head().recipient();
        }
        return verified.renditions().size() == renditions.size() ? null : "a file that the manifest does not name";
    }
}
