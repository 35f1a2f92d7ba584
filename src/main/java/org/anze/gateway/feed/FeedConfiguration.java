package org.anze.gateway.feed;

import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.PseudonymKeys;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Bell;
import org.anze.gateway.nodes.Bells;
import org.anze.gateway.nodes.Leases;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the feed together. Feeds begin when {@link FeedDispatcher#follow} is called, at the end of the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedSettings.class)
class FeedConfiguration {

    @Bean
    FeedRows feedRows(DataSource dataSource, TransactionTemplate transactions, DataKeys keys) {
        return new FeedRows(dataSource, transactions, keys);
    }

    @Bean
    GivenAgain givenAgain(LedgerReader ledger, RecordDefinitions definitions, FeedRows rows) {
        return new GivenAgain(ledger, definitions, rows);
    }

    @Bean
    Discloser discloser(PseudonymKeys keys) {
        return new Discloser(keys);
    }

    @Bean
    VolumeLimits volumeLimits(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new VolumeLimits(new StoredVolumes(jdbc, transactions));
    }

    @Bean
    FeedDispatcher feedDispatcher(
            FeedRows rows,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Discloser discloser,
            Signer signer,
            SealCertificate certificate,
            CourierLine couriers,
            Supplier<Agreements> agreements,
            Supplier<Mappings> mappings,
            VolumeLimits volumes,
            Envelopes envelopes,
            Leases leases,
            Bells bells,
            FeedSettings settings,
            Clock clock) {
        FeedDispatcher dispatcher = new FeedDispatcher(
                rows,
                new Selection(ledger, definitions, discloser, rows, volumes),
                new ParcelMaker(
                        ledger, definitions, () -> mappings.get().outbound(), signer, certificate, envelopes, clock),
                couriers,
                agreements,
                leases,
                bells,
                settings.gather(),
                clock);
        bells.on(Bell.FEED, dispatcher::ringHere);
        return dispatcher;
    }

    @Bean
    FeedStatus feedStatus(
            JdbcClient jdbc,
            FeedRows rows,
            FeedDispatcher dispatcher,
            Supplier<Agreements> agreements,
            Supplier<Parties> parties,
            Clock clock) {
        return new FeedStatusReader(jdbc, rows, dispatcher, agreements, parties, clock);
    }
}
