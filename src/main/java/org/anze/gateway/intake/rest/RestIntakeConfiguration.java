package org.anze.gateway.intake.rest;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts intake over REST together; wants the beans of {@code intake} and uses a {@link Clock} bean where there is one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestSettings.class)
@Import(SubmissionController.class)
public class RestIntakeConfiguration {

    @Bean
    MessageIds messageIds(ObjectProvider<Clock> clock) {
        return new MessageIds(clock.getIfAvailable(Clock::systemUTC));
    }
}
