package org.anze.gateway.evidence.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.party.Party.Oids;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.assertj.core.api.Assumptions;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes are opened by others: OpenSSL where it can, and step by step after the standard where it cannot. */
class EnvelopeTest {

    private static final Instant NOW = Instant.now();
    private static final byte[] CONTENT = "保单号,保费\nP-1,100\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static SignedEnvelope signing(Suite suite) {
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        return new SignedEnvelope(gateway.signer(), gateway.certificate());
    }

    private PrivateKey provideRecipient(String algorithm, String curve, int usage, Duration offset) throws Exception {
        return SampleRecipient.provide(folder, algorithm, curve, usage, NOW.plus(offset));
    }

    @ParameterizedTest
    @EnumSource(Oids.class)
    void signsAfterTheNationalStandardOrTheOther(Oids oids) throws Exception {
        byte[] envelope = signing(Suite.SM).sign(CONTENT, oids, NOW);
        ContentInfo outer = ContentInfo.getInstance(envelope);
        boolean national = oids == Oids.GMT0010;
        assertThat(outer.getContentType().getId())
                .isEqualTo(national ? "1.2.156.10197.6.1.4.2.2" : "1.2.840.113549.1.7.2");
        verify(Suite.SM, SignedData.getInstance(outer.getContent()), oids);
    }

    /** By hand, with the sealing key of the specification: message digest, then the signature over the attributes. */
    private static void verify(Suite suite, SignedData data, Oids oids) throws Exception {
        boolean national = oids == Oids.GMT0010 && suite == Suite.SM;
        assertThat(data.getVersion().intValueExact()).isEqualTo(1);
        assertThat(data.getEncapContentInfo().getContentType().getId())
                .isEqualTo(national ? "1.2.156.10197.6.1.4.2.1" : "1.2.840.113549.1.7.1");
        byte[] content = ASN1OctetString.getInstance(data.getEncapContentInfo().getContent())
                .getOctets();
        assertThat(content).isEqualTo(CONTENT);
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        assertThat(signer.getDigestEncryptionAlgorithm().getAlgorithm().getId())
                .isEqualTo(
                        suite == Suite.INTL
                                ? "1.2.840.10045.4.3.2"
                                : national ? "1.2.156.10197.1.301.1" : "1.2.156.10197.1.501");
        byte[] attributes = signer.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER);
        assertThat(new String(attributes, StandardCharsets.ISO_8859_1))
                .contains(new String(suite.hash(CONTENT), StandardCharsets.ISO_8859_1));
        assertThat(SampleSeals.gateway(suite)
                        .certificate()
                        .publicKey()
                        .verify(attributes, signer.getEncryptedDigest().getOctets()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Oids.class)
    void encryptsToAnSm2Certificate(Oids oids) throws Exception {
        PrivateKey key = provideRecipient("EC", "sm2p256v1", KeyUsage.keyEncipherment, Duration.ZERO);
        X509Certificate certificate = EncryptionCertificate.read(folder, Suite.SM, NOW);

        byte[] envelope =
                new EncryptedEnvelope(Suite.SM).encrypt(signing(Suite.SM).sign(CONTENT, oids, NOW), certificate, oids);

        assertThat(new String(envelope, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(CONTENT, StandardCharsets.ISO_8859_1));
        ContentInfo outer = ContentInfo.getInstance(envelope);
        boolean national = oids == Oids.GMT0010;
        assertThat(outer.getContentType().getId())
                .isEqualTo(national ? "1.2.156.10197.6.1.4.2.3" : "1.2.840.113549.1.7.3");
        EnvelopedData data = EnvelopedData.getInstance(outer.getContent());
        verify(
                Suite.SM,
                SignedData.getInstance(
                        ContentInfo.getInstance(SampleRecipient.open(data, key)).getContent()),
                oids);
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048, 32", "EC, secp256r1, 8", "EC, secp384r1, 8"})
    void opensslOpensWhatIsEncryptedInTheInternationalSuite(String algorithm, String curve, int usage)
            throws Exception {
        assumeOpenssl();
        PrivateKey key = provideRecipient(algorithm, curve, usage, Duration.ZERO);
        Files.write(folder.resolve("encryption.key"), Pem.encode(key));
        X509Certificate certificate = EncryptionCertificate.read(folder, Suite.INTL, NOW);
        byte[] signed = signing(Suite.INTL).sign(CONTENT, Oids.PKCS7, NOW);
        Files.write(
                folder.resolve("000000017.policy.csv.p7m"),
                new EncryptedEnvelope(Suite.INTL).encrypt(signed, certificate, Oids.PKCS7));
        provideTrust(Suite.INTL);

        String page = Files.readString(Path.of("docs/spec/envelopes.md"));
        assertThat(shell(block(page, "openssl-decrypt") + block(page, "openssl-verify")))
                .startsWith("0 ");
        assertThat(Files.readAllBytes(folder.resolve("000000017.policy.csv"))).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @EnumSource(Oids.class)
    void opensslVerifiesWhatIsSignedInTheNationalSuitePartByPart(Oids oids) throws Exception {
        assumeOpenssl();
        Files.write(
                folder.resolve("000000017.policy.csv.p7m"), signing(Suite.SM).sign(CONTENT, oids, NOW));
        provideTrust(Suite.SM);
        String commands = block(Files.readString(Path.of("docs/spec/envelopes.md")), "openssl-SM");
        assertThat(shell(commands)).startsWith("0 ").contains("Verified OK").contains("seal.crt: OK");
        assertThat(Files.readAllBytes(folder.resolve("000000017.policy.csv"))).isEqualTo(CONTENT);
    }

    private void provideTrust(Suite suite) throws IOException {
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        Files.writeString(
                folder.resolve("seal-ca.crt"), gateway.authority().certificate().pem());
        Files.writeString(folder.resolve("seal.crt"), gateway.certificate().pem());
    }

    @Test
    void refusesCertificatesThatAreNotForIt() throws Exception {
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.SM, NOW))
                .hasMessageContaining("missing");
        provideRecipient("EC", "secp256r1", KeyUsage.keyAgreement, Duration.ZERO);
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.SM, NOW))
                .hasMessageContaining("suite");
        provideRecipient("EC", "sm2p256v1", KeyUsage.digitalSignature, Duration.ZERO);
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.SM, NOW))
                .hasMessageContaining("usage");
        provideRecipient("EC", "sm2p256v1", KeyUsage.keyEncipherment, Duration.ofDays(-1));
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.SM, NOW))
                .hasMessageContaining("expired");
        provideRecipient("RSA", "1024", KeyUsage.keyEncipherment, Duration.ZERO);
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.INTL, NOW))
                .hasMessageContaining("suite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesFilesThatAreNoCertificate(String text) throws Exception {
        Files.writeString(folder.resolve(EncryptionCertificate.FILE), text);
        assertThatThrownBy(() -> EncryptionCertificate.read(folder, Suite.SM, NOW))
                .isInstanceOf(IOException.class);
    }

    private void assumeOpenssl() throws Exception {
        Assumptions.assumeThat(shell("openssl version"))
                .as("openssl 3 is not on the PATH: skipped")
                .startsWith("0 OpenSSL 3");
    }

    private static String block(String page, String name) {
        int start = page.indexOf("<!-- " + name + " -->");
        assertThat(start).as("block %s of the page", name).isNotNegative();
        int opening = page.indexOf("```sh\n", start) + 6;
        return page.substring(opening, page.indexOf("```", opening));
    }

    private String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output;
    }
}
