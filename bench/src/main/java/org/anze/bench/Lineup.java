package org.anze.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.anze.bench.process.BaselineProcess;
import org.anze.bench.process.Contender;
import org.anze.bench.process.Gateway;
import org.anze.bench.process.GatewayHome;
import org.anze.bench.process.Ports;
import org.anze.bench.process.SinkProcess;
import org.anze.bench.records.Recipient;

/**
 * Contenders and recipients that run for one set of options. All contenders run all the time, each with its own stores; the ones
 * whose turn it is not have nothing to do. So each is measured warm, and nothing but the turn differs between rounds.
 */
final class Lineup implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Recipient> recipients;
    private final Path keys;
    private final SinkProcess sink;

    Lineup(Options options, Path project, Path work, List<String> program) throws IOException, InterruptedException {
        deleteTree(work);
        Files.createDirectories(work);
        recipients = Recipient.first(options.recipients());
        int port = Ports.free();
        Path first = work.resolve("gateway");
        Path kept = work.resolveSibling("keys");
        boolean measured = options.only().contains("gateway");
        keys = measured ? first.resolve("data") : kept;
        try {
            if (measured || Files.notExists(kept)) {
                Bench.say("starting the gateway, its database and its broker 启动网关及其数据库、消息服务");
                Gateway gateway = Gateway.start(program, project, first, recipients, port, List.of());
                Bench.say("gateway: process " + gateway.pid());
                keep(first.resolve("data"), kept);
                if (measured) {
                    contenders.add(gateway);
                    open.push(gateway);
                } else {
                    // It has made the keys that all use.
                    gateway.close();
                }
            } else {
                GatewayHome.write(project, first.resolve("home"), recipients, port);
            }
            sink = new SinkProcess(work, keys, port, options.digests());
            open.push(sink);
            for (String name : options.only()) {
                if (!name.equals("gateway")) {
                    startBaseline(
                            options,
                            name,
                            work.resolve(name),
                            first.resolve("home").resolve("parties"),
                            program);
                }
            }
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void startBaseline(Options options, String name, Path work, Path parties, List<String> program)
            throws IOException, InterruptedException {
        Bench.say("starting " + name + ", its database and its broker 启动对照方案");
        BaselineProcess baseline = BaselineProcess.start(
                program,
                name,
                work,
                parties,
                new BaselineProcess.Setup(
                        recipients.size(), options.group(), options.post(), options.provider(), sink.port(), keys));
        contenders.add(baseline);
        open.push(baseline);
        BaselineProcess.signatures(work, name).forEach(Bench::say);
    }

    List<Contender> contenders() {
        return contenders;
    }

    List<Recipient> recipients() {
        return recipients;
    }

    SinkProcess sink() {
        return sink;
    }

    /** The folder that has {@code pki} and {@code demo/keys}. */
    Path keys() {
        return keys;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("something does not end", e);
            }
        }
    }

    /** For runs without the gateway: the keys that it made for TLS. */
    private static void keep(Path data, Path kept) throws IOException {
        if (Files.notExists(kept)) {
            Path unfinished = kept.resolveSibling("keys.unfinished");
            deleteTree(unfinished);
            GatewayHome.copy(data.resolve("pki"), unfinished.resolve("pki"));
            GatewayHome.copy(
                    data.resolve("demo").resolve("keys"),
                    unfinished.resolve("demo").resolve("keys"));
            Files.move(unfinished, kept);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
