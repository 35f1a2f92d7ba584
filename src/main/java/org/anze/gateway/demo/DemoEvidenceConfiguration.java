package org.anze.gateway.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.anze.gateway.ledger.LedgerSettings;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Time stamps and a witness for the demo; before the evidence that asks them, and therefore apart from the recipients. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "anze.demo.enabled", havingValue = "true")
class DemoEvidenceConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "anze.demo.recipients", matchIfMissing = true)
    DemoEvidence demoEvidence(
            SealCertificate certificate, LedgerSettings ledger, Clock clock, @Value("${anze.home.data}") String data)
            throws IOException, FlawException {
        return new DemoEvidence(Path.of(data).toAbsolutePath(), certificate, ledger.origin(), clock);
    }
}
