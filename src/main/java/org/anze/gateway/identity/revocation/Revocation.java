package org.anze.gateway.identity.revocation;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a certificate may be taken as far as its revocation goes. The OCSP responder is asked first; when that has no
 * answer that counts, the lists are. Safe for many threads; a call may wait a few seconds for a slow source, and no longer
 * than that however many sources there are, because one that failed is left alone for half a minute.
 */
public final class Revocation {

    private static final int MOST_SOURCES = 4;

    private final Responders responders;
    private final Lists lists;
    private final Outages outages;
    private final Clock clock;
    private final AtomicLong grace = new AtomicLong();
    private final AtomicLong withoutSource = new AtomicLong();

    /** What came of it. */
    public enum Verdict {
        TAKE,
        REVOKED,
        UNKNOWN_TO_AUTHORITY,
        /** It cannot be learnt, and the setting says that it is not taken then. */
        NOT_LEARNT
    }

    /**
     * Asks over HTTP.
     *
     * @param folder where lists and the beginning of outages are kept; null for memory only
     * @param patience longest time for one answer
     */
    public Revocation(@Nullable Path folder, Duration patience, Clock clock) {
        this(new WebSource(patience), folder, clock);
    }

    Revocation(Source source, @Nullable Path folder, Clock clock) {
        this.outages = new Outages(folder, clock);
        this.responders = new Responders(source, outages, clock);
        this.lists = new Lists(source, outages, folder, clock);
        this.clock = clock;
    }

    /**
     * Judges one certificate.
     *
     * @param certificate whose signature by {@code issuer} has been verified: its addresses are asked
     * @param authorities of the whole chain; a list the operator named may be any of theirs
     */
    public Verdict judge(
            X509Certificate certificate,
            X509Certificate issuer,
            List<X509Certificate> authorities,
            RevocationSetting setting) {
        if (setting.mode() == RevocationSetting.Mode.OFF) {
            return Verdict.TAKE;
        }
        Status status = status(certificate, issuer, authorities, setting);
        boolean required = setting.mode() == RevocationSetting.Mode.REQUIRE;
        return switch (status.kind()) {
            case GOOD -> Verdict.TAKE;
            case REVOKED -> Verdict.REVOKED;
            case UNKNOWN -> Verdict.UNKNOWN_TO_AUTHORITY;
            case NO_SOURCE -> {
                withoutSource.incrementAndGet();
                yield required ? Verdict.NOT_LEARNT : Verdict.TAKE;
            }
            case UNREACHABLE -> required ? Verdict.NOT_LEARNT : withinGrace(status, setting);
        };
    }

    private Verdict withinGrace(Status status, RevocationSetting setting) {
        Instant since = status.moment() == null ? clock.instant() : status.moment();
        if (!clock.instant().isBefore(since.plus(setting.atMost()))) {
            return Verdict.NOT_LEARNT;
        }
        grace.incrementAndGet();
        return Verdict.TAKE;
    }

    /** Source → since when it has been silent; for the alarm, the console and a gauge. */
    public Map<String, Instant> silentSources() {
        return outages.all();
    }

    /** How often a certificate was taken while its sources were silent, since the start. */
    public long takenOnGrace() {
        return grace.get();
    }

    /** How often a certificate was taken that names no source, since the start. */
    public long takenWithoutSource() {
        return withoutSource.get();
    }

    private Status status(
            X509Certificate certificate,
            X509Certificate issuer,
            List<X509Certificate> authorities,
            RevocationSetting setting) {
        List<Instant> silent = new ArrayList<>();
        for (URI responder : setting.responder() != null ? List.of(setting.responder()) : responders(certificate)) {
            Status status = responders.status(responder, certificate, issuer);
            if (status.isFinal()) {
                return status;
            }
            silent.add(status.moment());
        }
        Set<URI> own = points(certificate);
        Set<URI> addresses = new LinkedHashSet<>(setting.lists());
        addresses.addAll(own);
        for (URI address : addresses) {
            Status status = lists.status(address, certificate, issuer, own.contains(address) ? List.of() : authorities);
            if (status.isFinal()) {
                return status;
            }
            if (status.kind() == Status.Kind.UNREACHABLE) {
                silent.add(status.moment());
            }
        }
        // The certificate has been in the dark since the last of its sources fell silent.
        return silent.stream().max(Instant::compareTo).map(Status::unreachable).orElse(Status.NO_SOURCE);
    }

    private static List<URI> responders(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (encoded == null) {
            return List.of();
        }
        List<URI> found = new ArrayList<>();
        for (AccessDescription access : AuthorityInformationAccess.getInstance(
                        ASN1OctetString.getInstance(encoded).getOctets())
                .getAccessDescriptions()) {
            if (access.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
                add(found, access.getAccessLocation());
            }
        }
        return found;
    }

    private static Set<URI> points(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (encoded == null) {
            return Set.of();
        }
        List<URI> found = new ArrayList<>();
        for (DistributionPoint point : CRLDistPoint.getInstance(
                        ASN1OctetString.getInstance(encoded).getOctets())
                .getDistributionPoints()) {
            DistributionPointName name = point.getDistributionPoint();
            if (name != null && name.getType() == DistributionPointName.FULL_NAME && point.getReasons() == null) {
                for (GeneralName one : GeneralNames.getInstance(name.getName()).getNames()) {
                    add(found, one);
                }
            }
        }
        return new LinkedHashSet<>(found);
    }

    /** Addresses of the web only: a certificate must not make us read files. */
    private static void add(List<URI> found, GeneralName name) {
        if (name.getTagNo() != GeneralName.uniformResourceIdentifier || found.size() >= MOST_SOURCES) {
            return;
        }
        try {
            URI address = new URI(((ASN1String) name.getName()).getString());
            if ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme())) {
                found.add(address);
            }
        } catch (URISyntaxException e) {
            // It still counts as a source, one that never answers: leaving it out would make the certificate unchecked.
            found.add(URI.create("http:unreadable"));
        }
    }
}
