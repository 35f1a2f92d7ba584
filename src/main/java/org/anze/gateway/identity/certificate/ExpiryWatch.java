package org.anze.gateway.identity.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates end within 60, 30 and 7 days: the gateway's own, the trusted authorities', and those of parties (their
 * {@code client.crt} and the ones they used since the start). Safe for many threads.
 */
public final class ExpiryWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final int[] LEVELS = {7, 30, 60};
    private static final int WIDEST = 60;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final PkiLayout layout;
    private final List<Path> own;
    private final Supplier<List<TrustedAuthority>> trust;
    private final Supplier<Parties> parties;
    private final SeenCertificates seen;
    private final Clock clock;
    private @Nullable LocalDate said;

    /** @param own PEM files with the gateway's own certificates; those that do not exist are passed over */
    public ExpiryWatch(
            PkiLayout layout,
            List<Path> own,
            Supplier<List<TrustedAuthority>> trust,
            Supplier<Parties> parties,
            SeenCertificates seen,
            Clock clock) {
        this.layout = layout;
        this.own = List.copyOf(own);
        this.trust = trust;
        this.parties = parties;
        this.seen = seen;
        this.clock = clock;
    }

    /** All known certificates, the first to end first. */
    public List<ExpiringCertificate> all() {
        Instant now = clock.instant();
        List<ExpiringCertificate> all = new ArrayList<>();
        for (Path file : own) {
            add(all, "gateway", read(file), now);
        }
        // Authorities replace each other by name, not by being more.
        trust.get().forEach(authority -> add(all, "authority", List.of(authority.certificate()), now));
        for (Party party : parties.get().all()) {
            List<X509Certificate> theirs =
                    new ArrayList<>(read(layout.credentials(party.id()).certificate()));
            theirs.addAll(seen.of(party.id()));
            add(all, party.id(), theirs, now);
        }
        all.sort(Comparator.comparing(ExpiringCertificate::until));
        return all;
    }

    /** Those that somebody has to see to: within the widest level or over, and not replaced. */
    public List<ExpiringCertificate> expiring() {
        return all().stream()
                .filter(one -> one.level() != ExpiringCertificate.LASTS && !one.replaced())
                .toList();
    }

    /** How many of {@link #expiring()} end within so many days, those that are over included; for a gauge. */
    public long within(int days) {
        return expiring().stream().filter(one -> one.level() <= days).count();
    }

    /** Logs a line for each of {@link #expiring()}, on the first call of each day in China. */
    public synchronized void sayOncePerDay() {
        LocalDate today = clock.instant().atZone(CHINA).toLocalDate();
        if (today.equals(said)) {
            return;
        }
        said = today;
        for (ExpiringCertificate one : expiring()) {
            LOG.atWarn()
                    .addKeyValue("owner", one.owner())
                    .addKeyValue("days", one.daysLeft())
                    .addKeyValue("until", one.until())
                    .addKeyValue("fingerprint", one.fingerprint())
                    .log("证书即将到期或已到期 / certificate ends soon or is over");
        }
    }

    private static void add(
            List<ExpiringCertificate> all, String owner, List<X509Certificate> certificates, Instant now) {
        Map<String, X509Certificate> distinct = new LinkedHashMap<>();
        certificates.forEach(one -> distinct.put(Fingerprint.sha256(one), one));
        distinct.forEach((fingerprint, one) -> {
            Instant until = one.getNotAfter().toInstant();
            long days = Math.floorDiv(
                    Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
            boolean replaced = distinct.values().stream()
                    .anyMatch(other -> other.getSubjectX500Principal().equals(one.getSubjectX500Principal())
                            && other.getNotAfter().toInstant().isAfter(now.plus(Duration.ofDays(WIDEST)))
                            && !now.isBefore(other.getNotBefore().toInstant()));
            all.add(new ExpiringCertificate(
                    owner, one.getSubjectX500Principal().getName(), fingerprint, until, days, level(days), replaced));
        });
    }

    private static int level(long days) {
        if (days < 0) {
            return 0;
        }
        for (int level : LEVELS) {
            if (days < level) {
                return level;
            }
        }
        return ExpiringCertificate.LASTS;
    }

    private static List<X509Certificate> read(Path file) {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return Pem.certificates(file).subList(0, 1);
        } catch (IOException e) {
            LOG.warn("a certificate cannot be read for its end: {}", e.getMessage());
            return List.of();
        }
    }
}
