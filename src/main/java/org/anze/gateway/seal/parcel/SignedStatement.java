package org.anze.gateway.seal.parcel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.HeldTree;
import org.anze.gateway.seal.tree.InclusionProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * A signed JSON object with its signer's certificate, such as a receipt (docs/spec/seal-v1.md §8). The body always has {@code
 * format} and {@code issuedAt}; what else it says is its format's business. Several that are signed together share one signature
 * over the root of a tree whose leaves they are, and each carries its own path to it: whoever holds one needs none of the others,
 * and learns of them how many there are and some hashes.
 *
 * @param signer name of who signed
 * @param issuedAt time in the body; the certificate was valid then
 * @param body the signed object
 */
public record SignedStatement(String signer, Instant issuedAt, Map<String, @Nullable Object> body) {

    /** Format identifier of a receipt. */
    public static final String RECEIPT_FORMAT = "anze-receipt/1";

    /** What one signature for several statements is over. */
    private static final String TOGETHER_FORMAT = "anze-statements/1";

    /**
     * Signs a body by itself.
     *
     * @param body canonical JSON values with a string {@code format} and an {@code issuedAt} written by {@link
     *     SealTime#write}
     * @throws IllegalArgumentException when one of the two is missing, or certificate and signer do not belong together
     */
    public static byte[] sign(Map<String, ?> body, Signer signer, SealCertificate certificate) {
        return sign(List.of(body), signer, certificate).get(0);
    }

    /**
     * Signs bodies with one signature; a single one as {@link #sign(Map, Signer, SealCertificate)} does.
     *
     * @param bodies each as there; nobody who holds one can guess another unless its content can be guessed
     * @return the documents in the order of their bodies
     * @throws IllegalArgumentException as there
     */
    public static List<byte[]> sign(List<? extends Map<String, ?>> bodies, Signer signer, SealCertificate certificate) {
        if (!certificate.publicKey().equals(signer.publicKey())
                || !certificate.name().equals(signer.name())) {
            throw new IllegalArgumentException("signer and certificate do not belong together");
        }
        if (bodies.isEmpty()) {
            return List.of();
        }
        List<byte[]> messages = new ArrayList<>(bodies.size());
        for (Map<String, ?> body : bodies) {
            requireSound(body);
            messages.add(CanonicalJson.write(body));
        }
        if (messages.size() == 1) {
            byte[] message = messages.get(0);
            return List.of(document(null, message, signer, signer.sign(message), certificate));
        }
        Suite suite = signer.suite();
        HeldTree tree = new HeldTree(
                suite,
                messages.stream()
                        .map(message -> TreeHasher.leaf(suite, message))
                        .toList());
        byte[] root = tree.root();
        byte[] signature = signer.sign(together(root, tree.size()));
        List<byte[]> documents = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Map<String, ?> batch = Map.of(
                    "index",
                    i,
                    "path",
                    InclusionProof.create(suite, tree, i, tree.size()).stream()
                            .map(Base64Text::encode)
                            .toList(),
                    "root",
                    Base64Text.encode(root),
                    "size",
                    tree.size());
            documents.add(document(batch, messages.get(i), signer, signature, certificate));
        }
        return documents;
    }

    private static byte[] together(byte[] root, long size) {
        return CanonicalJson.write(Map.of("format", TOGETHER_FORMAT, "root", Base64Text.encode(root), "size", size));
    }

    private static byte[] document(
            @Nullable Map<String, ?> batch,
            byte[] message,
            Signer signer,
            byte[] signature,
            SealCertificate certificate) {
        JsonOutput out = new JsonOutput(message.length + 2048).ascii("{");
        if (batch != null) {
            out.ascii("\"batch\":").value(batch).ascii(",");
        }
        out.ascii("\"body\":")
                .raw(message)
                .ascii(",\"certificate\":")
                .string(certificate.pem())
                .ascii(",\"signature\":");
        Signature.write(out, signer.name(), signature);
        return out.ascii("}").toByteArray();
    }

    private static void requireSound(Map<String, ?> body) {
        try {
            JsonFields fields = JsonFields.of(body, "", List.of("format", "issuedAt"), body.keySet());
            fields.text("format");
            fields.time("issuedAt");
        } catch (FlawException incomplete) {
            throw new IllegalArgumentException("a statement needs format and issuedAt", incomplete);
        }
    }

    /**
     * Verifies a statement.
     *
     * @param format the format identifier the caller expects
     * @throws FlawException naming what is wrong
     */
    @SuppressWarnings("unchecked")
    public static SignedStatement verify(byte[] document, String format, SealTrust trust) throws FlawException {
        JsonFields top = JsonFields.of(
                CanonicalJson.parse(document), "", List.of("body", "certificate", "signature"), List.of("batch"));
        Map<String, @Nullable Object> body = (Map<String, @Nullable Object>) top.map("body");
        JsonFields fields = JsonFields.of(body, "body", List.of("format", "issuedAt"), body.keySet());
        fields.requireFormat("format", format);
        Instant issuedAt = fields.time("issuedAt");
        byte[] message = CanonicalJson.write(body);
        if (!top.has("batch")) {
            return new SignedStatement(
                    Signature.verify(top, message, trust, issuedAt).name(), issuedAt, body);
        }
        JsonFields batch = JsonFields.of(top.value("batch"), "batch", "index", "path", "root", "size");
        byte[] root = batch.hash("root");
        long size = batch.integer("size", 2);
        SealVerifierKey key = Signature.verify(top, together(root, size), trust, issuedAt);
        Suite suite = key.suite();
        InclusionProof.verify(
                suite,
                batch.integer("index", 0),
                size,
                TreeHasher.leaf(suite, message),
                Base64Text.decodeHashes(batch.list("path"), batch.path("path")),
                root);
        return new SignedStatement(key.name(), issuedAt, body);
    }
}
