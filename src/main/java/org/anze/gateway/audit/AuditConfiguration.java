package org.anze.gateway.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.anze.gateway.seal.Signer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the audit log together, with the suite and the key of the ledger. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    @Bean
    AuditLog auditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Signer signer, Clock clock) {
        return new AuditLog(jdbc, transactions, signer.suite(), clock);
    }

    /** @param ledger name of the ledger: one name must not stand for two trees */
    @Bean
    AuditAnchors auditAnchors(
            JdbcClient jdbc,
            AuditLog log,
            Signer signer,
            AuditSettings settings,
            @Value("${anze.ledger.origin:}") String ledger,
            MeterRegistry meters,
            Clock clock) {
        if (ledger.equals(AuditAnchors.origin(signer.name()))) {
            throw new IllegalStateException("anze.ledger.origin: " + ledger + " is the name of the audit log");
        }
        AuditAnchors anchors = new AuditAnchors(jdbc, log, signer, new AnchorFile(settings.anchors()), clock);
        Gauge.builder("anze.audit.alarm", anchors, known -> known.isAlarm() ? 1 : 0)
                .description("1 while the audit log does not go on from what was signed about it")
                .register(meters);
        return anchors;
    }

    @Bean
    SmartLifecycle auditAnchoring(AuditAnchors anchors, AuditSettings settings) {
        return new AnchorSchedule(anchors, settings.period());
    }
}
