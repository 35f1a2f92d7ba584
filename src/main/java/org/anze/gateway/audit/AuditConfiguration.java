package org.anze.gateway.audit;

import java.time.Clock;
import org.anze.gateway.seal.Signer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the audit log together, with the suite of the ledger. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    AuditLog auditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Signer signer, Clock clock) {
        return new AuditLog(jdbc, transactions, signer.suite(), clock);
    }
}
