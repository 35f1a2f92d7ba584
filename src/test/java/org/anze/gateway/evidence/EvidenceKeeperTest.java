package org.anze.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.demo.DemoTimeStampOffice;
import org.anze.gateway.evidence.CheckpointEvidence.Evidence;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.evidence.stamp.StampVerifier;
import org.anze.gateway.evidence.stamp.TimeStampAuthority;
import org.anze.gateway.evidence.witness.Cosigning.Outcome;
import org.anze.gateway.evidence.witness.SampleLog;
import org.anze.gateway.evidence.witness.Witness;
import org.anze.gateway.evidence.witness.WitnessClient;
import org.anze.gateway.evidence.witness.WitnessKey;
import org.anze.gateway.evidence.witness.WitnessMemory;
import org.anze.gateway.evidence.witness.WitnessPolicy;
import org.anze.gateway.evidence.witness.WitnessServer;
import org.anze.gateway.ledger.LedgerOfSamples;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stamps and cosignatures over real ledgers: what is kept, what is missing while nobody answers, and what a witness notices
 * when a ledger is not the one it knows.
 */
class EvidenceKeeperTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final BoundedPost HTTP = new BoundedPost(Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    private DemoTimeStampOffice office;
    private WitnessKey key;
    private WitnessMemory memory;
    private Witness known;
    private WitnessServer server;
    private WitnessPolicy.Entry witness;
    private Gateway gateway;

    /** One gateway: a ledger in a schema of its own, and its keeper. */
    private final class Gateway {
        private final JdbcClient jdbc;
        private final LedgerOfSamples ledger;
        private final EvidenceRows rows;
        private final StoredEvidence evidence;
        private final EvidenceKeeper keeper;

        Gateway() {
            DataSource pool = TestStores.freshSchema();
            ledger = new LedgerOfSamples(pool);
            jdbc = JdbcClient.create(pool);
            rows = new EvidenceRows(jdbc);
            evidence = evidence(ledger, rows, SampleSeals.gateway(Suite.SM).key(), witness.key());
            keeper = keeper(ledger, rows);
        }
    }

    private static StoredEvidence evidence(
            LedgerOfSamples ledger, EvidenceRows rows, SealPrivateKey key, NoteKey... witnesses) {
        SealVerifierKey sealing = new SealVerifierKey(SampleSeals.SIGNER, key.publicKey());
        return new StoredEvidence(rows, ledger.reader(), sealing, List.of(witnesses));
    }

    private EvidenceKeeper keeper(LedgerOfSamples ledger, EvidenceRows rows) {
        Map<String, TimeStampAuthority> authorities = new LinkedHashMap<>();
        authorities.put("gone", authority("gone", URI.create("http://127.0.0.1:1/")));
        authorities.put("sample", authority("sample", office.address()));
        return new EvidenceKeeper(
                ledger.reader(), rows, authorities, List.of(new WitnessClient(witness, HTTP, CLOCK)), CLOCK);
    }

    private TimeStampAuthority authority(String name, URI address) {
        StampVerifier verifier = new StampVerifier(name, List.of(office.authority()));
        return new TimeStampAuthority(address, null, verifier, HTTP, Duration.ofMinutes(5), CLOCK);
    }

    @BeforeEach
    void open() throws Exception {
        office = new DemoTimeStampOffice(folder.resolve("tsa"), Suite.SM, CLOCK);
        key = WitnessKey.generate("witness.example/w1", Suite.SM, new SecureRandom());
        Path state = folder.resolve("witness");
        WitnessMemory.create(state, key.publicKey());
        memory = WitnessMemory.open(state, key.publicKey());
        known = new Witness(key, SampleLog.watched(Suite.SM), memory, CLOCK);
        server = new WitnessServer(known, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        witness = new WitnessPolicy.Entry("court", key.publicKey(), URI.create("http://127.0.0.1:" + server.port()));
        gateway = new Gateway();
    }

    @AfterEach
    void close() throws Exception {
        gateway.keeper.close();
        office.close();
        server.close();
        memory.close();
    }

    @Test
    void hasOneCheckpointStampedAndCosigned() throws Exception {
        gateway.ledger.append("P-1", "P-2", "P-3");

        gateway.keeper.lookOnce();

        Evidence evidence = gateway.evidence.of(2);
        assertThat(evidence.assurance()).isEqualTo(3);
        assertThat(evidence.checkpoint().checkpoint().size()).isEqualTo(3);
        assertThat(evidence.stamp().authority()).isEqualTo("sample");
        assertThat(evidence.cosignatures()).hasSize(1).allMatch(line -> line.startsWith("\u2014 witness.example/w1 "));
        assertThat(gateway.keeper.state().unstamped()).isZero();
        assertThat(gateway.keeper.state().authorities().get(0).fault()).isNotNull();
        assertThat(gateway.keeper.state().witnesses().get(0).cosigned()).isEqualTo(3);
        new StampVerifier("again", List.of(office.authority()))
                .verify(
                        evidence.stamp().token(),
                        Suite.SM,
                        evidence.checkpoint().checkpoint().text());
    }

    @Test
    void givesTheHighestAssuranceAndThenTheSmallestCheckpoint() throws Exception {
        gateway.ledger.append("P-1");
        server.close();
        gateway.keeper.lookOnce();
        assertThat(gateway.evidence.of(1).assurance()).isEqualTo(2);

        server = new WitnessServer(known, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        gateway.ledger.append("P-2");
        gateway.keeper.lookOnce();
        gateway.ledger.append("P-3");
        gateway.keeper.lookOnce();

        assertThat(gateway.evidence.of(1).checkpoint().checkpoint().size()).isEqualTo(2);
        assertThat(gateway.evidence.of(2).checkpoint().checkpoint().size()).isEqualTo(2);
        assertThat(gateway.evidence.of(3).checkpoint().checkpoint().size()).isEqualTo(3);
        assertThatThrownBy(() -> gateway.evidence.of(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesOnlyWhatTheSealingKeyOfTodaySigned() throws Exception {
        gateway.ledger.append("P-1");
        gateway.keeper.lookOnce();
        SealPrivateKey next = SampleSeals.key(Suite.SM, "the next sealing key");
        StoredEvidence after = evidence(gateway.ledger, gateway.rows, next, witness.key());

        assertThatThrownBy(() -> after.of(1)).isInstanceOf(TryAgainLater.class);

        gateway.ledger.append("P-2");
        SignedCheckpoint second = gateway.ledger
                .reader()
                .newest()
                .orElseThrow()
                .checkpoint()
                .sign(new PrivateKeySigner(SampleSeals.SIGNER, next));
        gateway.jdbc
                .sql("update checkpoint set note = ? where size = 2")
                .param(second.note())
                .update();
        gateway.ledger.reader().appended(List.of(), second);
        assertThat(after.of(1).assurance()).isEqualTo(1);
        assertThat(after.of(1).checkpoint().note()).isEqualTo(second.note());

        gateway.keeper.lookOnce();
        assertThat(after.of(1).assurance()).isEqualTo(2);
        assertThat(after.of(1).checkpoint().note()).isEqualTo(second.note());
        assertThat(gateway.evidence.of(1).checkpoint().checkpoint().size()).isEqualTo(1);
    }

    @Test
    void countsNoCosignatureOfAWitnessThatWasGivenUp() throws Exception {
        gateway.ledger.append("P-1");
        gateway.keeper.lookOnce();
        assertThat(gateway.evidence.of(1).assurance()).isEqualTo(3);

        SealPrivateKey key = SampleSeals.gateway(Suite.SM).key();
        NoteKey ofTheSameName = WitnessKey.generate("witness.example/w1", Suite.SM, new SecureRandom())
                .publicKey();
        for (StoredEvidence without : List.of(
                evidence(gateway.ledger, gateway.rows, key),
                evidence(gateway.ledger, gateway.rows, key, ofTheSameName))) {
            assertThat(without.of(1).assurance()).isEqualTo(2);
            assertThat(without.of(1).cosignatures()).isEmpty();
            assertThat(without.lastCosigned()).isEmpty();
        }
    }

    @Test
    void takesNothingFromAWitnessThatForgotWhatItCosigned() throws Exception {
        gateway.ledger.append("P-1", "P-2");
        gateway.keeper.lookOnce();
        server.close();
        // Its folder as it was before, with the same key.
        try (WitnessMemory old = WitnessMemory.open(emptyMemory(), witness.key())) {
            Witness forgetful = new Witness(key, SampleLog.watched(Suite.SM), old, CLOCK);
            server = new WitnessServer(
                    forgetful, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            gateway.ledger.append("P-3");
            gateway.keeper.lookOnce();
        }
        assertThat(gateway.keeper.state().witnesses().get(0).outcome()).isEqualTo(Outcome.WITNESS_FORGOT);
        assertThat(gateway.keeper.state().isAlarm()).isTrue();
        assertThat(gateway.evidence.of(3).cosignatures()).isEmpty();
    }

    private Path emptyMemory() throws Exception {
        WitnessMemory.create(folder.resolve("restored"), witness.key());
        return folder.resolve("restored");
    }

    @Test
    void lowersOnlyTheAssuranceWhileNobodyStamps() throws Exception {
        office.setDown(true);
        gateway.ledger.append("P-1", "P-2");

        gateway.keeper.lookOnce();

        Evidence evidence = gateway.evidence.of(2);
        assertThat(evidence.assurance()).isEqualTo(1);
        assertThat(evidence.stamp()).isNull();
        assertThat(evidence.cosignatures()).hasSize(1);
        assertThat(gateway.keeper.state().unstamped()).isEqualTo(2);

        office.setDown(false);
        gateway.keeper.lookOnce();
        assertThat(gateway.evidence.of(2).assurance()).isEqualTo(3);
        assertThat(gateway.keeper.state().unstamped()).isZero();
    }

    @Test
    void asksNobodyAgainForWhatIsDone() throws Exception {
        gateway.ledger.append("P-1");
        gateway.keeper.lookOnce();
        var before = gateway.keeper.state();
        gateway.keeper.lookOnce();
        assertThat(gateway.keeper.state()).isEqualTo(before);
    }

    @Test
    void doesNothingWhileTheLedgerIsEmpty() throws Exception {
        gateway.keeper.lookOnce();
        assertThat(gateway.keeper.state().entries()).isZero();
        assertThatThrownBy(() -> gateway.evidence.of(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnAfterARestartWhereTheWitnessIs() throws Exception {
        gateway.ledger.append("P-1", "P-2", "P-3");
        gateway.keeper.lookOnce();
        gateway.keeper.close();
        gateway.ledger.append("P-4", "P-5");
        try (EvidenceKeeper restarted = keeper(gateway.ledger, gateway.rows)) {
            restarted.lookOnce();
            assertThat(restarted.state().witnesses().get(0).outcome()).isEqualTo(Outcome.COSIGNED);
        }
        assertThat(gateway.evidence.of(5).assurance()).isEqualTo(3);
    }

    @Test
    void aWitnessNoticesASecondLedgerOfTheSameName() throws Exception {
        gateway.ledger.append("P-1", "P-2", "P-3");
        gateway.keeper.lookOnce();

        // Another gateway with the same key shows somebody else another ledger under the same name.
        Gateway second = new Gateway();
        second.ledger.append("P-1", "P-X", "P-3", "P-4");
        second.keeper.lookOnce();

        assertThat(second.keeper.state().witnesses().get(0).outcome()).isEqualTo(Outcome.INCONSISTENT);
        assertThat(second.keeper.state().isAlarm()).isTrue();
        assertThat(second.evidence.of(4).assurance()).isEqualTo(2);
        second.keeper.close();
        assertThat(gateway.keeper.state().isAlarm()).isFalse();
    }

    @Test
    void aWitnessNoticesThatEntriesWereLost() throws Exception {
        gateway.ledger.append("P-1", "P-2", "P-3");
        gateway.keeper.lookOnce();

        // As after restoring a backup of yesterday.
        Gateway restored = new Gateway();
        restored.ledger.append("P-1", "P-2");
        restored.keeper.lookOnce();

        assertThat(restored.keeper.state().witnesses().get(0).outcome()).isEqualTo(Outcome.WITNESS_AHEAD);
        restored.keeper.close();
    }

    @Test
    void aWitnessNoticesARewrittenEntry() throws Exception {
        gateway.ledger.append("P-1", "P-2", "P-3");
        gateway.keeper.lookOnce();

        gateway.ledger.rewriteLeaf(1, "what was never sent".getBytes(StandardCharsets.UTF_8));
        gateway.ledger.append("P-4", "P-5");
        gateway.keeper.lookOnce();

        assertThat(gateway.keeper.state().witnesses().get(0).outcome()).isEqualTo(Outcome.INCONSISTENT);
    }
}
