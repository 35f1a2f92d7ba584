package org.anze.gateway.identity.revocation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CRLs by address, each kept until its {@code nextUpdate}, a day at most; the last one of each stays on disk for the time
 * its source is silent. Safe for many threads; one at a time waits for an address.
 */
final class Lists {

    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_LISTS = 32;
    private static final Duration LONGEST_KEPT = Duration.ofDays(1);
    private static final Duration LOCAL_LOOK = Duration.ofSeconds(30);

    private final Source source;
    private final Outages outages;
    private final @Nullable Path folder;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_LISTS;
        }
    };

    /** What is held of one address for one issuer; the lock of those who wait for it. */
    private static final class Kept {
        private @Nullable Crl list;
        private Instant lookAgain = Instant.MIN;
        private boolean diskRead;
        /** The list at this address is another authority's, and soundly so. */
        private boolean aboutOthers;
    }

    Lists(Source source, Outages outages, @Nullable Path folder, Clock clock) {
        this.source = source;
        this.outages = outages;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * What the list at this address says of a certificate; {@code NO_SOURCE} when it is the list of another authority, or of
     * other certificates of this one.
     *
     * @param others authorities whose lists may be found there as well: an operator names several lists for a whole chain;
     *     empty for an address that the certificate names
     */
    Status status(URI address, X509Certificate certificate, X509Certificate issuer, List<X509Certificate> others) {
        Kept slot = slot(address + " " + Signatures.nameOf(issuer));
        synchronized (slot) {
            Instant now = clock.instant();
            if (!now.isBefore(slot.lookAgain) && !outages.resting(address.toString())) {
                fetch(slot, address, certificate, issuer, others, now);
            }
            if (slot.aboutOthers) {
                return Status.NO_SOURCE;
            }
            Crl list = slot.list;
            if (list != null && list.revoked().contains(certificate.getSerialNumber())) {
                // Being revoked does not wear off.
                return Status.REVOKED;
            }
            if (list != null && !list.covers(certificate, address)) {
                return others.isEmpty() ? Status.unreachable(list.issued()) : Status.NO_SOURCE;
            }
            if (list != null && now.isBefore(list.next())) {
                return Status.good(list.next());
            }
            Instant since = outages.since(address.toString()).orElse(now);
            return Status.unreachable(list == null ? since : list.next());
        }
    }

    private Kept slot(String key) {
        synchronized (kept) {
            return kept.computeIfAbsent(key, none -> new Kept());
        }
    }

    private void fetch(
            Kept slot,
            URI address,
            X509Certificate certificate,
            X509Certificate issuer,
            List<X509Certificate> others,
            Instant now) {
        try {
            byte[] encoded = source.get(address, MOST_BYTES);
            slot.aboutOthers = slot.list == null && isOfAnother(encoded, issuer, others, now);
            if (slot.aboutOthers) {
                slot.lookAgain = now.plus(LOCAL_LOOK);
                outages.answered(address.toString());
                return;
            }
            Crl fresh = Crl.read(encoded, issuer, now);
            if (!now.isBefore(fresh.next())) {
                throw new GeneralSecurityException("its nextUpdate has passed");
            }
            if (others.isEmpty() && !fresh.covers(certificate, address)) {
                throw new GeneralSecurityException("a list of other certificates of this authority");
            }
            Crl before = slot.list;
            if (before != null && fresh.issued().isBefore(before.issued())) {
                throw new GeneralSecurityException("older than the one before");
            }
            slot.list = fresh;
            slot.lookAgain =
                    earlier(fresh.next(), now.plus("file".equals(address.getScheme()) ? LOCAL_LOOK : LONGEST_KEPT));
            outages.answered(address.toString());
            keep(address, issuer, encoded);
        } catch (IOException | GeneralSecurityException e) {
            outages.silent(address.toString(), String.valueOf(e.getMessage()));
            if (slot.list == null && !slot.diskRead) {
                slot.diskRead = true;
                slot.list = fromDisk(address, issuer, now);
            }
        }
    }

    /** Somebody on the way cannot make a list vanish by putting just any other in its place: its signature must be sound. */
    private static boolean isOfAnother(
            byte[] encoded, X509Certificate issuer, List<X509Certificate> others, Instant now) {
        for (X509Certificate other : others) {
            if (!other.getSubjectX500Principal().equals(issuer.getSubjectX500Principal())) {
                try {
                    Crl list = Crl.read(encoded, other, now);
                    return now.isBefore(list.next());
                } catch (GeneralSecurityException notTheirs) {
                    // The next one, then.
                    continue;
                }
            }
        }
        return false;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void keep(URI address, X509Certificate issuer, byte[] encoded) {
        if (folder == null) {
            return;
        }
        Path file = file(address, issuer);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            Files.write(temporary, encoded);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the list of {} cannot be kept: {}", address, e.toString());
        }
    }

    private @Nullable Crl fromDisk(URI address, X509Certificate issuer, Instant now) {
        if (folder == null || Files.notExists(file(address, issuer))) {
            return null;
        }
        try {
            return Crl.read(Files.readAllBytes(file(address, issuer)), issuer, now);
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("the kept list of {} cannot be used: {}", address, e.toString());
            return null;
        }
    }

    private Path file(URI address, X509Certificate issuer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(issuer.getEncoded());
            byte[] name = digest.digest(address.toString().getBytes(StandardCharsets.UTF_8));
            return java.util.Objects.requireNonNull(folder)
                    .resolve(HexFormat.of().formatHex(name) + ".crl");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
