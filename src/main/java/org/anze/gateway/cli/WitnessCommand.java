package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.anze.gateway.evidence.witness.Witness;
import org.anze.gateway.evidence.witness.WitnessKey;
import org.anze.gateway.evidence.witness.WitnessMemory;
import org.anze.gateway.evidence.witness.WitnessServer;
import org.anze.gateway.evidence.witness.WitnessedLogs;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a witness, or makes what one needs. Needs neither a database nor the gateway. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "运行见证方：只会签与此前所见一致的检查点（C2SP tlog-witness）。",
            "Runs a witness: cosigns only checkpoints that are consistent with what it has seen.",
            "退出码 / exit code: 0 正常结束 ended · 1 无法运行 cannot run · 2 参数有误 wrong arguments"
        })
public final class WitnessCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--name",
            required = true,
            description = {"见证方名称：不带协议的网址", "the witness's name: a URL without its scheme"})
    private String name = "";

    @Option(
            names = "--key",
            required = true,
            description = {"私钥文件（PKCS#8 PEM，Ed25519 或 SM2，不加密）", "private key (PKCS#8 PEM, Ed25519 or SM2)"})
    private Path key = Path.of("");

    @Option(
            names = "--state",
            required = true,
            description = {"记忆目录；首次用 --init 建立", "folder of its memory; made by --init once"})
    private Path state = Path.of("");

    @Option(
            names = "--logs",
            required = true,
            description = {"所见证的台账，每行：<台账名称> <vkey>", "the logs it watches, a line each: <origin> <vkey>"})
    private Path logs = Path.of("");

    @Option(
            names = "--port",
            defaultValue = "8488",
            description = {"监听端口，默认 8488", "port to listen on"})
    private int port;

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1",
            description = {"监听地址，默认只对本机；对外请经 TLS 反向代理", "address to listen on; loopback by default"})
    private String address = "127.0.0.1";

    @Option(
            names = "--init",
            description = {"建立新的记忆目录（只在首次运行时）", "make a new memory; for the very first start only"})
    private boolean init;

    @Override
    public Integer call() throws InterruptedException {
        // The JDK's server has no other way to be told how long a slow caller may hold a thread; seconds.
        System.setProperty("sun.net.httpserver.maxReqTime", "20");
        System.setProperty("sun.net.httpserver.maxRspTime", "20");
        PrintWriter out = spec.commandLine().getOut();
        try (Running running = open()) {
            out.println("见证方已就绪 / witness is ready: " + running.key().vkey());
            out.println("http://" + address + ":" + running.server().port() + "/");
            out.flush();
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
            ended.await();
            return CommandLine.ExitCode.OK;
        } catch (IOException | FlawException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("见证方无法运行 / the witness cannot run: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private record Running(NoteKey key, WitnessMemory memory, WitnessServer server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
            memory.close();
        }
    }

    private Running open() throws IOException, FlawException {
        WitnessKey own = WitnessKey.ofPem(name, Files.readString(key, StandardCharsets.US_ASCII));
        WitnessedLogs watched = WitnessedLogs.parse(Files.readAllLines(logs, StandardCharsets.UTF_8));
        if (init) {
            WitnessMemory.create(state, own.publicKey());
        }
        WitnessMemory memory = WitnessMemory.open(state, own.publicKey());
        try {
            Witness witness = new Witness(own, watched, memory, Clock.systemUTC());
            InetSocketAddress door = new InetSocketAddress(InetAddress.getByName(address), port);
            return new Running(own.publicKey(), memory, new WitnessServer(witness, door));
        } catch (IOException e) {
            memory.close();
            throw e;
        }
    }

    /** Makes a witness's key. */
    @Command(
            name = "witness-key",
            mixinStandardHelpOptions = true,
            description = {
                "为见证方生成私钥文件（0600），打印公钥（vkey），交给网关运营方和验证者。",
                "Makes a witness's private key file (0600) and prints the vkey for gateways and verifiers."
            })
    public static final class NewKey implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--name",
                required = true,
                description = {"见证方名称：不带协议的网址", "the witness's name: a URL without its scheme"})
        private String name = "";

        @Option(
                names = "--sm2",
                description = {"SM2；默认 Ed25519", "SM2; Ed25519 by default"})
        private boolean sm2;

        @Parameters(
                paramLabel = "FILE",
                description = {"私钥文件，不得已存在", "the private key file; must not exist"})
        private Path file = Path.of("");

        @Override
        public Integer call() {
            try {
                WitnessKey fresh = WitnessKey.generate(name, sm2 ? Suite.SM : Suite.INTL, new SecureRandom());
                PrivateFiles.writeNew(file, fresh.pem().getBytes(StandardCharsets.US_ASCII));
                spec.commandLine().getOut().println(fresh.publicKey().vkey());
                return CommandLine.ExitCode.OK;
            } catch (IOException | IllegalArgumentException e) {
                spec.commandLine().getErr().println("无法生成 / cannot make it: " + e);
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    /** Prints the key of a gateway's ledger as a witness wants it. */
    @Command(
            name = "log-key",
            mixinStandardHelpOptions = true,
            description = {
                "打印台账的公钥行（<台账名称> <vkey>），供见证方写入 --logs 文件。",
                "Prints the line of a ledger's key (<origin> <vkey>) for a witness's --logs file."
            })
    public static final class LogKey implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--origin",
                description = {"台账名称；默认为证书的 CN", "name of the ledger; the certificate's CN by default"})
        private @Nullable String origin;

        @Parameters(
                paramLabel = "seal.crt",
                description = {"网关的签封证书（PEM）", "the gateway's sealing certificate (PEM)"})
        private Path certificate = Path.of("");

        @Override
        public Integer call() {
            try {
                SealCertificate seal = SealCertificate.ofPem(Files.readString(certificate, StandardCharsets.US_ASCII));
                NoteKey key = NoteKey.ofLog(seal.name(), seal.publicKey());
                spec.commandLine().getOut().println((origin == null ? seal.name() : origin) + " " + key.vkey());
                return CommandLine.ExitCode.OK;
            } catch (IOException | FlawException | IllegalArgumentException e) {
                spec.commandLine().getErr().println("证书不可用 / the certificate cannot be used: " + e);
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }
}
