package org.anze.gateway.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.access.SampleAgreement;
import org.anze.gateway.demo.DemoRecipients;

/** The one gateway that flow tests share; it ends with the JVM. Each test uses business keys of its own. */
public final class SharedGateway {

    /** A recipient that only the test of withdrawn agreements uses. */
    static final String OBSERVER = "city-observer";

    private static GatewayProcess gateway;
    private static DemoRecipients recipients;

    private SharedGateway() {}

    /** Started by the first who asks. */
    public static synchronized GatewayProcess get() {
        if (gateway == null) {
            try {
                GatewayProcess starting = GatewayProcess.prepare("shared");
                addObserver(starting.home().resolve("parties"));
                starting.start();
                recipients = starting.startRecipients();
                gateway = starting;
                Runtime.getRuntime().addShutdownHook(new Thread(starting::close));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return gateway;
    }

    /** Its recipients. */
    public static synchronized DemoRecipients recipients() {
        get();
        return recipients;
    }

    private static void addObserver(Path parties) throws IOException {
        Path folder = Files.createDirectories(parties.resolve(OBSERVER).resolve("agreements"));
        int port = GatewayProcess.freePort();
        Files.writeString(folder.resolveSibling("party.yaml"), """
                id: city-observer
                type: CTY
                name: {zh: 观察用市级平台, en: Observer city}
                uscc: 91140105MAWX00152L
                regions: ["1405"]
                delivery:
                  channel: REST
                  endpoint: https://localhost:%d/parcels
                  format: JSON
                  firstRetry: PT0.2S
                  longestRetry: PT2S
                """.formatted(port));
        Files.writeString(folder.resolve("observed.yaml"), agreement(1, ""));
    }

    /** The observer's agreement in one version. */
    static String agreement(int version, String revocation) {
        return SampleAgreement.observed(version, "2026-01-01", revocation, "1405")
                .text();
    }
}
