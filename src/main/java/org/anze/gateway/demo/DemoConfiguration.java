package org.anze.gateway.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.intake.sftp.SftpIntake;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.routing.http.PartyConnector;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The demo inside the gateway's own process, on when {@code anze.demo.enabled} says so. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "anze.demo.enabled", havingValue = "true")
@EnableConfigurationProperties(DemoSettings.class)
class DemoConfiguration {

    private final DemoSettings settings;
    private final PartyConnector https;
    private final SftpIntake sftp;
    private final ObjectProvider<EmbeddedBroker> broker;
    private final String externalBroker;
    private final Supplier<Parties> parties;
    private final Clock clock;
    private final Path data;

    DemoConfiguration(
            DemoSettings settings,
            PartyConnector https,
            SftpIntake sftp,
            ObjectProvider<EmbeddedBroker> broker,
            @Value("${anze.stores.broker-url:}") String externalBroker,
            Supplier<Parties> parties,
            Clock clock,
            @Value("${anze.home.data}") String data) {
        this.settings = settings;
        this.https = https;
        this.sftp = sftp;
        this.broker = broker;
        this.externalBroker = externalBroker;
        this.parties = parties;
        this.clock = clock;
        this.data = Path.of(data).toAbsolutePath();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "anze.demo.recipients", matchIfMissing = true)
    DemoRecipients demoRecipients() {
        // Started when the ports they call are known; a gateway meets a recipient that is down all the time.
        return new DemoRecipients(data, this::gateway, this::brokerUrl);
    }

    private URI gateway() {
        return URI.create("https://localhost:" + https.port());
    }

    private String brokerUrl() {
        EmbeddedBroker embedded = broker.getIfAvailable();
        return embedded == null ? externalBroker : "tcp://127.0.0.1:" + embedded.ports().core();
    }

    /** Plays on a thread of its own once the gateway is ready. */
    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        ConfigurableApplicationContext context = event.getApplicationContext();
        if (settings.recipients()) {
            context.getBean(DemoRecipients.class).start(parties.get().all());
        }
        if (settings.recipients() && settings.play()) {
            new Thread(() -> play(context), "demo-play").start();
        }
    }

    private void play(ConfigurableApplicationContext context) {
        int code = 1;
        try {
            SealTrust trust = SealTrust.ofPem(Files.readString(new PkiLayout(data).sealAuthority()));
            List<String> faults = new DemoPlay(
                            new DemoSenders(data, gateway(), sftp.port(), brokerUrl()),
                            context.getBean(DemoRecipients.class),
                            trust,
                            settings,
                            clock)
                    .play();
            code = faults.isEmpty() ? 0 : 1;
        } catch (IOException | FlawException | RuntimeException e) {
            LoggerFactory.getLogger("anze.demo").error("演示未能完成 / the demo could not be played", e);
        }
        if (settings.exit()) {
            int exit = code;
            System.exit(SpringApplication.exit(context, () -> exit));
        }
    }
}
