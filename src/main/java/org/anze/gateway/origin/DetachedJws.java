package org.anze.gateway.origin;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A compact JWS whose payload is the submission (RFC 7515 appendix F), encoded or not (RFC 7797). The key is that of the first
 * certificate of {@code x5c}, and the certificate says what kind of key it is; {@code alg} has to fit it.
 */
final class DetachedJws {

    /**
     * SM2 with SM3, R ‖ S, user id 1234567812345678: no name is registered with IANA, so a collision-resistant one (RFC 7515
     * section 4.1.1) stands for it, the object identifier of GM/T 0006.
     */
    static final String SM2 = "urn:oid:1.2.156.10197.1.501";

    private static final Set<String> KEYS_FROM_ELSEWHERE = Set.of("jku", "jwk", "x5u", "epk", "zip", "enc");

    /** The years 2000 to 2099. */
    private static final long FIRST_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST_SECOND =
            Instant.parse("2099-12-31T23:59:59Z").getEpochSecond();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What {@code alg} asks for; {@code plain} is the length of R and S, 0 for RSA. */
    private record Algorithm(SigningKey.Kind key, Hash hash, boolean pss, int plain) {}

    private static final Map<String, Algorithm> ALGORITHMS = Map.of(
            "ES256",
            new Algorithm(SigningKey.Kind.P256, Hash.SHA256, false, 32),
            "ES384",
            new Algorithm(SigningKey.Kind.P384, Hash.SHA384, false, 48),
            "PS256",
            new Algorithm(SigningKey.Kind.RSA, Hash.SHA256, true, 0),
            "RS256",
            new Algorithm(SigningKey.Kind.RSA, Hash.SHA256, false, 0),
            SM2,
            new Algorithm(SigningKey.Kind.SM2, Hash.SM3, false, 32));

    private final String header;
    private final byte[] signature;
    private final Algorithm algorithm;
    private final boolean encoded;
    private final List<X509Certificate> chain;
    private final @Nullable Instant signedAt;

    private DetachedJws(
            String header,
            byte[] signature,
            Algorithm algorithm,
            boolean encoded,
            List<X509Certificate> chain,
            @Nullable Instant signedAt) {
        this.header = header;
        this.signature = signature;
        this.algorithm = algorithm;
        this.encoded = encoded;
        this.chain = chain;
        this.signedAt = signedAt;
    }

    /**
     * Reads header and signature; the signature itself can only be verified at the end of the content.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect for whatever is wrong with it
     */
    static DetachedJws read(byte[] compact) {
        String[] parts = new String(compact, StandardCharsets.ISO_8859_1).split("\\.", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
            throw OriginProblem.MALFORMED.refusal("JWS");
        }
        if (!parts[1].isEmpty()) {
            throw OriginProblem.NOT_DETACHED.refusal();
        }
        Map<?, ?> header = header(decode(parts[0]));
        KEYS_FROM_ELSEWHERE.forEach(name -> {
            if (header.containsKey(name)) {
                throw OriginProblem.HEADER.refusal(name);
            }
        });
        boolean encoded = isEncoded(header);
        Algorithm algorithm = header.get("alg") instanceof String name ? ALGORITHMS.get(name) : null;
        if (algorithm == null) {
            throw OriginProblem.ALGORITHM.refusal("alg");
        }
        List<X509Certificate> chain = chain(header);
        return new DetachedJws(parts[0], decode(parts[2]), algorithm, encoded, chain, time(header));
    }

    private static Map<?, ?> header(byte[] json) {
        try {
            return JSON.readValue(json, Map.class);
        } catch (JacksonException unreadable) {
            throw OriginProblem.MALFORMED.refusal("JWS");
        }
    }

