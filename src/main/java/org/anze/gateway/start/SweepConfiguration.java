package org.anze.gateway.start;

import java.time.Clock;
import java.util.function.Supplier;
import org.anze.gateway.intake.SubmissionDesk;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.oversight.DailySweep;
import org.anze.gateway.oversight.OversightSettings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.codes.CodeTables;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The daily look at deadlines; nothing at all where no operator's party is configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OversightSettings.class)
class SweepConfiguration {

    /** Begins after the gateway's doors are open and ends before they close, because it hands in like a sender. */
    @Bean
    @DependsOn("gatewayLifecycle")
    SmartLifecycle sweepLifecycle(
            OversightSettings settings,
            JdbcClient jdbc,
            LedgerReferences references,
            SubmissionDesk desk,
            EditableFolders folders,
            Supplier<CodeTables> codes,
            Supplier<Parties> parties,
            Lease scheduleLease,
            Clock clock) {
        Supplier<Profiles> profiles = () -> folders.current().profiles();
        return new SweepLifecycle(
                settings, DailySweep.of(settings, jdbc, references, desk, desk, profiles, codes, parties, scheduleLease, clock));
    }

    private record SweepLifecycle(OversightSettings settings, DailySweep sweep) implements SmartLifecycle {

        @Override
        public void start() {
            if (settings.isOn()) {
                sweep.start();
            }
        }

        @Override
        public void stop() {
            sweep.stop();
        }

        @Override
        public boolean isRunning() {
            return sweep.isRunning();
        }

        /** That of the gateway's own life; within it the dependency decides. */
        @Override
        public int getPhase() {
            return Integer.MAX_VALUE;
        }
    }
}
