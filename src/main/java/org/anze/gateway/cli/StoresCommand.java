package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.PartySecrets;
import org.anze.gateway.pki.PrivateFiles;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Database and broker as a process of their own, for several gateways on one machine to be tried. Both are on loopback and on
 * ports that are known beforehand. It runs until it is told to end.
 */
@Command(
        name = "stores",
        mixinStandardHelpOptions = true,
        description = {
            "单独运行数据库和消息服务（仅本机回环地址），供在一台机器上试用多个网关节点；收到终止信号即停止。",
            "Runs database and broker by themselves, on loopback, for several nodes on one machine to be tried; until it is ended.",
            "退出码 / exit code: 1 其中之一停止工作 one of them stopped · 2 无法启动 cannot start"
        })
public final class StoresCommand implements Callable<Integer> {

    /** The user that the nodes come with; it may use every address. */
    static final String BROKER_USER = "gateway";

    private static final List<String> ADDRESSES = List.of("submit.", "receipts.", "feed.", "settle.");
    private static final int PASSWORD_LENGTH = 32;
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = {"数据库与消息服务的文件，默认 data/stores", "where both keep their files"})
    private Path data = Path.of("data", "stores");

    @Option(
            names = "--parties",
            paramLabel = "FOLDER",
            description = {"参与方目录，默认 parties；启动时为各方建立队列", "parties whose queues are made at the start"})
    private Path parties = Path.of("parties");

    @Option(
            names = "--credentials-data",
            paramLabel = "FOLDER",
            description = {
                "网关的数据目录，默认 data；各方以其中 credentials/<一方>/secret.hash 登录",
                "the gateways' data folder: parties sign in by its credentials/<party>/secret.hash"
            })
    private Path credentials = Path.of("data");

    @Option(
            names = "--postgres-port",
            description = {"默认 15432", "PostgreSQL"})
    private int postgresPort = 15432;

    @Option(
            names = "--core-port",
            description = {"默认 61616；0 为任选（下同）", "Artemis core; 0 takes a free one, here and below"})
    private int corePort = 61616;

    @Option(
            names = "--amqp-port",
            description = {"默认 5672", "AMQP 1.0"})
    private int amqpPort = 5672;

    @Option(
            names = "--stomp-port",
            description = {"默认 61613", "STOMP"})
    private int stompPort = 61613;

    @Option(
            names = "--mqtt-port",
            description = {"默认 1883", "MQTT"})
    private int mqttPort = 1883;

    @Override
    public Integer call() throws InterruptedException {
        LoggingSystem.get(StoresCommand.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        EmbeddedPostgres postgres = new EmbeddedPostgres(data, postgresPort);
        try {
            Path passwordFile = data.toAbsolutePath().resolve("broker.password");
            EmbeddedBroker broker = new EmbeddedBroker(
                    data,
                    new BrokerPorts(corePort, amqpPort, stompPort, mqttPort),
                    access(password(passwordFile).getBytes(StandardCharsets.UTF_8)));
            Thread closing = new Thread(() -> close(broker, postgres), "stores-end");
            Runtime.getRuntime().addShutdownHook(closing);
            postgres.start();
            broker.start();
            for (Party party : Parties.load(parties).all()) {
                ADDRESSES.forEach(address -> broker.createQueue(address + party.id()));
            }
            tell(postgres, broker, passwordFile);
            awaitEnd(postgres, broker);
            return CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | UncheckedIOException | IllegalStateException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static String password(Path file) throws IOException {
        PrivateFiles.directory(file.getParent());
        if (Files.notExists(file)) {
            PrivateFiles.writeNew(
                    file, PrivateFiles.randomSecret(PASSWORD_LENGTH).getBytes(StandardCharsets.US_ASCII));
        }
        return PrivateFiles.readSecret(file);
    }

    /** The nodes may use every address; a party what is its own, with the secret that the nodes know it by. */
    private BrokerAccess access(byte[] gatewaySecret) {
        PartySecrets secrets = new PartySecrets(credentials, Clock.systemUTC());
        BrokerAccess own = BrokerAccess.ownAddressesOnly(
                (user, secret) -> secrets.verify(user, secret, LONGEST_CHECK).isPresent());
        return new BrokerAccess() {
            @Override
            public boolean authenticate(String user, char[] secret) {
                return user.equals(BROKER_USER)
                        ? MessageDigest.isEqual(gatewaySecret, new String(secret).getBytes(StandardCharsets.UTF_8))
                        : own.authenticate(user, secret);
            }

            @Override
            public boolean mayUse(String user, String address, boolean send) {
                return user.equals(BROKER_USER) || own.mayUse(user, address, send);
            }
        };
    }

    /** One {@code name=value} a line, for people and for scripts; the last line says that both are ready. */
    private void tell(EmbeddedPostgres postgres, EmbeddedBroker broker, Path brokerPassword) {
        BrokerPorts ports = broker.ports();
        PrintWriter out = spec.commandLine().getOut();
        out.println("database-url=" + postgres.jdbcUrl());
        out.println("database-user=" + postgres.user());
        out.println("database-password-file=" + postgres.passwordFile().toAbsolutePath());
        out.println("broker-url=tcp://127.0.0.1:" + ports.core());
        out.println("broker-user=" + BROKER_USER);
        out.println("broker-password-file=" + brokerPassword);
        out.println("amqp-port=" + ports.amqp());
        out.println("stomp-port=" + ports.stomp());
        out.println("mqtt-port=" + ports.mqtt());
        out.println("✔ 就绪，Ctrl-C 停止 / ready, Ctrl-C ends both");
        out.flush();
    }

    /** Comes back only when one of them has stopped by itself; a database that is being started again has five minutes. */
    private void awaitEnd(EmbeddedPostgres postgres, EmbeddedBroker broker) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int silent = 0;
        while (broker.running() && silent < 300) {
            silent = postgres.running() ? 0 : silent + 1;
            never.await(1, TimeUnit.SECONDS);
        }
        spec.commandLine()
                .getErr()
                .println(broker.running() ? "数据库已停止 / the database stopped" : "消息服务已停止 / the broker stopped");
    }

    private static void close(EmbeddedBroker broker, EmbeddedPostgres postgres) {
        try {
            broker.close();
        } finally {
            postgres.close();
        }
    }
}
