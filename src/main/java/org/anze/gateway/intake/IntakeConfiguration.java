package org.anze.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.intake.admission.Admission;
import org.anze.gateway.intake.admission.AdmissionSettings;
import org.anze.gateway.intake.admission.StoredBacklog;
import org.anze.gateway.intake.admission.UrgentLane;
import org.anze.gateway.intake.batch.AppendToLedger;
import org.anze.gateway.intake.batch.Check;
import org.anze.gateway.intake.batch.Normalise;
import org.anze.gateway.intake.batch.Seal;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Bell;
import org.anze.gateway.nodes.Bells;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Leases;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.party.Parties;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.validation.Validator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the intake together; the names of the step beans are those of {@code routes/exchange-batch.camel.xml}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IntakeSettings.class, LaneSettings.class, AdmissionSettings.class})
class IntakeConfiguration {

    @Bean
    Normalise normalise() {
        return new Normalise();
    }

    @Bean
    Check check(Supplier<Validator> validator, Supplier<Parties> parties, LedgerReferences references) {
        return new Check(validator, parties, references);
    }

    @Bean
    Seal seal(RecordSealer sealer) {
        return new Seal(sealer);
    }

    @Bean
    AppendToLedger appendToLedger(LedgerWriter writer) {
        return new AppendToLedger(writer);
    }

    @Bean
    LineToLedger lineToLedger(BatchLine line, LedgerWriter writer) {
        return new LineToLedger(line, writer);
    }

    @Bean
    ProducedAt producedAt(Supplier<Validator> validator, Clock clock) {
        return new ProducedAt(now -> validator.get().replayWindow(now), clock);
    }

    @Bean
    RawStore rawStore(JdbcClient jdbc, Signer signer, DataKeys keys) {
        return new RawStore(jdbc, signer.suite(), keys);
    }

    @Bean
    SubmissionRows submissionRows(DataSource dataSource, JdbcClient jdbc, RawStore raw, OriginStore origins) {
        return new SubmissionRows(dataSource, jdbc, raw, origins);
    }

    @Bean
    SubmissionProcessor submissionProcessor(
            SubmissionRows rows,
            RawStore raw,
            LineToLedger line,
            Supplier<Mappings> mappings,
            Supplier<Parties> parties,
            SubmissionReading reading,
            ParkedRelease parked,
            Lease ledgerLease,
            Bells bells,
            IntakeSettings settings,
            LaneSettings laneSettings,
            AdmissionSettings limits) {
        UrgentLane urgency = new UrgentLane(laneSettings.urgentTypes(), limits, System::nanoTime);
        SubmissionProcessor processor = new SubmissionProcessor(
                rows,
                raw,
                reading,
                line,
                mappings,
                parties,
                parked,
                ledgerLease,
                bells,
                settings,
                work -> new Lanes(laneSettings, settings.workers(), urgency, mappings, parties, work));
        bells.on(Bell.SUBMITTED, about -> processor.lookSoon());
        return processor;
    }

    /** Its first look is at what an earlier run of the gateway left. */
    @Bean(initMethod = "start")
    Admission admission(
            AdmissionSettings limits,
            IntakeSettings settings,
            JdbcClient jdbc,
            Leases leases,
            Clock clock,
            MeterRegistry meters) {
        return new Admission(
                limits,
                settings.waiting(),
                new StoredBacklog(jdbc, System::nanoTime),
                leases::living,
                clock,
                System::nanoTime,
                meters);
    }

    @Bean
    SubmissionDesk submissionDesk(
            SubmissionRows rows,
            SubmissionProcessor processor,
            RawStore raw,
            JdbcClient jdbc,
            Admission admission,
            Supplier<Mappings> mappings,
            OriginSignatures origins,
            Bells bells,
            Clock clock,
            IntakeSettings settings) {
        SubmissionDesk desk = new SubmissionDesk(
                rows,
                processor,
                new StraightToLedger(processor, new SubmissionNumbers(jdbc), raw),
                admission,
                new MappingChoice(mappings),
                origins,
                clock,
                settings);
        bells.on(Bell.FINISHED, desk::becameFinal);
        return desk;
    }

    @Bean
    StoredSupplements supplementaryReceipts(JdbcClient jdbc, Clock clock) {
        return new StoredSupplements(jdbc, clock);
    }

    @Bean
    ParkedRelease parkedRelease(
            ParkedRecords parked,
            LineToLedger line,
            Supplier<Parties> parties,
            StoredSupplements supplements,
            Lease ledgerLease,
            Clock clock) {
        return new ParkedRelease(parked, line, parties, supplements::made, ledgerLease, clock);
    }
}
