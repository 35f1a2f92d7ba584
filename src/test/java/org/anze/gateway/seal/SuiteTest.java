package org.anze.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.test.TestRandomBigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published vectors of SM2, SM3, SHA-256, ECDSA and HMAC, and what a signature must not get away with. */
class SuiteTest {

    private static final byte[] MESSAGE = "message digest".getBytes(UTF_8);
    private static final String DER = "3046022100F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
            + "022100B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static SealPrivateKey key(Suite suite, String secret) throws Exception {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, suite.domain().getName());
        return SealPrivateKey.of(
                new PrivateKeyInfo(algorithm, new ECPrivateKey(256, new BigInteger(secret, 16))).getEncoded());
    }

    @Test
    void computesThePublishedSm3Hashes() {
        assertThat(hex(Suite.SM.hash("abc".getBytes(UTF_8))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(hex(Suite.SM.hash("安责险".getBytes(UTF_8))))
                .isEqualTo("972ba2ead886a4b307c2f37c1d85fb528e221e6eaef22b34f0ae7d69c4c03ef6");
        assertThat(hex(Suite.SM.hash("安责险".getBytes(Charset.forName("GB18030")))))
                .isEqualTo("477153519c1432837ad251bf599e39e7e7a674efaa411c93628f403650a2a005");
    }

    @Test
    void computesThePublishedSha256Hash() {
        assertThat(hex(Suite.INTL.hash("a".getBytes(UTF_8), "bc".getBytes(UTF_8))))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void computesPublishedMessageCodes() {
        Hmac hmac = Suite.SM.hmac("demo-key-SUP-2026".getBytes(UTF_8));
        String expected = "736da1b2e322fee4499c6ea79fb1e0e5eeb21c8ab500b9ac272815205657818d";

        assertThat(hex(hmac.code("110101190001010006".getBytes(UTF_8)))).isEqualTo(expected);
        assertThat(hex(hmac.code("110101190001010006".getBytes(UTF_8)))).isEqualTo(expected);
        // RFC 4231 §4.3 and §4.7 (a key longer than a block).
        assertThat(hex(Suite.INTL.hmac("Jefe".getBytes(UTF_8)).code("what do ya want for nothing?".getBytes(UTF_8))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        byte[] longKey = new byte[131];
        Arrays.fill(longKey, (byte) 0xaa);
        assertThat(hex(Suite.INTL
                        .hmac(longKey)
                        .code("Test Using Larger Than Block-Size Key - Hash Key First".getBytes(UTF_8))))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    /** The example of GB/T 32918.5, step by step: Z, e, and the signature with the published random number. */
    @Test
    void signsThePublishedSm2Example() throws Exception {
        SealPrivateKey key = key(Suite.SM, "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
        byte[] point = Arrays.copyOfRange(key.publicKey().encoded(), 27, 91);
        assertThat(hex(point).toUpperCase())
                .isEqualTo("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                        + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        ECCurve curve = Suite.SM.domain().getCurve();
        ECPoint generator = Suite.SM.domain().getG();
        byte[] identity = SealPublicKey.SM2_USER_ID;
        byte[] z = Suite.SM.hash(
                new byte[] {0, (byte) (identity.length * 8)},
                identity,
                curve.getA().getEncoded(),
                curve.getB().getEncoded(),
                generator.getAffineXCoord().getEncoded(),
                generator.getAffineYCoord().getEncoded(),
                point);
        assertThat(hex(z)).isEqualToIgnoringCase("B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3");
        assertThat(hex(Suite.SM.hash(z, MESSAGE)))
                .isEqualToIgnoringCase("F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640");

        byte[] signature = key.sign(
                MESSAGE,
                new TestRandomBigInteger("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21", 16));

        assertThat(hex(signature)).isEqualToIgnoringCase(DER);
        assertThat(key.publicKey().verify(MESSAGE, bytes(DER))).isTrue();
        assertThat(key.publicKey().verify("message digesT".getBytes(UTF_8), bytes(DER)))
                .isFalse();
    }

    /** RFC 6979 A.2.5, message "sample" with SHA-256. */
    @Test
    void signsThePublishedEcdsaExample() throws Exception {
        SealPrivateKey key = key(Suite.INTL, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");

        byte[] signature = key.sign("sample".getBytes(UTF_8));

        assertThat(hex(signature))
                .isEqualToIgnoringCase("3046022100EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                        + "022100F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        assertThat(key.publicKey().verify("sample".getBytes(UTF_8), signature)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesASignatureThatIsNotStrictDer(Suite suite) throws Exception {
        SealPrivateKey key = SampleSeals.key(suite, "strict");
        byte[] good = key.sign(MESSAGE);
        BigInteger first = new BigInteger(1, Arrays.copyOfRange(good, 4, 4 + good[3]));
        BigInteger second = new BigInteger(1, Arrays.copyOfRange(good, 6 + good[3], good.length));
        assertThat(key.publicKey().verify(MESSAGE, good)).isTrue();
        BigInteger order = suite.domain().getN();
        byte[] a = first.toByteArray();
        byte[] b = second.toByteArray();

        List<byte[]> bad = new ArrayList<>();
        bad.add(new byte[0]);
        bad.add(Arrays.copyOf(good, good.length + 1));
        bad.add(Arrays.copyOf(good, good.length - 1));
        bad.add(der(padded(a), b, false));
        bad.add(der(a, padded(b), false));
        bad.add(der(a, b, true));
        bad.add(der(first.negate().toByteArray(), b, false));
        bad.add(der(first.add(order).toByteArray(), b, false));
        bad.add(der(a, second.add(order).toByteArray(), false));
        bad.add(der(new byte[] {0}, b, false));
        bad.add(der(a, new byte[] {0}, false));
        bad.add(der(b, a, false));

        assertThat(der(a, b, false)).isEqualTo(good);
        for (byte[] signature : bad) {
            assertThat(key.publicKey().verify(MESSAGE, signature))
                    .as(hex(signature))
                    .isFalse();
        }
    }

    private static byte[] padded(byte[] integer) {
        byte[] padded = new byte[integer.length + 1];
        System.arraycopy(integer, 0, padded, 1, integer.length);
        return padded;
    }

    /** A DER sequence of two integers; with the length of the sequence in two bytes when asked. */
    private static byte[] der(byte[] first, byte[] second, boolean longLength) {
        String body = "02" + HexFormat.of().toHexDigits((byte) first.length) + hex(first) + "02"
                + HexFormat.of().toHexDigits((byte) second.length) + hex(second);
        return bytes("30" + (longLength ? "81" : "") + HexFormat.of().toHexDigits((byte) (body.length() / 2)) + body);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void signsAndHashesOnSeveralThreadsAtOnce(Suite suite) throws Exception {
        SealPrivateKey key = SampleSeals.key(suite, "threads");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                byte[] message = ("message " + i).getBytes(UTF_8);
                tasks.add(() -> key.publicKey().verify(message, key.sign(message))
                        && Arrays.equals(
                                suite.hash(message),
                                suite.hasher().update(message).finish()));
            }
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void beginsAnewAfterAComputationThatWasGivenUp() {
        Suite.SM.hasher().update(MESSAGE);

        assertThat(hex(Suite.SM.hash("abc".getBytes(UTF_8)))).startsWith("66c7f0f4");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void keepsKeysInPem(Suite suite) throws FlawException {
        SealPrivateKey key = SampleSeals.key(suite, "pem");

        SealPrivateKey again = SealPrivateKey.ofPem(key.pem());

        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(SealPublicKey.ofPem(key.publicKey().pem())).isEqualTo(key.publicKey());
        assertThat(again.suite()).isEqualTo(suite);
        assertThat(key.toString()).doesNotContain(key.pem().substring(40, 60));
    }

    @Test
    void refusesKeysThatAreNotOnTheCurveOrNotKeys() throws Exception {
        byte[] encoded = SampleSeals.key(Suite.SM, "off").publicKey().encoded();
        encoded[encoded.length - 1] ^= 1;

        assertThatThrownBy(() -> SealPublicKey.of(encoded)).isInstanceOf(FlawException.class);
        assertThatThrownBy(() -> SealPublicKey.of(new byte[10])).isInstanceOf(FlawException.class);
        assertThatThrownBy(() -> SealPrivateKey.of(new byte[10])).isInstanceOf(FlawException.class);
        assertThatThrownBy(() -> SealPrivateKey.ofPem("nothing")).isInstanceOf(FlawException.class);
        assertThatThrownBy(() -> key(Suite.SM, "00")).isInstanceOf(FlawException.class);
    }
}
