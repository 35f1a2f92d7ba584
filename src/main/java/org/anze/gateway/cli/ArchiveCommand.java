package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.archive.ArchiveCatalogue;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.archive.ArchiveSettings;
import org.anze.gateway.archive.BundleMaker;
import org.anze.gateway.archive.BundleReport;
import org.anze.gateway.archive.BundleSearch;
import org.anze.gateway.archive.BundleVerifier;
import org.anze.gateway.archive.Restore;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.proof.TrustFile;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Closed months in bundles. Taking a month's content out is only asked for here: the second person approves it at the console,
 * where he has proved who he is.
 */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = {
            "归档：把已结束的月份制成归档包，离线核验、检索、恢复，申请移出在线库。网关可同时运行。",
            "Bundles of closed months: make, verify and search offline, restore, ask for taking out. The gateway may run.",
            "退出码 / exit code: 0 完成 done · 1 被拒绝或核验不通过 refused · 2 参数有误或无法读取 wrong arguments or unreadable"
        })
public final class ArchiveCommand {

    private static final int LONGEST_PERSON = 40;
    private static final int MOST_LISTED = 1_200;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreLogin login = new StoreLogin();

    @Option(
            names = "--trust",
            scope = ScopeType.INHERIT,
            paramLabel = "TRUST",
            description = {"信任文件，默认 data/pki/seal-ca.crt", "trust file"})
    private Path trustFile = VerifyCommand.DEFAULT_TRUST;

    @Option(
            names = "--person",
            scope = ScopeType.INHERIT,
            description = {"操作者的控制台用户名，写入审计日志", "who does it, for the audit log"})
    private String person = "";

