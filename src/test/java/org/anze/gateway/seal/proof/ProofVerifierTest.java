package org.anze.gateway.seal.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SampleLedger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a right bundle tells; wrong ones are the matter of {@link VerifiersAgreeTest}. */
class ProofVerifierTest {

    @ParameterizedTest
    @EnumSource(Suite.class)
    void isNotWrittenUnderACheckpointOfAnotherKey(Suite suite) {
        SampleProofs sample = new SampleProofs(suite);
        SealPrivateKey next = SampleSeals.key(suite, "the next sealing key");
        SealCertificate certificate = sample.ledger.gateway.authority().issue(SampleSeals.SIGNER, next.publicKey());
        assertThatThrownBy(() -> sample.writer(4).sign(new PrivateKeySigner(SampleSeals.SIGNER, next), certificate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not signed by");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void tellsWhatABundleProves(Suite suite) throws Exception {
        SampleProofs proofs = new SampleProofs(suite);

        ProofVerdict.Verified verified = verified(proofs.full(), proofs.trust());

        assertThat(verified.assurance()).isEqualTo(Assurance.WITNESSED);
        assertThat(verified.stampedAt()).isEqualTo(SampleStamps.STAMPED);
        assertThat(verified.witnesses()).containsExactly("witness.example/one", "witness.example/two");
        assertThat(verified.header()).isEqualTo(proofs.ledger.header(4));
        assertThat(verified.withheld()).containsExactly("premium");
        assertThat(verified.units().given()).isEqualTo(5);
        assertThat(verified.units().masked()).isEqualTo(1);
        assertThat(verified.head().recipient()).isEqualTo("prv-14");
        assertThat(verified.head().ledger()).isEqualTo(SampleSeals.LEDGER);
        assertThat(verified.origin()).isNotNull().satisfies(origin -> assertThat(origin.evidence())
                .isEqualTo(SampleLedger.EVIDENCE));
    }

    /** With -Danze.spec.write=true the samples are made anew; the stamp authority's key is another one each time. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesTheBundlesOfTheSpecification(Suite suite) throws Exception {
        Path folder = Path.of("docs/spec/seal-v1", suite.name().toLowerCase(Locale.ROOT));
        if (Boolean.getBoolean("anze.spec.write")) {
            SampleProofs proofs = new SampleProofs(suite);
            Files.write(folder.resolve("P-4.proof.json"), proofs.full());
            Files.writeString(folder.resolve("trust.txt"), proofs.trust());
        }

        ProofVerdict.Verified verified = verified(
                Files.readAllBytes(folder.resolve("P-4.proof.json")), Files.readString(folder.resolve("trust.txt")));

        assertThat(verified.assurance()).isEqualTo(Assurance.WITNESSED);
    }

    /** Otherwise whoever gets a premium withheld could try all premiums against the digest of the submission. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void leavesTheOriginOutUnlessItIsGiven(Suite suite) throws Exception {
        SampleProofs proofs = new SampleProofs(suite);
        String bundle = new String(proofs.sign(proofs.writer(4)), StandardCharsets.UTF_8);

        assertThat(bundle).contains("\"origin\":null").doesNotContain("6111587", "rawDigest");
        assertThat(verified(bundle.getBytes(StandardCharsets.UTF_8), proofs.sealTrust())
                        .origin())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void writesNothingThatItWouldRefuse(Suite suite) {
        SampleProofs proofs = new SampleProofs(suite);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> proofs.writer(4).origin(new Origin(new byte[32], new byte[32], null)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stamp(new byte[0], List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stamp(new byte[0], Collections.nCopies(5, proofs.stamper.pem())));
        assertThatIllegalArgumentException().isThrownBy(() -> proofs.writer(4)
                .cosignatures(IntStream.range(0, 17).mapToObj(String::valueOf).toList()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProofWriter(
                        new ProofHead("another.example", "prv-14", SampleSeals.NOW, null, null),
                        proofs.checkpoint,
                        proofs.ledger.header(4),
                        proofs.ledger.disclosed(4, unit -> 'g'),
                        proofs.ledger.inclusion(4)));
    }

    private static ProofVerdict.Verified verified(byte[] bundle, String trust) throws Exception {
        assertThat(ProofVerifier.claimsToBeProof(bundle)).isTrue();
        return (ProofVerdict.Verified) new ProofVerifier(SampleLedger.CATALOGUE, TrustFile.of(trust)).verify(bundle);
    }
}
