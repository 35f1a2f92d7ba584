package org.anze.gateway.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.identity.BrokerUsers;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.IdentitySettings;
import org.anze.gateway.identity.SecretCheck;
import org.anze.gateway.identity.SecretProblem;
import org.anze.gateway.identity.SignIns;
import org.anze.gateway.identity.SshKeys;
import org.anze.gateway.identity.certificate.CertificateCheck;
import org.anze.gateway.identity.certificate.ExpiryWatch;
import org.anze.gateway.identity.certificate.SeenCertificates;
import org.anze.gateway.identity.certificate.TrustFile;
import org.anze.gateway.identity.revocation.Revocation;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.identity.token.TokenSettings;
import org.anze.gateway.intake.sftp.SftpIntakeSettings;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerSettings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.PartySecrets;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.routing.http.PartyConnector;
import org.anze.gateway.routing.http.PartyHttps;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Who is who: all credentials in one place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IdentitySettings.class, TokenSettings.class})
class IdentityConfiguration {

    @Bean
    SignInAuditing signInAuditing() {
        return new SignInAuditing();
    }

    @Bean
    SignIns signIns(ObjectProvider<AuditLog> audit, SignInAuditing auditing, MeterRegistry meters, Clock clock) {
        // Asked for when it is needed: the broker starts before the database's tables are there.
        return new SignIns(event -> audit.getObject().write(event), auditing.executor(), meters, clock);
    }

    @Bean
    TrustFile trustFile(IdentitySettings settings, PartyHttps https) {
        return new TrustFile(settings.trust(), https.trust());
    }

    @Bean
    Revocation revocation(IdentitySettings settings, Clock clock, MeterRegistry meters) {
        Revocation revocation = new Revocation(settings.folder(), settings.patience(), clock);
        Gauge.builder("anze.identity.revocation.silent", revocation, it -> it.silentSources()
                        .size())
                .description("sources of revocation that give no answer")
                .register(meters);
        Gauge.builder("anze.identity.revocation.grace", revocation, Revocation::takenOnGrace)
                .description("times a certificate was taken while its sources were silent")
                .register(meters);
        Gauge.builder("anze.identity.revocation.unsourced", revocation, Revocation::takenWithoutSource)
                .description("times a certificate was taken that names no source of revocation")
                .register(meters);
        return revocation;
    }

    @Bean
    SeenCertificates seenCertificates() {
        return new SeenCertificates();
    }

    @Bean
    TokenKey tokenKey(DataKeys keys) {
        return TokenKey.of(keys.secret("access-tokens"));
    }

    @Bean
    @DependsOn("keyPreparation")
    Identities identities(
            Supplier<Parties> parties,
            TrustFile trust,
            Revocation revocation,
            SeenCertificates seen,
            PartySecrets secrets,
            SftpIntakeSettings sftp,
            TokenSettings tokens,
            TokenKey key,
            SignIns signIns,
            Clock clock) {
        return new Identities(
                parties,
                new CertificateCheck(trust, revocation, clock),
                seen,
                secretCheck(secrets),
                new SshKeys(sftp.credentials()),
                new TokenCheck(tokens.issuer().toString(), key),
                signIns,
                clock);
    }

    @Bean
    BrokerUsers brokerUsers(Identities identities) {
        return new BrokerUsers(identities);
    }

    @Bean
    ExpiryWatch expiryWatch(
            HomeSettings home,
            LedgerSettings ledger,
            PartyHttps https,
            TrustFile trust,
            Supplier<Parties> parties,
            SeenCertificates seen,
            Clock clock,
            MeterRegistry meters) {
        ExpiryWatch watch = new ExpiryWatch(
                new PkiLayout(home.dataFolder()),
                List.of(https.certificate(), ledger.certificate()),
                trust,
                parties,
                seen,
                clock);
        for (int days : new int[] {7, 30, 60}) {
            Gauge.builder("anze.certificates.expiring", watch, it -> it.within(days))
                    .tag("days", String.valueOf(days))
                    .description("certificates that end within so many days and are not replaced")
                    .register(meters);
        }
        return watch;
    }

    @Bean
    CredentialWatch credentialWatch(
            ExpiryWatch expiry, PartyConnector door, BrokerUsers users, ObjectProvider<BrokerConnections> broker) {
        return new CredentialWatch(expiry, door, users, broker.getIfAvailable());
    }

    private static SecretCheck secretCheck(PartySecrets secrets) {
        return new SecretCheck() {
            @Override
            public Optional<String> verify(String party, char[] secret, Duration patience) {
                try {
                    return secrets.verify(party, secret, patience);
                } catch (PartySecrets.Busy busy) {
                    throw new TryAgainLater(SecretProblem.BUSY, null);
                }
            }

            @Override
            public boolean stands(String party, String mark) {
                return secrets.stands(party, mark);
            }
        };
    }
}
