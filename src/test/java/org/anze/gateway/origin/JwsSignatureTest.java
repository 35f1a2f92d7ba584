package org.anze.gateway.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.anze.gateway.origin.SampleSigners.JIA;
import static org.anze.gateway.origin.SampleSigners.YI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.anze.gateway.identity.certificate.CertificateProblem;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JwsSignatureTest {

    private static final byte[] BODY = "{\"reportNo\":\"R-1\",\"enterprise\":\"精密铸造\"}".getBytes(UTF_8);
    private static final Issued EC = SampleSigners.ec(JIA);
    private static final Issued RSA = SampleSigners.rsa(JIA);
    private static final Issued SM2 = SampleSigners.sm2(JIA);

    /** A header and a signature made by hand, so that they can be made wrong. */
    private static final class Jws {
        private final Map<String, Object> header = new LinkedHashMap<>();
        private byte[] body = BODY;
        private String engine = "SHA256WITHPLAIN-ECDSA";
        private PrivateKey key = EC.key();

        Jws(String algorithm, X509Certificate... chain) {
            header.put("alg", algorithm);
            header.put("x5c", x5c(chain));
        }

        Jws with(String name, Object value) {
            header.put(name, value);
            return this;
        }

        Jws without(String name) {
            header.remove(name);
            return this;
        }

        Jws by(PrivateKey other, String engineName) {
            key = other;
            engine = engineName;
            return this;
        }

        private String head() {
            return url(JsonMapper.shared().writeValueAsBytes(header));
        }

        private byte[] input(String head) {
            boolean plain = Boolean.FALSE.equals(header.get("b64"));
            byte[] start = (head + ".").getBytes(US_ASCII);
            byte[] rest = plain ? body : url(body).getBytes(US_ASCII);
            byte[] all = Arrays.copyOf(start, start.length + rest.length);
            System.arraycopy(rest, 0, all, start.length, rest.length);
            return all;
        }

        String compact() {
            return compact(head());
        }

        String compact(String head) {
            try {
                Signature signature = Signature.getInstance(engine, Pem.BOUNCY_CASTLE);
                signature.initSign(key);
                signature.update(input(head));
                return head + ".." + url(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** By HMAC under the public key's bytes, which everybody knows. */
        String keyed(byte[] secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                String head = head();
                return head + ".." + url(mac.doFinal(input(head)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String url(byte[] bytes) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static List<String> x5c(X509Certificate... chain) {
        List<String> texts = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                texts.add(java.util.Base64.getEncoder().encodeToString(certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return texts;
    }

    private static Jws es256() {
        return new Jws("ES256", EC.certificate());
    }

    private static VerifiedOrigin verify(String compact, byte[] body) {
        return Objects.requireNonNull(SampleSigners.verify(JIA, PresentedSignature.ofText(compact), body));
    }

    private static void refused(ProblemKind kind, String compact) {
        refused(kind, compact, BODY);
    }

    private static void refused(ProblemKind kind, String compact, byte[] body) {
        assertThatThrownBy(() -> verify(compact, body))
                .isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                                problem.finding().code())
                        .as(problem.finding().en())
                        .isEqualTo(kind.text().code()));
    }

    @Test
    void acceptsWhatTheStandardsDescribe() {
        VerifiedOrigin origin = verify(es256().with("iat", 1795310000L).compact(), BODY);
        assertThat(origin.kind()).isEqualTo(Kind.JWS);
        assertThat(origin.algorithm()).isEqualTo("ECDSA P-256 / SHA-256");
        assertThat(origin.signedAt()).isEqualTo(Instant.ofEpochSecond(1795310000L));
        Jws sm2 = new Jws(DetachedJws.SM2, SM2.certificate());
        assertThat(verify(sm2Compact(sm2), BODY).algorithm()).isEqualTo("SM2 / SM3");
        assertThat(verify(
                        es256().with("b64", false).with("crit", List.of("b64")).compact(), BODY))
                .isNotNull();
        assertThat(verify(es256().with("b64", true).with("crit", List.of("b64")).compact(), BODY))
                .isNotNull();
    }

    @Test
    void refusesATimeThatNoDatabaseKnows() {
        for (Object iat : List.of(
                1795310000000000L,
                1795310000000L,
                -1L,
                0L,
                4102444800L,
                1795310000.5,
                new BigInteger("9".repeat(30)))) {
            refused(OriginProblem.HEADER, es256().with("iat", iat).compact());
        }
        assertThat(verify(es256().with("iat", 4102444799L).compact(), BODY).signedAt())
                .isEqualTo(Instant.parse("2099-12-31T23:59:59Z"));
    }

    /** R and S in place of the DER that Bouncy Castle makes. */
    private static String sm2Compact(Jws jws) {
        String der = jws.by(SM2.key(), "SM3WITHSM2").compact();
        String[] parts = der.split("\\.\\.");
        org.bouncycastle.asn1.ASN1Sequence numbers = org.bouncycastle.asn1.ASN1Sequence.getInstance(
                java.util.Base64.getUrlDecoder().decode(parts[1]));
        byte[] plain = new byte[64];
        for (int i = 0; i < 2; i++) {
            byte[] number = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                    32,
                    org.bouncycastle.asn1.ASN1Integer.getInstance(numbers.getObjectAt(i))
                            .getValue());
            System.arraycopy(number, 0, plain, 32 * i, 32);
        }
        return parts[0] + ".." + url(plain);
    }

    @Test
    void acceptsWhatAnotherLibraryMakes() throws Exception {
        Map<JWSAlgorithm, JWSSigner> signers = Map.of(
                JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) EC.key()),
                JWSAlgorithm.RS256, new RSASSASigner(RSA.key()),
                JWSAlgorithm.PS256, new RSASSASigner(RSA.key()));
        for (Map.Entry<JWSAlgorithm, JWSSigner> signer : signers.entrySet()) {
            X509Certificate certificate = signer.getKey() == JWSAlgorithm.ES256 ? EC.certificate() : RSA.certificate();
            for (boolean encoded : new boolean[] {true, false}) {
                JWSHeader.Builder header = new JWSHeader.Builder(signer.getKey())
                        .x509CertChain(List.of(Base64.encode(certificate.getEncoded())));
                if (!encoded) {
                    header.base64URLEncodePayload(false).criticalParams(Set.of("b64"));
                }
                JWSObject jws = new JWSObject(header.build(), new Payload(BODY));
                jws.sign(signer.getValue());
                assertThat(verify(jws.serialize(true), BODY))
                        .as("%s %s", signer.getKey(), encoded)
                        .isNotNull();
            }
        }
    }

    @Test
    void encodesBodiesOfEveryLengthAsTheyStream() {
        Random random = new Random(7);
        for (int length = 1; length < 60; length++) {
            byte[] body = new byte[length];
            random.nextBytes(body);
            Jws jws = es256();
            jws.body = body;
            assertThat(verify(jws.compact(), body)).as("length %d", length).isNotNull();
        }
    }

    @Test
    void refusesASignatureOverSomethingElse() {
        refused(OriginProblem.CONTENT_DIFFERS, es256().compact(), "other".getBytes(UTF_8));
        refused(OriginProblem.CONTENT_DIFFERS, es256().compact(), Arrays.copyOf(BODY, BODY.length - 1));
    }

    @Test
    void refusesForeignCertificates() {
        Issued yi = SampleSigners.ec(YI);
        refused(
                OriginProblem.OTHER_PARTY,
                new Jws("ES256", yi.certificate())
                        .by(yi.key(), "SHA256WITHPLAIN-ECDSA")
                        .compact());
        // Somebody else's certificate before one's own.
        refused(OriginProblem.CERTIFICATES, new Jws("ES256", EC.certificate(), yi.certificate()).compact());
        Issued foreign = SampleSigners.foreign(JIA);
        refused(
                CertificateProblem.CHAIN_UNSOUND,
                new Jws("ES256", foreign.certificate())
                        .by(foreign.key(), "SHA256WITHPLAIN-ECDSA")
                        .compact());
        Issued expired = SampleSigners.expired(JIA);
        refused(
                CertificateProblem.EXPIRED,
                new Jws("ES256", expired.certificate())
                        .by(expired.key(), "SHA256WITHPLAIN-ECDSA")
                        .compact());
        Issued small = SampleSigners.shortRsa(JIA);
        refused(
                OriginProblem.KEY,
                new Jws("RS256", small.certificate())
                        .by(small.key(), "SHA256WITHRSA")
                        .compact());
        refused(OriginProblem.HEADER, es256().without("x5c").compact());
        refused(OriginProblem.HEADER, es256().with("x5c", List.of()).compact());
        refused(OriginProblem.HEADER, es256().with("x5c", "MII").compact());
        refused(OriginProblem.CERTIFICATES, es256().with("x5c", List.of("TUlJ")).compact());
    }

    @Test
    void refusesConfusedAlgorithms() {
        String head = es256().with("alg", "none").head();
        refused(OriginProblem.MALFORMED, head + "..");
        refused(OriginProblem.ALGORITHM, head + "..AA");
        refused(OriginProblem.ALGORITHM, es256().with("alg", "None").compact());
        refused(OriginProblem.ALGORITHM, es256().with("alg", List.of("ES256")).compact());
        refused(OriginProblem.ALGORITHM, es256().without("alg").compact());
        refused(
                OriginProblem.ALGORITHM,
                new Jws("HS256", EC.certificate())
                        .keyed(EC.certificate().getPublicKey().getEncoded()));
        refused(
                OriginProblem.ALGORITHM,
                new Jws("HS256", RSA.certificate())
                        .keyed(RSA.certificate().getPublicKey().getEncoded()));
        refused(
                OriginProblem.ALGORITHM,
                new Jws("RS1", RSA.certificate()).by(RSA.key(), "SHA1WITHRSA").compact());
        refused(OriginProblem.ALGORITHM, es256().with("alg", "ES256K").compact());
        refused(OriginProblem.KEY, new Jws("ES256", RSA.certificate()).compact());
        refused(
                OriginProblem.KEY,
                new Jws("RS256", EC.certificate())
                        .by(RSA.key(), "SHA256WITHRSA")
                        .compact());
        refused(
                OriginProblem.KEY,
                new Jws("ES256", SM2.certificate()).by(SM2.key(), "SM3WITHSM2").compact());
        refused(OriginProblem.KEY, new Jws(DetachedJws.SM2, EC.certificate()).compact());
        refused(OriginProblem.KEY, new Jws("ES384", EC.certificate()).compact());
        // The right key, another padding than the header says.
        refused(
                OriginProblem.CONTENT_DIFFERS,
                new Jws("PS256", RSA.certificate())
                        .by(RSA.key(), "SHA256WITHRSA")
                        .compact());
    }

    @Test
    void refusesSignaturesWithoutNumbers() {
        String head = es256().head();
        refused(OriginProblem.CONTENT_DIFFERS, head + ".." + url(new byte[64]));
        refused(OriginProblem.WRONG, head + ".." + url(new byte[63]));
        refused(OriginProblem.WRONG, head + ".." + url(new byte[128]));
        // DER where R and S belong.
        refused(OriginProblem.WRONG, es256().by(EC.key(), "SHA256WITHECDSA").compact());
    }

    @Test
    void refusesHeadersThatItDoesNotUnderstandOrMust() {
        refused(
                OriginProblem.HEADER,
                es256().with("crit", List.of("exp")).with("exp", 1).compact());
        refused(OriginProblem.HEADER, es256().with("crit", List.of()).compact());
        refused(
                OriginProblem.HEADER,
                es256().with("crit", "b64").with("b64", false).compact());
        refused(OriginProblem.HEADER, es256().with("crit", List.of("b64")).compact());
        refused(
                OriginProblem.HEADER,
                es256().with("crit", List.of("b64", "b64")).with("b64", false).compact());
        refused(
                OriginProblem.HEADER,
                es256().with("crit", List.of("b64", "alg")).with("b64", false).compact());
        refused(OriginProblem.HEADER, es256().with("b64", false).compact());
        refused(OriginProblem.HEADER, es256().with("b64", true).compact());
        refused(
                OriginProblem.HEADER,
                es256().with("b64", "false").with("crit", List.of("b64")).compact());
        for (String name : List.of("jku", "jwk", "x5u")) {
            refused(
                    OriginProblem.HEADER,
                    es256().with(name, "https://keys.example/").compact());
        }
        String twice = new String(java.util.Base64.getUrlDecoder().decode(es256().head()), UTF_8)
                .replace("{\"alg\"", "{\"alg\":\"none\",\"alg\"");
        refused(OriginProblem.MALFORMED, es256().compact(url(twice.getBytes(UTF_8))));
    }

    /** A body that says with b64=false what another body says with b64=true. */
    @Test
    void doesNotMistakeABodyForItsEncodedForm() {
        String plain = es256().with("b64", false).with("crit", List.of("b64")).compact();
        refused(OriginProblem.CONTENT_DIFFERS, plain, url(BODY).getBytes(US_ASCII));
        Jws jws = es256().with("b64", false).with("crit", List.of("b64"));
        jws.body = url(BODY).getBytes(US_ASCII);
        refused(OriginProblem.CONTENT_DIFFERS, jws.compact(), BODY);
    }

    @Test
    void refusesOtherShapes() {
        String good = es256().compact();
        refused(OriginProblem.NOT_DETACHED, good.replace("..", "." + url(BODY) + "."));
        refused(OriginProblem.NOT_DETACHED, good.replace("..", ".e30."));
        refused(OriginProblem.MALFORMED, good.replace("..", "."));
        refused(OriginProblem.MALFORMED, good + ".");
        refused(OriginProblem.MALFORMED, "." + good);
        refused(OriginProblem.MALFORMED, good + "=");
        refused(OriginProblem.MALFORMED, "e30x..AA");
        refused(OriginProblem.ALGORITHM, "e30..AA");
        refused(OriginProblem.MALFORMED, url("[]".getBytes(UTF_8)) + "..AA");
        refused(OriginProblem.MALFORMED, url("{} {}".getBytes(UTF_8)) + "..AA");
    }

    @Test
    void refusesASignatureWithAnyCharacterChanged() {
        String good = es256().compact();
        for (int i = 0; i < good.length(); i++) {
            for (char other : new char[] {(char) (good.charAt(i) ^ 1), 'A', '.'}) {
                if (other == good.charAt(i)) {
                    continue;
                }
                String changed = good.substring(0, i) + other + good.substring(i + 1);
                assertThat(catchThrowable(() -> verify(changed, BODY)))
                        .as("%d: %s", i, changed)
                        .isInstanceOf(GatewayProblem.class);
            }
        }
    }
}
