package org.anze.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.CourierLine;
import org.anze.gateway.intake.BatchLine;
import org.anze.gateway.party.Party.Channel;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Loads the route files into Camel; the names of the delivery beans are those of {@code routes/deliver-*.camel.xml}. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    BatchLine batchLine(@Lazy CamelContext context, @Lazy ProducerTemplate template) {
        return new RoutedBatchLine(context, template);
    }

    @Bean
    CourierLine courierLine(@Lazy ProducerTemplate template) {
        return new RoutedCourierLine(template);
    }

    @Bean
    Handover.Step restDelivery(List<Courier> couriers) {
        return step(couriers, Channel.REST);
    }

    @Bean
    Handover.Step soapDelivery(List<Courier> couriers) {
        return step(couriers, Channel.SOAP);
    }

    @Bean
    Handover.Step sftpDelivery(List<Courier> couriers) {
        return step(couriers, Channel.SFTP);
    }

    @Bean
    Handover.Step queueDelivery(List<Courier> couriers) {
        return step(couriers, Channel.QUEUE);
    }

    private static Handover.Step step(List<Courier> couriers, Channel channel) {
        return couriers.stream()
                .filter(courier -> courier.channel() == channel)
                .findFirst()
                .map(Handover.Step::new)
                .orElseThrow(() -> new IllegalStateException("no courier for " + channel));
    }

    @Bean
    CamelContextConfiguration routeFiles(@Value("${anze.home.folder:.}") String home, MeterRegistry meters) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy(new StepTimer(meters));
                try {
                    new RouteFiles(context).load(Path.of(home, "routes"));
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException("the route files cannot be loaded", e);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // Everything was checked before the start.
            }
        };
    }
}
