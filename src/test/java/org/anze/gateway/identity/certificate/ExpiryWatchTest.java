package org.anze.gateway.identity.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.SettableClock;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Party WU = new Party(
            "insurer-wu",
            PartyType.INS,
            new Party.Name("戊", "Wu"),
            "91140100MAWU000015",
            List.of(),
            null,
            null,
            List.of());

    @TempDir
    Path data;

    private final SettableClock clock = new SettableClock(NOW);
    private final SampleAuthority root = SampleAuthority.root("Root", Kind.EC, NOW);
    private final SeenCertificates seen = new SeenCertificates();

    @Test
    void warnsAtSixtyThirtyAndSevenDaysAndAfterTheEnd() throws Exception {
        ExpiryWatch watch = watch();
        keep(Duration.ofDays(65));
        assertThat(watch.expiring()).isEmpty();
        assertThat(watch.all()).hasSize(2);

        clock.pass(Duration.ofDays(6));
        assertThat(watch.expiring()).singleElement().satisfies(one -> {
            assertThat(one.owner()).isEqualTo("insurer-wu");
            assertThat(one.level()).isEqualTo(60);
            assertThat(one.daysLeft()).isEqualTo(59);
        });
        clock.pass(Duration.ofDays(30));
        assertThat(watch.expiring().get(0).level()).isEqualTo(30);
        clock.pass(Duration.ofDays(23));
        assertThat(watch.expiring().get(0).level()).isEqualTo(7);
        assertThat(watch.within(7)).isEqualTo(1);
        clock.pass(Duration.ofDays(10));
        assertThat(watch.expiring().get(0).level()).isZero();
        assertThat(watch.expiring().get(0).daysLeft()).isNegative();
    }

    @Test
    void isQuietOnceTheSuccessorIsUsed() throws Exception {
        ExpiryWatch watch = watch();
        keep(Duration.ofDays(5));
        assertThat(watch.expiring()).hasSize(1);

        seen.saw("insurer-wu", root.issue(client()).certificate());
        assertThat(watch.expiring()).isEmpty();
        assertThat(watch.all()).filteredOn(ExpiringCertificate::replaced).isNotEmpty();
    }

    @Test
    void goesOnPastAFileThatIsBroken() throws Exception {
        Path file = new PkiLayout(data).credentials("insurer-wu").certificate();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");

        assertThat(watch().all()).extracting(ExpiringCertificate::owner).containsExactly("authority");
    }

    private ExpiryWatch watch() {
        return new ExpiryWatch(
                new PkiLayout(data),
                List.of(data.resolve("missing.crt")),
                () -> List.of(new TrustedAuthority(root.certificate(), RevocationSetting.USUAL)),
                () -> Parties.of(List.of(WU)),
                seen,
                clock);
    }

    private void keep(Duration left) throws Exception {
        Path file = new PkiLayout(data).credentials("insurer-wu").certificate();
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Pem.encode(root.issue(client().valid(NOW.minus(Duration.ofDays(1)), NOW.plus(left)))
                        .certificate()));
    }

    private static Wish client() {
        return Wish.client("insurer-wu", "91140100MAWU000015", NOW);
    }
}