    /** Base64url without padding, in the only form that its bytes have. */
    private static byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw OriginProblem.MALFORMED.refusal("JWS");
        }
        throw OriginProblem.MALFORMED.refusal("JWS");
    }

    /** RFC 7797: {@code b64} counts only where {@code crit} names it, and then it must be there. */
    private static boolean isEncoded(Map<?, ?> header) {
        boolean critical = header.containsKey("crit");
        if (critical && !List.of("b64").equals(header.get("crit"))) {
            throw OriginProblem.HEADER.refusal("crit");
        }
        if (critical != header.containsKey("b64")) {
            throw OriginProblem.HEADER.refusal("b64");
        }
        if (!critical) {
            return true;
        }
        if (header.get("b64") instanceof Boolean encoded) {
            return encoded;
        }
        throw OriginProblem.HEADER.refusal("b64");
    }

    private static List<X509Certificate> chain(Map<?, ?> header) {
        if (!(header.get("x5c") instanceof List<?> texts) || texts.isEmpty() || texts.size() > Certificates.MOST) {
            throw OriginProblem.HEADER.refusal("x5c");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Object text : texts) {
            try {
                chain.add(Certificates.read(Base64.getDecoder().decode(String.valueOf(text))));
            } catch (IllegalArgumentException notBase64) {
                throw OriginProblem.HEADER.refusal("x5c");
            }
        }
        return Certificates.chain(chain.get(0), chain);
    }

    /** Seconds; milliseconds and the like would be dates that no database and no reader of the evidence knows. */
    private static @Nullable Instant time(Map<?, ?> header) {
        Object value = header.get("iat");
        if (!(value instanceof Number)) {
            return null;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        long seconds = whole ? ((Number) value).longValue() : 0;
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw OriginProblem.HEADER.refusal("iat");
        }
        return Instant.ofEpochSecond(seconds);
    }

    List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Follows the content.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when key and algorithm do not fit
     */
    OriginWatch watch(byte[] evidence) {
        SigningKey key = SigningKey.of(chain.get(0));
        if (key.kind() != algorithm.key()) {
            throw OriginProblem.KEY.refusal();
        }
        Watch watch = new Watch(evidence, key.verification(algorithm.hash(), algorithm.pss()));
        watch.begin(header);
        return watch;
    }

    private byte[] derSignature() {
        int length = algorithm.plain();
        if (length == 0) {
            return signature;
        }
        if (signature.length != 2 * length) {
            throw OriginProblem.WRONG.refusal();
        }
        ASN1EncodableVector numbers = new ASN1EncodableVector();
        numbers.add(new ASN1Integer(new BigInteger(1, Arrays.copyOf(signature, length))));
        numbers.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, length, 2 * length))));
        try {
            return new DERSequence(numbers).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be written", e);
        }
    }

    private final class Watch extends OriginWatch {
        private final byte[] evidence;
        private final Signature verification;
        private final byte[] held = new byte[3];
        private int holding;

        Watch(byte[] evidence, Signature verification) {
            this.evidence = evidence;
            this.verification = verification;
        }

        private void begin(String encodedHeader) {
            feed(encodedHeader.getBytes(StandardCharsets.US_ASCII));
            feed(new byte[] {'.'});
        }

        @Override
        void update(byte[] bytes, int offset, int length) {
            if (!encoded) {
                feed(bytes, offset, length);
                return;
            }
            int from = offset;
            int end = offset + length;
            while (holding > 0 && holding < 3 && from < end) {
                held[holding++] = bytes[from++];
            }
            if (holding == 3) {
                feed(Base64.getUrlEncoder().encode(held));
                holding = 0;
            }
            int whole = (end - from) / 3 * 3;
            if (whole > 0) {
                feed(Base64.getUrlEncoder().encode(Arrays.copyOfRange(bytes, from, from + whole)));
                from += whole;
            }
            while (from < end) {
                held[holding++] = bytes[from++];
            }
        }

        private void feed(byte[] bytes) {
            feed(bytes, 0, bytes.length);
        }

        private void feed(byte[] bytes, int offset, int length) {
            try {
                verification.update(bytes, offset, length);
            } catch (SignatureException e) {
                throw new IllegalStateException("a verification that was begun takes bytes", e);
            }
        }

        @Override
        public VerifiedOrigin finish() {
            if (holding > 0) {
                feed(Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(held, holding)));
            }
            try {
                if (!verification.verify(derSignature())) {
                    throw OriginProblem.CONTENT_DIFFERS.refusal();
                }
            } catch (SignatureException malformed) {
                throw OriginProblem.WRONG.refusal();
            }
            String shown = algorithm.key().shown()
                    + (algorithm.pss() ? " PSS / " : " / ")
                    + algorithm.hash().shown();
            return new VerifiedOrigin(EntryOrigin.Kind.JWS, shown, chain.get(0), signedAt, evidence);
        }
    }
}
