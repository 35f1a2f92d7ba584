package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.Agreement;
import org.jspecify.annotations.Nullable;

/** A bundle's manifest whose form is right; whether it is true is for {@link ProofVerifier}. */
record ProofManifest(
        ProofHead head,
        Suite suite,
        long checkpointSize,
        byte[] evidenceDigest,
        long assurance,
        List<Agreement> agreements,
        List<?> withheld) {

    private static final String[] MEMBERS = {
        "agreements",
        "assurance",
        "checkpointSize",
        "evidenceDigest",
        "format",
        "ledger",
        "preparedAt",
        "purpose",
        "recipient",
        "suite",
        "watermark",
        "withheld"
    };

    static ProofManifest of(@Nullable Object value) throws FlawException {
        JsonFields fields = JsonFields.of(value, "manifest", MEMBERS);
        fields.requireFormat("format", ProofWriter.FORMAT);
        String ledger = fields.ledger("ledger");
        String recipient = fields.text("recipient");
        Instant preparedAt = fields.time("preparedAt");
        Suite suite = fields.suite("suite");
        long checkpointSize = fields.integer("checkpointSize", 0);
        byte[] evidenceDigest = fields.hash("evidenceDigest");
        ProofHead head = new ProofHead(
                ledger, recipient, preparedAt, textOrNull(fields, "purpose"), textOrNull(fields, "watermark"));
        long assurance = fields.integer("assurance", 1);
        if (assurance > Assurance.values().length) {
            throw new FlawException(Flaw.MALFORMED, "manifest.assurance");
        }
        return new ProofManifest(
                head,
                suite,
                checkpointSize,
                evidenceDigest,
                assurance,
                Agreement.listOf(fields.list("agreements")),
                fields.list("withheld"));
    }

    private static @Nullable String textOrNull(JsonFields fields, String name) throws FlawException {
        return fields.value(name) == null ? null : fields.text(name);
    }
}
