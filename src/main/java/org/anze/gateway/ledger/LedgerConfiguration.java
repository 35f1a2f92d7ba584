package org.anze.gateway.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.nodes.Bell;
import org.anze.gateway.nodes.Bells;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/** Puts the ledger together. Wants its key files to exist: what signs evidence is not made silently. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerSettings.class)
class LedgerConfiguration {

    @Bean
    @DependsOn("keyPreparation")
    SealCertificate sealCertificate(LedgerSettings settings) throws IOException, FlawException {
        return SealCertificate.ofPem(Files.readString(settings.certificate()));
    }

    @Bean
    Signer sealSigner(LedgerSettings settings, SealCertificate certificate) throws IOException, FlawException {
        return PrivateKeySigner.of(certificate, SealPrivateKey.ofPem(Files.readString(settings.privateKey())));
    }

    @Bean
    UnitCipher unitCipher(DataKeys keys) {
        return new UnitCipher(keys);
    }

    @Bean
    RecordSealer recordSealer(Signer signer, UnitCipher cipher) {
        return new RecordSealer(signer.suite(), cipher);
    }

    @Bean
    LedgerReader ledgerReader(JdbcClient jdbc, Signer signer, UnitCipher cipher) {
        return new LedgerReader(jdbc, signer.suite(), cipher);
    }

    @Bean
    LedgerReferences ledgerReferences(JdbcClient jdbc, LedgerReader reader, RecordDefinitions definitions) {
        return new LedgerReferences(jdbc, reader, definitions);
    }

    @Bean
    ParkedRecords parkedRecords(JdbcClient jdbc, UnitCipher cipher, RecordDefinitions definitions) {
        return new ParkedRecords(jdbc, cipher, definitions);
    }

    @Bean
    LedgerWriter ledgerWriter(
            DataSource dataSource,
            Signer signer,
            SealCertificate certificate,
            LedgerSettings settings,
            LedgerReader reader,
            ObjectProvider<LedgerEvents> listeners,
            Lease ledgerLease,
            Bells bells,
            Clock clock,
            MeterRegistry meters) {
        LedgerTransaction transaction = new LedgerTransaction(
                dataSource,
                signer,
                settings.origin(),
                new Receipts(signer, certificate),
                settings.mostParked(),
                ledgerLease);
        // Asked for at the first commit, when all beans are there, and not again.
        SingletonSupplier<List<LedgerEvents>> others = SingletonSupplier.of(() ->
                listeners.orderedStream().filter(listener -> listener != reader).toList());
        LedgerEvents events = new LedgerEvents() {
            @Override
            public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
                // The reader first: who is woken afterwards must find the new size.
                reader.appended(entries, checkpoint);
                others.obtain().forEach(listener -> listener.appended(entries, checkpoint));
                bells.ring(Bell.APPENDED, "");
                meters.counter("anze.ledger.entries").increment(entries.size());
                meters.counter("anze.ledger.commits").increment();
            }

            @Override
            public void parkedDue() {
                others.obtain().forEach(LedgerEvents::parkedDue);
            }
        };
        bells.on(Bell.APPENDED, about -> {
            if (reader.refresh()) {
                others.obtain().forEach(LedgerEvents::appendedElsewhere);
            }
        });
        LedgerWriter writer = new LedgerWriter(transaction, events, clock, settings.queue());
        Gauge.builder("anze.ledger.queue", writer, LedgerWriter::queued)
                .description("batches that wait for the ledger's writer")
                .register(meters);
        return writer;
    }
}