    @Command(
            name = "make",
            description = {"制作某月的归档包，并立即按离线方式核验", "Makes the bundle of a month and verifies it at once"})
    int make(
            @Parameters(paramLabel = "yyyy-MM", description = "") String month,
            @Option(
                            names = "--folder",
                            defaultValue = "data/archive",
                            description = {"归档包存放目录，默认 data/archive", "where bundles are written"})
                    Path folder,
            @Option(
                            names = "--certificate",
                            defaultValue = "data/pki/seal.crt",
                            description = {
                                "签封证书，现用的在前，更换过的一并列入",
                                "sealing certificates, the present one first, earlier ones too"
                            })
                    Path certificate,
            @Option(
                            names = "--private-key",
                            defaultValue = "data/pki/seal.key",
                            description = {"签封私钥", "sealing key"})
                    Path privateKey,
            @Option(
                            names = "--master",
                            paramLabel = "master.p12",
                            defaultValue = "data/pki/master.p12",
                            description = {
                                "主密钥文件：登记之前打开全部内容核对，默认 data/pki/master.p12",
                                "master keys: all content is opened and compared before the bundle counts"
                            })
                    Path master,
            @Option(
                            names = "--master-password",
                            paramLabel = "FILE",
                            defaultValue = "data/pki/master.password",
                            description = {
                                "主密钥口令或令牌 PIN 的文件，默认 data/pki/master.password",
                                "file with its password, or the PIN"
                            })
                    Path masterPassword,
            @Option(
                            names = "--token",
                            paramLabel = "FILE",
                            description = {
                                "主密钥在密码机中时的 SunPKCS11 配置",
                                "SunPKCS11 configuration when a token holds the master keys"
                            })
                    @Nullable
                    Path token,
            @Option(
                            names = "--years",
                            defaultValue = "5",
                            description = {"与 anze.archive.years 相同", "as anze.archive.years"})
                    int years,
            @Option(
                            names = "--contract-years",
                            defaultValue = "10",
                            description = {"与 anze.archive.contract-years 相同", "as anze.archive.contract-years"})
                    int contractYears,
            @Option(
                            names = "--years-of",
                            paramLabel = "TYPE=YEARS",
                            description = {"与 anze.archive.years-by-type 相同，可重复", "as anze.archive.years-by-type"})
                    @Nullable
                    Map<String, Integer> yearsOf) {
        return run(() -> {
            List<SealCertificate> certificates = SealCertificate.allOfPem(text(certificate));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("文件不可用 / unusable file: " + certificate);
            }
            SealCertificate own = certificates.get(0);
            Actor who = actor();
            ArchiveSettings settings =
                    new ArchiveSettings(folder, years, contractYears, yearsOf == null ? new HashMap<>() : yearsOf, 1);
            PGSimpleDataSource store = login.open();
            BundleReport report = new BundleMaker(
                            store,
                            PrivateKeySigner.of(own, SealPrivateKey.ofPem(text(privateKey))),
                            certificates,
                            trust(),
                            keys(store, new KeySettings(KeySettings.Choice.BY_SUITE, master, masterPassword, token)),
                            settings,
                            audit(store),
                            Clock.systemUTC())
                    .make(who, month(month));
            print(report);
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "list",
            description = {"列出全部归档包", "Lists all bundles"})
    int list() {
        return run(() -> {
            out().println("month  entries  submissions  file  bytes  keep-until  taken-out  digest");
            new ArchiveCatalogue(JdbcClient.create(login.open()))
                    .list(MOST_LISTED)
                    .forEach(bundle -> out().println(bundle.month() + "  " + bundle.entries() + "  "
                            + bundle.submissions() + "  " + bundle.file() + "  "
                            + bundle.bytes() + "  " + bundle.keepUntil() + "  "
                            + (bundle.takenOutAt() == null ? "-" : bundle.takenOutAt()) + "  " + bundle.digestText()));
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "verify",
            description = {
                "离线核验归档包：只需该文件与信任文件，不连数据库，不需密钥",
                "Verifies bundles offline: needs the file and the trust file, no database and no key"
            })
    int verify(@Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "") List<Path> files) {
        return run(() -> {
            BundleVerifier verifier = new BundleVerifier(trust());
            int exit = CommandLine.ExitCode.OK;
            for (Path file : files) {
                try {
                    out().println(file);
                    print(verifier.verify(file));
                } catch (FlawException flaw) {
                    exit = CommandLine.ExitCode.SOFTWARE;
                    out().println("✘ " + flaw.flaw().zh() + " / " + flaw.flaw().en() + " [" + flaw.flaw() + "] "
                            + Plain.text(flaw.where()));
                }
            }
            return exit;
        });
    }

    @Command(
            name = "search",
            description = {
                "在归档包中检索：按业务主键、记录类型、报送方、收到日期，离线",
                "Looks records up in bundles, offline: by business key, type, provider, day of receipt"
            })
    int search(
            @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "") List<Path> files,
            @Option(names = "--key", description = "") @Nullable String key,
            @Option(names = "--type", description = "") @Nullable String type,
            @Option(names = "--provider", description = "") @Nullable String provider,
            @Option(
                            names = "--from",
                            paramLabel = "yyyy-MM-dd",
                            description = {"含当日", "this day included"})
                    @Nullable
                    LocalDate from,
            @Option(
                            names = "--to",
                            paramLabel = "yyyy-MM-dd",
                            description = {"含当日", "this day included"})
                    @Nullable
                    LocalDate to) {
        return run(() -> {
            BundleSearch search = new BundleSearch(trust());
            long count = 0;
            for (Path file : files) {
                count += search.search(
                        file,
                        found -> {
                            LocalDate day = found.received().atZone(CHINA).toLocalDate();
                            return (key == null || key.equals(found.key()))
                                    && (type == null || type.equals(found.recordType()))
                                    && (provider == null || provider.equals(found.provider()))
                                    && (from == null || !day.isBefore(from))
                                    && (to == null || !day.isAfter(to));
                        },
                        found -> out().println("#" + found.index() + "  " + found.recordType() + "  "
                                + Plain.text(found.key()) + "  v" + found.version() + "  " + found.operation() + "  "
                                + found.provider() + "  " + found.submission() + "  " + found.received()));
            }
            out().println("✔ " + count + " 条 / records");
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "restore",
            description = {
                "核验归档包后把内容放回在线库；已在库中的不覆盖",
                "Verifies a bundle, then puts its content back; what is there is never overwritten"
            })
    int restore(@Parameters(paramLabel = "BUNDLE", description = "") Path file) {
        return run(() -> {
            Actor who = actor();
            PGSimpleDataSource store = login.open();
            Restore.Restored restored = new Restore(store, trust(), audit(store), Clock.systemUTC()).restore(who, file);
            print(restored.bundle());
            out().println("✔ 放回 / restored: " + restored.entries() + " 条记录内容 / units, " + restored.chunks()
                    + " 块原始字节 / chunks of raw bytes");
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "request-removal",
            description = {
                "归档包在第二存放地核验通过后，申请把该月内容移出在线库；另一人在控制台“归档”页批准",
                "After the bundle was verified at a second place: asks for taking the month's content out; somebody else approves"
                        + " it at the console"
            })
    int requestRemoval(
            @Parameters(paramLabel = "yyyy-MM", description = "") String month,
            @Option(
                            names = "--digest",
                            required = true,
                            description = {"在第二存放地执行 verify 所得的摘要", "as verify printed it at the second place"})
                    String digest,
            @Option(
                            names = "--place",
                            required = true,
                            description = {"第二存放地", "where that copy is kept"})
                    String place,
            @Option(
                            names = "--reason",
                            required = true,
                            description = {"依据", "why"})
                    String reason,
            @Option(
                            names = "--live-months",
                            defaultValue = "24",
                            description = {"与 anze.archive.live-months 相同", "as anze.archive.live-months"})
                    int liveMonths) {
        return run(() -> {
            Actor who = actor();
            PGSimpleDataSource store = login.open();
            ArchiveDesk desk = new ArchiveDesk(
                    JdbcClient.create(store),
                    new DataSourceTransactionManager(store),
                    new ArchiveSettings(Path.of(""), 5, 10, null, liveMonths),
                    audit(store),
                    Clock.systemUTC());
            // Nobody proves here who he is; both accounts are looked at when somebody approves at the console.
            desk.confirmedBy(known -> true);
            long request = desk.requestRemoval(who, month(month), digest, place, reason);
            out().println("… " + request + "：待另一人在控制台批准 / waits for somebody else at the console");
            return CommandLine.ExitCode.OK;
        });
    }

    private void print(BundleReport report) {
        out().println("✔ " + report.ledger() + " " + report.month() + "：条目 / entries " + report.entries()
                + (report.entries() == 0 ? "" : " (#" + report.from() + " – #" + (report.to() - 1) + ")")
                + "，报送批次 / submissions " + report.submissions());
        out().println("  时间戳 / stamped: " + (report.stampedAt() == null ? "–" : report.stampedAt())
                + "，见证 / witnesses: " + (report.witnesses().isEmpty() ? "–" : String.join(", ", report.witnesses())));
        out().println("  保存至 / keep until: " + report.keepUntil());
        out().println("  摘要 / digest: " + report.digestText());
    }

    private static YearMonth month(String month) {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("yyyy-MM: " + month, e);
        }
    }

    private Actor actor() {
        String who = person.strip();
        if (who.isEmpty() || who.length() > LONGEST_PERSON || !who.equals(Plain.text(who))) {
            throw new IllegalArgumentException("--person 1…" + LONGEST_PERSON);
        }
        return Actor.person(who);
    }

    /** Hashed in the ledger's suite, or the chain would break. */
    private static AuditLog audit(PGSimpleDataSource store) {
        JdbcClient jdbc = JdbcClient.create(store);
        Suite suite = jdbc.sql("select suite from ledger_state")
                .query(String.class)
                .optional()
                .flatMap(Suite::byName)
                .orElseThrow(() -> new IllegalArgumentException("台账为空 / the ledger is empty"));
        return new AuditLog(jdbc, new DataSourceTransactionManager(store), suite, Clock.systemUTC());
    }

    private static DataKeys keys(PGSimpleDataSource store, KeySettings settings) {
        // Only opens: no key is made, so neither its cipher nor the time matters.
        return new StoredDataKeys(
                JdbcClient.create(store),
                new DataSourceTransactionManager(store),
                MasterKeys.open(settings),
                KeyCipher.AES_256_GCM,
                Clock.systemUTC());
    }

    private TrustFile trust() throws FlawException {
        return TrustFile.of(text(trustFile));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + file, unreadable);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Act {
        int run() throws FlawException;
    }

    private int run(Act act) {
        try {
            int exit = act.run();
            out().flush();
            return exit;
        } catch (GatewayProblem refused) {
            return said(refused.getMessage(), CommandLine.ExitCode.SOFTWARE);
        } catch (FlawException flaw) {
            return said(
                    flaw.flaw().zh() + " / " + flaw.flaw().en() + " [" + flaw.flaw() + "] " + Plain.text(flaw.where()),
                    CommandLine.ExitCode.SOFTWARE);
        } catch (IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException
                | DataAccessException
                | TransactionException unusable) {
            return said(unusable.getMessage(), CommandLine.ExitCode.USAGE);
        }
    }

    private int said(@Nullable String what, int exit) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
        return exit;
    }
}
