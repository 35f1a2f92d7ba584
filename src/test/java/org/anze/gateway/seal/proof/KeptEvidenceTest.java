package org.anze.gateway.seal.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.demo.DemoTimeStampOffice;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.evidence.stamp.StampVerifier;
import org.anze.gateway.evidence.stamp.TimeStampAuthority;
import org.anze.gateway.evidence.witness.Cosigning;
import org.anze.gateway.evidence.witness.SampleLog;
import org.anze.gateway.evidence.witness.Witness;
import org.anze.gateway.evidence.witness.WitnessClient;
import org.anze.gateway.evidence.witness.WitnessMemory;
import org.anze.gateway.evidence.witness.WitnessPolicy;
import org.anze.gateway.evidence.witness.WitnessServer;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway keeps as evidence is what the offline verifier accepts: two programs, one page. */
class KeptEvidenceTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final BoundedPost HTTP = new BoundedPost(Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Suite.class)
    void stampsThatAreKeptVerify(Suite suite) throws Exception {
        try (DemoTimeStampOffice office = new DemoTimeStampOffice(folder.resolve("tsa"), suite, CLOCK)) {
            StampVerifier keeping = new StampVerifier("sample", List.of(office.authority()));
            Checkpoint checkpoint = new Checkpoint("gateway.example", 9, new byte[32], suite, CLOCK.instant());
            var stamp = new TimeStampAuthority(office.address(), null, keeping, HTTP, Duration.ofMinutes(5), CLOCK)
                    .stamp(checkpoint);
            StampCertificate signer = StampCertificate.ofPem(stamp.chain().get(0));
            StampCertificate anchor = StampCertificate.ofPem(
                    Pem.write(Pem.CERTIFICATE, office.authority().getEncoded()));

            assertThat(TimeStampToken.time(stamp.token(), checkpoint, signer)).contains(stamp.time());
            assertThat(signer.mayStamp() && signer.understood() && signer.issuedBy(anchor))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void keepsNoStampThatVerifiersRefuse(Suite suite) throws Exception {
        SampleProofs proofs = new SampleProofs(suite);
        SampleStamps.Scheme scheme = SampleStamps.Scheme.of(suite);
        // PKIX does not judge an anchor's dates.
        SampleStamps.Holder expired = new SampleStamps.Form(scheme, "Expired CA")
                .authority()
                .valid(SampleStamps.FROM, SampleStamps.STAMPED.minusSeconds(1))
                .selfSigned();
        SampleStamps.Holder stamper = new SampleStamps.Form(scheme, "Stamper").issued(expired);
        assertKept(proofs, expired, stamper, false);
        assertKept(proofs, proofs.stampRoot, proofs.stamper, true);
    }

    @ParameterizedTest
    @EnumSource(
            value = SampleStamps.Scheme.class,
            names = {"P521", "BRAINPOOL", "SECP256K1"})
    void acceptsNoCurveThatIsNotDocumented(SampleStamps.Scheme curve) throws Exception {
        SampleProofs proofs = new SampleProofs(Suite.INTL);
        SampleStamps.Holder documented = new SampleStamps.Form(SampleStamps.Scheme.P256, "P-256 CA")
                .authority()
                .selfSigned();
        SampleStamps.Holder other =
                new SampleStamps.Form(curve, "Other CA").authority().selfSigned();

        SampleStamps.Holder signer = new SampleStamps.Form(curve, "Stamper").issued(documented);
        assertThatThrownBy(() -> verifier(documented).verify(token(proofs, signer), proofs.suite, proofs.text()))
                .hasMessageContaining("of another kind");
        SampleStamps.Holder below = new SampleStamps.Form(SampleStamps.Scheme.P256, "Stamper").issued(other);
        assertThatThrownBy(() -> verifier(other).verify(token(proofs, below), proofs.suite, proofs.text()))
                .hasMessageContaining("of another kind");
        SampleStamps.Holder good = new SampleStamps.Form(SampleStamps.Scheme.P384, "Stamper").issued(documented);
        assertThat(verifier(documented)
                        .verify(token(proofs, good), proofs.suite, proofs.text())
                        .time())
                .isEqualTo(SampleStamps.STAMPED);
    }

    private static byte[] token(SampleProofs proofs, SampleStamps.Holder signer) {
        return new SampleStamps.Token(signer, proofs.suite, proofs.text()).write();
    }

    private static StampVerifier verifier(SampleStamps.Holder anchor) throws Exception {
        return new StampVerifier(
                "sample",
                List.of(new JcaX509CertificateConverter()
                        .setProvider(new BouncyCastleProvider())
                        .getCertificate(anchor.certificate())));
    }

    private static void assertKept(
            SampleProofs proofs, SampleStamps.Holder anchor, SampleStamps.Holder stamper, boolean kept)
            throws Exception {
        byte[] token = token(proofs, stamper);
        StampVerifier keeping = verifier(anchor);
        Checkpoint checkpoint = proofs.checkpoint.checkpoint();
        assertThat(keeping.verify(token, proofs.suite, proofs.text()).time()).isEqualTo(SampleStamps.STAMPED);
        if (kept) {
            assertThat(keeping.verify(token, checkpoint).time()).isEqualTo(SampleStamps.STAMPED);
        } else {
            assertThatThrownBy(() -> keeping.verify(token, checkpoint)).hasMessageContaining("seal-v1 §12");
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void cosignaturesThatAreKeptVerify(Suite suite) throws Exception {
        var key =
                org.anze.gateway.evidence.witness.WitnessKey.generate("witness.example/w1", suite, new SecureRandom());
        WitnessMemory.create(folder.resolve("memory"), key.publicKey());
        SignedCheckpoint checkpoint = new SampleLog(suite).with("a", "b").checkpoint();
        try (WitnessMemory memory = WitnessMemory.open(folder.resolve("memory"), key.publicKey());
                WitnessServer server = new WitnessServer(
                        new Witness(key, SampleLog.watched(suite), memory, CLOCK),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            Cosigning cosigning = new WitnessClient(
                            new WitnessPolicy.Entry("w1", key.publicKey(), address), HTTP, CLOCK)
                    .cosign(checkpoint, 0, (from, to) -> List.of());

            NoteKey known = NoteKey.parse(key.publicKey().vkey());
            Cosignature line = Cosignature.of(cosigning.line().text(), "cosignatures");
            assertThat(known.isNamedBy(line.name(), line.keyId())).isTrue();
            assertThat(known.cosigned(line.seconds(), checkpoint.checkpoint().text(), line.signature()))
                    .isTrue();
        }
    }
}
