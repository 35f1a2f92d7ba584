package org.anze.gateway.origin;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.jspecify.annotations.Nullable;

/** What a sender put beside its submission to sign it. */
public sealed interface PresentedSignature {

    /** A signature in bytes of its own; nobody has looked at it yet. */
    record Detached(Kind kind, byte[] bytes) implements PresentedSignature {}

    /**
     * The SOAP envelope of a message whose WS-Security signature covers the submission and was verified at the door.
     *
     * @param canonical the envelope in Canonical XML, attachments in their places
     * @param certificate its signer's, which was resolved to the submitting party
     * @param algorithm of the signature, for people
     * @param created of the signed timestamp
     */
    record Envelope(
            byte[] canonical,
            X509Certificate certificate,
            String algorithm,
            @Nullable Instant created) implements PresentedSignature {}

    /** Longest signature; certificates of a chain included. */
    int MOST_BYTES = 64 * 1024;

    /** Letters that a Base64 text may hold, line breaks included. */
    Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\r\\n]+");

    /**
     * A signature in a header or message property: a compact JWS without payload, or CMS SignedData in Base64 on one line.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when it is neither
     */
    static PresentedSignature ofText(String text) {
        String value = text.strip();
        if (value.length() > MOST_BYTES) {
            throw OriginProblem.TOO_LARGE.refusal(MOST_BYTES);
        }
        if (value.indexOf('.') >= 0) {
            return new Detached(Kind.JWS, value.getBytes(StandardCharsets.UTF_8));
        }
        return new Detached(Kind.CMS, base64(value));
    }

    /**
     * A signature in a file: CMS SignedData in DER, or the Base64 text of it, with or without line breaks.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when it is too long or not Base64
     */
    static PresentedSignature ofFile(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw OriginProblem.TOO_LARGE.refusal(MOST_BYTES);
        }
        if (file.length == 0 || file[0] != 'M') {
            return new Detached(Kind.CMS, file);
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (!BASE64.matcher(text).matches()) {
            throw OriginProblem.MALFORMED.refusal("CMS");
        }
        return new Detached(Kind.CMS, base64(text.replace("\r", "").replace("\n", "")));
    }

    private static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The JDK forgives missing padding and stray bits.
            if (Arrays.equals(Base64.getEncoder().encode(bytes), text.getBytes(StandardCharsets.ISO_8859_1))) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw OriginProblem.MALFORMED.refusal("CMS");
        }
        throw OriginProblem.MALFORMED.refusal("CMS");
    }
}
