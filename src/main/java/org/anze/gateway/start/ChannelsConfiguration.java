package org.anze.gateway.start;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.anze.gateway.delivery.queue.QueueCourier;
import org.anze.gateway.delivery.queue.QueueReceipts;
import org.anze.gateway.delivery.rest.RecipientHttp;
import org.anze.gateway.delivery.rest.RestCourier;
import org.anze.gateway.delivery.sftp.SftpCourier;
import org.anze.gateway.delivery.soap.SoapCourier;
import org.anze.gateway.feed.FeedDispatcher;
import org.anze.gateway.feed.FeedStatus;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionProcessor;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.intake.queue.QueueIntake;
import org.anze.gateway.intake.sftp.SftpIntake;
import org.anze.gateway.intake.sftp.SftpIntakeSettings;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.nodes.Bells;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Leases;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The channels in and out, with the gateway's own keys. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SftpIntakeSettings.class)
class ChannelsConfiguration {

    private static final int CONSUMERS_PER_PARTY = 4;

    @Bean
    SftpIntake sftpIntake(
            SftpIntakeSettings settings,
            Supplier<Parties> parties,
            Identities identities,
            IntakeDesk desk,
            Rejects rejects,
            SupplementaryReceipts supplements,
            Clock clock) {
        return new SftpIntake(settings, parties, identities, desk, rejects, supplements, clock);
    }

    @Bean
    QueueIntake queueIntake(
            ConnectionFactory connections,
            Supplier<Parties> parties,
            IntakeDesk desk,
            QueueMaker queues,
            SupplementaryReceipts supplements,
            Lease ledgerLease,
            ProducedAt producedAt) {
        return new QueueIntake(
                connections, parties, desk, queues::provide, CONSUMERS_PER_PARTY, supplements, ledgerLease, producedAt);
    }

    @Bean
    QueueCourier queueCourier(ConnectionFactory connections, QueueMaker queues) {
        return new QueueCourier(connections, queues::provide);
    }

    @Bean
    QueueReceipts queueReceipts(ConnectionFactory connections, Settlements settlements, QueueMaker queues) {
        return new QueueReceipts(connections, settlements, queues::provide);
    }

    @Bean
    SftpCourier sftpCourier(HomeSettings home, Settlements settlements) {
        PkiLayout layout = new PkiLayout(home.dataFolder());
        return new SftpCourier(layout.sshHostKey(), layout.credentials(), settlements, Duration.ofSeconds(2));
    }

    @Bean
    RecipientHttp recipientHttp(TlsContexts tls) throws IOException {
        return new RecipientHttp(tls.gatewayClient());
    }

    @Bean
    RestCourier restCourier(RecipientHttp http) {
        return new RestCourier(http);
    }

    @Bean
    SoapCourier soapCourier(RecipientHttp http) {
        return new SoapCourier(http);
    }

    @Bean
    Channels channels(SftpIntake sftp, QueueIntake queues, QueueReceipts receipts, SftpCourier courier) {
        return new Channels(sftp, queues, receipts, courier);
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(
            EditableFolders folders,
            SubmissionProcessor processor,
            FeedDispatcher feeds,
            Channels channels,
            LedgerWriter writer,
            FeedMeters meters,
            Leases leases,
            Bells bells) {
        return new GatewayLifecycle(folders, processor, feeds, channels, writer, meters, leases, bells);
    }

    @Bean
    FeedMeters feedMeters(FeedStatus feed, Clock clock, MeterRegistry meters) {
        return new FeedMeters(feed, clock, meters);
    }
}
