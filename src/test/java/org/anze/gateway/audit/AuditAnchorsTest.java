package org.anze.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What somebody who owns the database does to the audit log, and how it shows. */
class AuditAnchorsTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Clock CLOCK = Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path file;
    private JdbcClient jdbc;
    private AuditLog log;
    private AuditAnchors anchors;
    private int made;

    @BeforeEach
    void emptyLog() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        log = new AuditLog(jdbc, new JdbcTransactionManager(store), Suite.SM, CLOCK);
        file = folder.resolve("audit").resolve("anchors");
        anchors = afterAStart();
    }

    private AuditAnchors afterAStart() {
        return new AuditAnchors(jdbc, log, GATEWAY.signer(), new AnchorFile(file), CLOCK);
    }

    @Test
    void signsHowFarTheLogGoesInTheDatabaseAndOutsideOfIt() throws Exception {
        write(3);
        anchors.anchor();
        anchors.anchor();
        write(2);
        afterAStart().anchor();

        assertThat(new AnchorFile(file).read())
                .extracting(one -> one.checkpoint().size())
                .containsExactly(3L, 5L);
        SignedCheckpoint newest = new AnchorFile(file).read().get(1);
        newest.verify(new SealVerifierKey(
                GATEWAY.certificate().name(), GATEWAY.certificate().publicKey()));
        assertThat(newest.checkpoint().origin()).isEqualTo("gateway.example/audit");
        assertThat(anchors.last()).contains(newest.checkpoint());
        assertThat(anchors.firstFlaw()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void signsNothingOverAnEmptyLog() throws Exception {
        anchors.anchor();

        assertThat(new AnchorFile(file).read()).isEmpty();
        assertThat(anchors.last()).isEmpty();
    }

    @Test
    void noticesThatTheEndWasCutOffTogetherWithItsHead() {
        write(3);
        anchors.anchor();
        write(2);
        anchors.anchor();
        cutTo(4);
        jdbc.sql("delete from audit_anchor where size > 4").update();
        assertThat(log.firstFlaw()).as("the chain by itself").isEmpty();

        assertThat(afterAStart().firstFlaw()).hasValue(5);
        for (AuditAnchors one : new AuditAnchors[] {anchors, afterAStart()}) {
            assertThatThrownBy(one::anchor).hasMessageContaining("had 5 events when it was signed and has 4 now");
            assertThat(one.isAlarm()).isTrue();
        }
    }

    @Test
    void noticesThatOtherEventsTookThePlaceOfThoseCutOff() {
        write(3);
        anchors.anchor();
        cutTo(2);
        jdbc.sql("delete from audit_anchor").update();
        write(4);
        assertThat(log.firstFlaw()).as("the chain by itself").isEmpty();

        assertThat(afterAStart().firstFlaw()).hasValue(3);
        assertThatThrownBy(afterAStart()::anchor).hasMessageContaining("does not know the anchor over 3");
    }

    @Test
    void noticesWithoutTheFileThatTheWholeChainWasComputedAnew() throws Exception {
        write(3);
        anchors.anchor();
        cutTo(0);
        write(5);
        Files.delete(file);

        assertThat(log.firstFlaw()).as("the chain by itself").isEmpty();
        assertThat(anchors.firstFlaw()).hasValue(3);
    }

    @Test
    void refusesAnAnchorThatWasChanged() {
        write(3);
        anchors.anchor();
        jdbc.sql("alter table audit_anchor disable trigger all").update();
        jdbc.sql("update audit_anchor set note = replace(note, E'\\n3\\n', E'\\n2\\n')")
                .update();

        assertThat(anchors.firstFlaw()).hasValue(2);
        jdbc.sql("update audit_anchor set note = 'x'").update();
        assertThat(anchors.firstFlaw()).hasValue(3);
        assertThat(anchors.last()).isEmpty();
    }

    @Test
    void goesOnBehindALineThatACrashCutShort() throws Exception {
        write(1);
        anchors.anchor();
        Files.writeString(file, "\ngateway.example/au", StandardOpenOption.APPEND);
        write(1);
        afterAStart().anchor();

        assertThat(new AnchorFile(file).read()).hasSize(2);
        assertThat(anchors.firstFlaw()).isEmpty();
    }

    @Test
    void carriesIntoTheFileWhatACrashKeptFromIt() throws Exception {
        write(1);
        anchors.anchor();
        Files.delete(file);
        afterAStart().anchor();

        assertThat(new AnchorFile(file).read()).singleElement().satisfies(one -> assertThat(one.checkpoint())
                .isEqualTo(anchors.last().orElseThrow()));
    }

    @Test
    void goesOnOnceTheFileOfALogThatWasSetBackIsTakenAway() throws Exception {
        write(3);
        anchors.anchor();
        cutTo(2);
        jdbc.sql("delete from audit_anchor").update();
        assertThatThrownBy(anchors::anchor).isInstanceOf(IllegalStateException.class);

        Files.move(file, folder.resolve("kept"));
        anchors.anchor();

        assertThat(anchors.isAlarm()).isFalse();
        assertThat(anchors.firstFlaw()).isEmpty();
    }

    @Test
    void refusesThatAnAnchorIsTakenAway() {
        write(1);
        anchors.anchor();

        assertThatThrownBy(() -> jdbc.sql("delete from audit_anchor").update()).hasMessageContaining("append only");
    }

    /** As the owner of the database does it: whole up to a number, head and all. */
    private void cutTo(long number) {
        jdbc.sql("alter table audit_event disable trigger all").update();
        jdbc.sql("alter table audit_anchor disable trigger all").update();
        jdbc.sql("delete from audit_event where number > ?").param(number).update();
        jdbc.sql("update audit_head set number = ?, hash = coalesce((select hash from audit_event where number = ?),"
                        + " decode(repeat('00', 32), 'hex'))")
                .params(number, number)
                .update();
    }

    private void write(int events) {
        for (int i = 0; i < events; i++) {
            log.write(new AuditEvent(
                    AuditKind.QUERY, Actor.person("wang"), null, null, "policy P-" + made++, "given", null));
        }
    }
}
