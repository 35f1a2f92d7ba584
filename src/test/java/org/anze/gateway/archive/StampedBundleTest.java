package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.anze.gateway.demo.DemoTimeStampOffice;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.evidence.stamp.StampVerifier;
import org.anze.gateway.evidence.stamp.TimeStampAuthority;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.proof.TrustFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others signed about the month travels with it, and what they signed later covers its end. */
class StampedBundleTest {

    private static final BoundedPost HTTP = new BoundedPost(Duration.ofSeconds(5));
    private static final long SECONDS = 1_795_311_010L;
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    @Test
    void carriesStampsAndCosignaturesUpToTheOneThatCoversItsEnd() throws Exception {
        ArchivedMonths months = new ArchivedMonths(folder.resolve("bundles"));
        SealPrivateKey secret = SampleSeals.key(Suite.SM, "witness");
        NoteKey witness = NoteKey.of(
                "witness.example/w1",
                NoteKey.Kind.WITNESS_SM2,
                secret.publicKey().encoded());
        try (DemoTimeStampOffice office = new DemoTimeStampOffice(folder.resolve("tsa"), Suite.SM, CLOCK)) {
            stamp(months, office, 200);
            Instant covering = stamp(months, office, 340);
            Checkpoint cosigned = months.ledger.reader().checkpointOf(300).checkpoint();
            months.jdbc
                    .sql("insert into evidence_cosignature (size, witness, line, cosigned_at, kept_at)"
                            + " values (300, 'w1', ?, now(), now())")
                    .param(witness.line(SECONDS, secret.sign(NoteKey.cosignedText(SECONDS, cosigned.text())))
                            .text())
                    .update();
            String seal =
                    SampleSeals.gateway(Suite.SM).authority().certificate().pem();
            String stamp =
                    "[stamp]\n" + Pem.write(Pem.CERTIFICATE, office.authority().getEncoded());
            String witnesses = "[witness]\n" + witness.vkey() + "\n";
            TrustFile trust = TrustFile.of(seal + stamp + witnesses);
            months.make(ArchivedMonths.OCTOBER, "2026-12-05T00:00:00Z", trust);
            Path file = months.file(ArchivedMonths.OCTOBER);

            BundleReport report = new BundleVerifier(trust).verify(file);

            assertThat(report.to()).isEqualTo(300);
            assertThat(report.stampedAt()).isEqualTo(covering);
            assertThat(report.witnesses()).containsExactly("witness.example/w1");
            assertThatThrownBy(() -> new BundleVerifier(TrustFile.of(seal + witnesses)).verify(file))
                    .isInstanceOfSatisfying(
                            FlawException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.STAMP_UNTRUSTED));
        }
    }

    private Instant stamp(ArchivedMonths months, DemoTimeStampOffice office, long size) throws Exception {
        Checkpoint checkpoint = months.ledger.reader().checkpointOf(size).checkpoint();
        StampVerifier keeping = new StampVerifier("sample", java.util.List.of(office.authority()));
        var stamp = new TimeStampAuthority(office.address(), null, keeping, HTTP, Duration.ofMinutes(5), CLOCK)
                .stamp(checkpoint);
        OffsetDateTime at = stamp.time().atOffset(ZoneOffset.UTC);
        months.jdbc
                .sql(
                        "insert into evidence_stamp (size, authority, token, chain, stamped_at, kept_at) values (?, 'sample', ?, ?, ?, ?)")
                .params(size, stamp.token(), String.join("", stamp.chain()), at, at)
                .update();
        return stamp.time();
    }
}
