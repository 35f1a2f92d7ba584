package org.anze.gateway.evidence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.evidence.stamp.StampVerifier;
import org.anze.gateway.evidence.stamp.TimeStampAuthority;
import org.anze.gateway.evidence.witness.WitnessClient;
import org.anze.gateway.evidence.witness.WitnessPolicy;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.note.NoteKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the evidence together. A trust file or a policy that cannot be read stops the start: nobody is trusted by mistake. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EvidenceSettings.class)
class EvidenceConfiguration {

    @Bean
    EvidenceRows evidenceRows(JdbcClient jdbc) {
        return new EvidenceRows(jdbc);
    }

    @Bean
    StoredEvidence checkpointEvidence(
            EvidenceSettings settings,
            ObjectProvider<EvidencePartners> partners,
            EvidenceRows rows,
            LedgerReader ledger,
            SealCertificate certificate) {
        SealVerifierKey key = new SealVerifierKey(certificate.name(), certificate.publicKey());
        List<NoteKey> known = witnesses(settings, partners).stream()
                .map(WitnessPolicy.Entry::key)
                .toList();
        return new StoredEvidence(rows, ledger, key, known);
    }

    @Bean(destroyMethod = "close")
    EvidenceKeeper evidenceKeeper(
            EvidenceSettings settings,
            ObjectProvider<EvidencePartners> partners,
            EvidenceRows rows,
            LedgerReader ledger,
            Clock clock,
            MeterRegistry meters)
            throws IOException {
        List<EvidenceSettings.Authority> authorities = new ArrayList<>(settings.authorities());
        partners.forEach(partner -> authorities.addAll(partner.authorities()));
        BoundedPost http = new BoundedPost(settings.timeout());
        List<WitnessClient> clients = witnesses(settings, partners).stream()
                .map(witness -> new WitnessClient(witness, http, clock))
                .toList();
        EvidenceKeeper keeper =
                new EvidenceKeeper(ledger, rows, authorities(settings, authorities, http, clock), clients, clock);
        Gauge.builder("anze.evidence.unstamped.entries", keeper, kept -> kept.state()
                        .unstamped())
                .description("entries of the ledger that no time stamp covers yet")
                .register(meters);
        Gauge.builder("anze.evidence.alarm", keeper, kept -> kept.state().isAlarm() ? 1 : 0)
                .description("1 while a witness says that it has seen another ledger or a larger one")
                .register(meters);
        return keeper;
    }

    private static Map<String, TimeStampAuthority> authorities(
            EvidenceSettings settings, List<EvidenceSettings.Authority> authorities, BoundedPost http, Clock clock)
            throws IOException {
        Map<String, TimeStampAuthority> byName = new LinkedHashMap<>();
        for (EvidenceSettings.Authority authority : authorities) {
            StampVerifier verifier = new StampVerifier(authority.name(), certificates(Path.of(authority.trust())));
            TimeStampAuthority client = new TimeStampAuthority(
                    authority.url(), authority.policy(), verifier, http, settings.mostClockDifference(), clock);
            if (byName.put(authority.name(), client) != null) {
                throw new IllegalStateException(
                        "anze.evidence.authorities: " + authority.name() + " stands there twice");
            }
        }
        return byName;
    }

    private static List<WitnessPolicy.Entry> witnesses(
            EvidenceSettings settings, ObjectProvider<EvidencePartners> partners) {
        List<WitnessPolicy.Entry> witnesses =
                new ArrayList<>(policy(Path.of(settings.witnesses())).witnesses());
        partners.forEach(partner -> witnesses.addAll(partner.witnesses()));
        return witnesses;
    }

    private static WitnessPolicy policy(Path file) {
        try {
            return Files.exists(file) ? WitnessPolicy.parse(Files.readAllLines(file)) : new WitnessPolicy(List.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(file + ": cannot be read", e);
        }
    }

    /** Bouncy Castle reads SM2 certificates; the JDK does not. */
    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509", new BouncyCastleProvider()).generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IOException(file + ": no certificates in PEM", e);
        }
    }

    @Bean
    Envelopes envelopes(
            Signer signer, SealCertificate certificate, @Value("${anze.home.folder}") String home, Clock clock) {
        return new Envelopes(signer, certificate, Path.of(home).resolve("parties"), clock);
    }

    @Bean
    EvidenceHealth evidenceHealthIndicator(EvidenceKeeper keeper) {
        return new EvidenceHealth(keeper);
    }

    @Bean
    SmartLifecycle evidenceLifecycle(EvidenceKeeper keeper, EvidenceSettings settings) {
        return new EvidenceLifecycle(keeper, settings);
    }

    private static final class EvidenceLifecycle implements SmartLifecycle {

        private final EvidenceKeeper keeper;
        private final EvidenceSettings settings;
        private volatile boolean running;

        EvidenceLifecycle(EvidenceKeeper keeper, EvidenceSettings settings) {
            this.keeper = keeper;
            this.settings = settings;
        }

        @Override
        public void start() {
            keeper.start(settings.period());
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            keeper.close();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
