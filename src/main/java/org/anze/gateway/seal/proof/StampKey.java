package org.anze.gateway.seal.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealPublicKey;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** A key of time-stamp authorities (§12): SM2, ECDSA on P-256 or P-384, RSA. Immutable. */
interface StampKey {

    /** Whether the signature is this key's, with the scheme this object identifier names. */
    boolean verify(String algorithm, DigestName digest, byte[] message, byte[] signature);

    /** The key of a SubjectPublicKeyInfo; empty for any that §12 does not name. */
    static Optional<StampKey> of(Der info) {
        try {
            byte[] whole = info.whole();
            Optional<StampKey> curve = EllipticKey.of(whole);
            if (curve.isPresent()) {
                return curve;
            }
            SealPublicKey key = RsaKey.claims(info) ? null : SealPublicKey.of(whole);
            return Optional.of(key == null ? RsaKey.of(info) : new Sm2Key(key));
        } catch (FlawException | Der.Malformed | RuntimeException malformed) {
            // Bouncy Castle reports points off the curve as unchecked exceptions of several kinds.
            return Optional.empty();
        }
    }

    /** SM2 over SM3. */
    record Sm2Key(SealPublicKey key) implements StampKey {

        @Override
        public boolean verify(String algorithm, DigestName digest, byte[] message, byte[] signature) {
            boolean fits = algorithm.equals("1.2.156.10197.1.501") || algorithm.equals("1.2.156.10197.1.301.1");
            return fits && digest == DigestName.SM3 && key.verify(message, signature);
        }
    }

    /** ECDSA over the SHA-2 family. */
    record EllipticKey(ECPublicKeyParameters key) implements StampKey {

        private static final HexFormat HEX = HexFormat.of();
        private static final Map<String, String> PREFIXES = Map.of(
                "secp256r1", "3059301306072a8648ce3d020106082a8648ce3d030107034200",
                "secp384r1", "3076301006072a8648ce3d020106052b81040022036200");
        private static final Map<String, DigestName> ALGORITHMS = Map.of(
                "1.2.840.10045.4.3.2", DigestName.SHA256,
                "1.2.840.10045.4.3.3", DigestName.SHA384,
                "1.2.840.10045.4.3.4", DigestName.SHA512);

        static Optional<StampKey> of(byte[] info) {
            for (Map.Entry<String, String> form : PREFIXES.entrySet()) {
                byte[] prefix = HEX.parseHex(form.getValue());
                if (info.length > prefix.length + 1
                        && Arrays.equals(prefix, Arrays.copyOf(info, prefix.length))
                        && info[prefix.length] == 4) {
                    X9ECParameters curve = CustomNamedCurves.getByName(form.getKey());
                    ECPoint point = curve.getCurve().decodePoint(Arrays.copyOfRange(info, prefix.length, info.length));
                    return Optional.of(
                            new EllipticKey(new ECPublicKeyParameters(point, new ECDomainParameters(curve))));
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean verify(String algorithm, DigestName digest, byte[] message, byte[] signature) {
            if (ALGORITHMS.get(algorithm) != digest) {
                return false;
            }
            try {
                BigInteger[] numbers =
                        StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
                ECDSASigner verifier = new ECDSASigner();
                verifier.init(false, key);
                return verifier.verifySignature(digest.hash(message), numbers[0], numbers[1]);
            } catch (IOException | RuntimeException malformed) {
                return false;
            }
        }
    }

    /** RSA with PKCS #1 v1.5 over the SHA-2 family. The library's verifier forgives a missing NULL; §12 does not. */
    record RsaKey(BigInteger modulus, BigInteger exponent) implements StampKey {

        private static final int MIN_BITS = 2048;
        private static final int MAX_BITS = 8192;
        private static final String RSA = "1.2.840.113549.1.1.1";
        private static final Map<String, DigestName> ALGORITHMS = Map.of(
                "1.2.840.113549.1.1.11", DigestName.SHA256,
                "1.2.840.113549.1.1.12", DigestName.SHA384,
                "1.2.840.113549.1.1.13", DigestName.SHA512);
        private static final Map<DigestName, byte[]> DIGEST_INFO = Map.of(
                DigestName.SHA256, HexFormat.of().parseHex("003031300d060960864801650304020105000420"),
                DigestName.SHA384, HexFormat.of().parseHex("003041300d060960864801650304020205000430"),
                DigestName.SHA512, HexFormat.of().parseHex("003051300d060960864801650304020305000440"));

        static boolean claims(Der info) throws Der.Malformed {
            return info.require(Der.SEQUENCE, 2)
                    .part(0)
                    .require(Der.SEQUENCE)
                    .part(0)
                    .isOid(RSA);
        }

        static RsaKey of(Der info) throws Der.Malformed {
            Der bits = info.part(1).require(Der.BIT_STRING);
            Der parameters = info.part(0).require(Der.SEQUENCE, 2).part(1).require(Der.NULL);
            Der pair = Der.of(Arrays.copyOfRange(bits.body(), 1, bits.body().length))
                    .require(Der.SEQUENCE, 2);
            BigInteger n = new BigInteger(pair.part(0).require(Der.INTEGER).body());
            BigInteger e = new BigInteger(pair.part(1).require(Der.INTEGER).body());
            boolean sound = parameters.body().length == 0
                    && bits.body()[0] == 0
                    && n.signum() > 0
                    && n.bitLength() >= MIN_BITS
                    && n.bitLength() <= MAX_BITS
                    && e.testBit(0)
                    && e.compareTo(BigInteger.TWO) > 0
                    && e.bitLength() <= 32;
            if (!sound) {
                throw new Der.Malformed();
            }
            return new RsaKey(n, e);
        }

        @Override
        public boolean verify(String algorithm, DigestName digest, byte[] message, byte[] signature) {
            byte @Nullable [] head = DIGEST_INFO.get(digest);
            int length = (modulus.bitLength() + 7) / 8;
            BigInteger number = new BigInteger(1, signature);
            boolean fits = head != null && (algorithm.equals(RSA) || ALGORITHMS.get(algorithm) == digest);
            if (!fits || head == null || signature.length != length || number.compareTo(modulus) >= 0) {
                return false;
            }
            byte[] hash = digest.hash(message);
            byte[] expected = new byte[length];
            Arrays.fill(expected, (byte) 0xff);
            expected[0] = 0;
            expected[1] = 1;
            System.arraycopy(head, 0, expected, length - head.length - hash.length, head.length);
            System.arraycopy(hash, 0, expected, length - hash.length, hash.length);
            return number.modPow(exponent, modulus).equals(new BigInteger(1, expected));
        }
    }
}
