package org.anze.gateway.intake.soap;

import java.time.Clock;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionLookup;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Puts intake over SOAP together; wants {@link Signers}, {@link SignedMessages} and the beans of {@code intake} and {@code
 * feed}, and uses a {@link Clock} bean where there is one.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SoapSettings.class)
@Import(LegacySoapController.class)
public class SoapIntakeConfiguration {

    @Bean
    ServletRegistrationBean<ExchangeServlet> exchangeServlet(
            IntakeDesk desk,
            SubmissionLookup lookup,
            Rejects rejects,
            Settlements settlements,
            Signers signers,
            SignedMessages signedMessages,
            SoapSettings settings,
            ObjectProvider<Clock> clock) {
        SignedMessageMemory memory = new SignedMessageMemory(
                signedMessages,
                clock.getIfAvailable(Clock::systemUTC),
                settings.signatureLifetime().plus(settings.clockSkew()),
                settings.rememberedSignatures());
        ExchangeProvider provider =
                new ExchangeProvider(new SubmissionCalls(desk, lookup, rejects, settings), new FeedCalls(settlements));
        ServletRegistrationBean<ExchangeServlet> registration = new ServletRegistrationBean<>(
                new ExchangeServlet(provider, new SignatureCheck(signers, settings, memory)), "/soap/v1/*");
        registration.setName("exchange");
        registration.addInitParameter("hide-service-list-page", "true");
        // CXF costs a second of start-up; it is made when the first signed message comes.
        registration.setLoadOnStartup(-1);
        return registration;
    }
}
