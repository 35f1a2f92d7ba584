package org.anze.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.FaultySource;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.origin.SampleCms;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.origin.SampleSigners;
import org.anze.gateway.origin.StoredOrigin;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignedSubmissionTest {

    private static final Issued WU = SampleSigners.sm2(SampleSigners.WU);

    private ParkingFixture intake;
    private OriginStore origins;
    private final byte[] body = ParkingFixture.policy("WU-1").getBytes(UTF_8);

    @BeforeEach
    void start() {
        intake = new ParkingFixture();
        origins = SampleOrigins.store(intake.jdbc());
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    private static PresentedSignature sign(byte[] content) {
        return PresentedSignature.ofFile(
                SampleCms.sm2(content, WU.key(), WU.certificate()).der());
    }

    private SubmissionStatus send(String messageId, @Nullable PresentedSignature signature) {
        Party party = intake.parties().find("insurer-wu").orElseThrow();
        Arrival arrival =
                new Arrival(party, Arrival.Channel.REST, messageId, null, "canonical-policy", false, signature);
        SubmissionStatus status = intake.desk().receive(arrival, new ByteArrayInputStream(body));
        return intake.desk().await(status.id(), ParkingFixture.PATIENCE);
    }

    private EntryHeader onlyEntry() throws FlawException {
        return EntryHeader.parse(intake.jdbc()
                .sql("select header from ledger_entry")
                .query(byte[].class)
                .single());
    }

    private static Map<?, ?> receipt(SubmissionStatus status) throws FlawException {
        Map<?, ?> signed =
                (Map<?, ?>) Objects.requireNonNull(CanonicalJson.parse(Objects.requireNonNull(status.receipt())));
        return (Map<?, ?>) Objects.requireNonNull(signed.get("body"));
    }

    @Test
    void bindsSignatureAndBytesIntoTheEntryUnderTheSaltThatTheSenderGets() throws FlawException {
        PresentedSignature signature = sign(body);
        byte[] evidence = ((PresentedSignature.Detached) signature).bytes();

        SubmissionStatus status = send("M-1", signature);

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        Map<?, ?> receipt = receipt(status);
        byte[] salt = Base64Text.decode((String) receipt.get("salt"), "salt");
        byte[] digest = Base64Text.decode((String) receipt.get("rawDigest"), "rawDigest");
        EntryHeader entry = onlyEntry();
        EntryOrigin origin = Objects.requireNonNull(entry.origin());
        assertThat(digest).isEqualTo(Suite.SM.hash(body));
        assertThat(entry.raw()).isEqualTo(SubmissionSalt.raw(Suite.SM, salt, digest));
        assertThat(origin.kind()).isEqualTo(EntryOrigin.Kind.CMS);
        assertThat(origin.commitment()).isEqualTo(SubmissionSalt.evidence(Suite.SM, salt, Suite.SM.hash(evidence)));
        assertThat(receipt.get("origin"))
                .isEqualTo(Map.of(
                        "commitment",
                        Base64Text.encode(origin.commitment()),
                        "kind",
                        "cms",
                        "signer",
                        Base64Text.encode(origin.signer())));
        StoredOrigin.Opened kept = origins.open(status.id()).orElseThrow();
        assertThat(kept.evidence()).isEqualTo(evidence);
        assertThat(kept.salt()).isEqualTo(salt);
        assertThat(kept.rawDigest()).isEqualTo(digest);
        assertThat(kept.origin().origin()).isEqualTo(origin);
        assertThat(kept.origin().algorithm()).isEqualTo("SM2 / SM3");
        assertThat(origins.find(status.id()).orElseThrow().certificate()).isEqualTo(WU.certificate());
    }

    @Test
    void saysThatAnUnsignedSubmissionIsNotSigned() throws FlawException {
        SubmissionStatus status = send("M-1", null);

        assertThat(onlyEntry().origin()).isNull();
        Map<?, ?> receipt = receipt(status);
        assertThat(receipt.containsKey("origin")).isTrue();
        assertThat(receipt.get("origin")).isNull();
        assertThat(origins.find(status.id())).isEmpty();
    }

    @Test
    void keepsNothingOfASubmissionWhoseSignatureIsAboutSomethingElse() {
        assertThatThrownBy(() -> send("M-1", sign("something else".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        problem -> assertThat(problem.finding().code()).isEqualTo("ORG-0013"));

        for (String table : List.of("submission", "raw_chunk", "origin_evidence", "ledger_entry")) {
            assertThat(intake.jdbc()
                            .sql("select count(*) from " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void keepsTheFirstSignatureWhenTheSameIsSentAgain() {
        SubmissionStatus first = send("M-1", sign(body));
        byte[] kept = origins.open(first.id()).orElseThrow().evidence();

        assertThat(send("M-1", sign(body)).receipt()).isEqualTo(first.receipt());
        assertThat(send("M-1", null).receipt()).isEqualTo(first.receipt());
        assertThat(origins.open(first.id()).orElseThrow().evidence()).isEqualTo(kept);
    }

    @Test
    void keepsNeitherSignatureNorBytesWhenTheStoreFailsBeforeItKeptThem() {
        intake.store().fail(FaultySource.Fault.BEFORE_COMMIT);
        assertThatThrownBy(() -> send("M-1", sign(body))).isInstanceOf(TryAgainLater.class);
        assertThat(signatures()).isZero();

        assertThat(send("M-1", sign(body)).state()).isEqualTo(State.ACCEPTED);
        assertThat(signatures()).isOne();
    }

    @Test
    void keepsOneSignatureWhenTheStoreFailsAfterItKeptIt() {
        intake.store().fail(FaultySource.Fault.ANSWER_LOST);
        assertThatThrownBy(() -> send("M-1", sign(body))).isInstanceOf(TryAgainLater.class);
        assertThat(signatures()).isOne();

        assertThat(send("M-1", sign(body)).state()).isEqualTo(State.ACCEPTED);
        assertThat(signatures()).isOne();
    }

    private long signatures() {
        return intake.jdbc()
                .sql("select count(*) from origin_evidence")
                .query(Long.class)
                .single();
    }
}
