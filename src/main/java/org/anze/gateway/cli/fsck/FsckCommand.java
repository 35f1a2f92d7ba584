package org.anze.gateway.cli.fsck;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.anze.gateway.audit.AnchorFile;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.proof.TrustFile;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Derives the whole ledger again from the entries to the checkpoints. Reads the database, writes nothing. */
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = {
            "由条目起重算整个台账：叶、记录根、瓦片、每个检查点、主键索引、报送批次计数、交换包、审计日志。只读，网关可同时运行。",
            "Derives the whole ledger again: leaves, roots, tiles, every checkpoint, keys, counts, parcels, audit log. Read-only;"
                    + " the gateway may run.",
            "退出码 / exit code: 0 完好 whole · 1 有损坏 damaged · 2 参数有误或无法读取 wrong arguments or unreadable"
        })
public final class FsckCommand implements Callable<Integer> {

    private static final Map<String, String> NO_ANCHORS = Map.of(
            "zh", "未找到数据库之外的锚点：审计日志末尾连同其头一并被截去的，本次无从发现。",
            "en", "No anchors outside of the database: an end of the audit log cut off with its head would not show.");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--database",
            required = true,
            paramLabel = "JDBC-URL",
            description = {"数据库地址 jdbc:postgresql://…", "the database"})
    private String database = "";

    @Option(
            names = "--user",
            required = true,
            description = {"数据库用户，只需读权限", "database user; the right to read is enough"})
    private String user = "";

    @Option(
            names = "--password-file",
            required = true,
            description = {"内含密码的文件", "file with the password"})
    private @Nullable Path passwordFile;

    @Option(
            names = "--certificate",
            paramLabel = "seal.crt",
            description = {"签封证书（PEM），更换过的一并列入，默认 data/pki/seal.crt", "sealing certificates, earlier ones too"})
    private Path certificate = Path.of("data", "pki", "seal.crt");

    @Option(
            names = "--trust",
            paramLabel = "CA.crt",
            description = {"信任文件，默认 data/pki/seal-ca.crt", "trust file"})
    private Path trustFile = Path.of("data", "pki", "seal-ca.crt");

    @Option(
            names = "--master",
            paramLabel = "master.p12",
            description = {
                "主密钥文件；写明则打开并验证交换包，否则只计数",
                "master keys: with them parcels are opened and verified, else counted"
            })
    private @Nullable Path master;

    @Option(
            names = "--content",
            description = {
                "与 --master 或 --token 一起：打开全部条目的内容并与所签封的比较（用时与数据量成正比）",
                "with --master or --token: opens the content of all entries and compares it with what was sealed"
            })
    private boolean content;

    @Option(
            names = "--master-password",
            paramLabel = "FILE",
            description = {"主密钥口令或令牌 PIN 的文件，默认 data/pki/master.password", "file with their password, or the PIN"})
    private Path masterPassword = Path.of("data", "pki", "master.password");

    @Option(
            names = "--token",
            paramLabel = "FILE",
            description = {
                "主密钥在密码机中时的 SunPKCS11 配置，代替 --master",
                "SunPKCS11 configuration when a token holds the master keys; instead of --master"
            })
    private @Nullable Path token;

    @Option(
            names = "--audit-anchors",
            paramLabel = "FILE",
            description = {
                "审计日志锚点的文件，默认 data/audit/anchors，没有则只与数据库中的锚点比较；写明的必须存在",
                "anchors of the audit log; one that is named must be there, without the default one only those in the database are compared"
            })
    private Path auditAnchors = Path.of("data", "audit", "anchors");

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = {
                "外部保存的检查点（见证方或接收方所见，如 /log/checkpoint 的内容），可重复：恢复备份后据此说明丢失了什么",
                "a checkpoint that a witness or recipient kept (as /log/checkpoint gives it), repeatable: after a restore it says"
                        + " what is missing"
            })
    private List<Path> known = List.of();

    @Option(
            names = "--lang",
            defaultValue = "zh",
            description = {"zh 或 en，默认 zh", "zh or en"})
    private String language = "zh";

    @Override
    public Integer call() {
        if (!language.equals("zh") && !language.equals("en")) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--lang zh | en");
        }
        try {
            Properties login = new Properties();
            login.setProperty("user", user);
            login.setProperty("password", text(passwordFile).strip());
            // Before the snapshot: whatever the file holds, the database has held longer.
            List<SignedCheckpoint> outside = outside();
            try (Snapshot snapshot = Snapshot.begin(DriverManager.getConnection(database, login))) {
                return check(snapshot, outside);
            }
        } catch (SQLException | DataAccessException | UncheckedIOException unreadable) {
            // The driver's message names host and user, never the password.
            spec.commandLine().getErr().println("数据库无法读取 / the database cannot be read: " + unreadable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int check(Snapshot snapshot, List<SignedCheckpoint> outside) throws SQLException {
        if (content && master == null && token == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--content --master");
        }
        TrustFile trust = trust();
        List<SealVerifierKey> keys = keys();
        Findings findings = new Findings();
        long entries = derive(snapshot, keys, known(keys), outside, findings);
        new ReceivedCheck(snapshot, trust.seal(), findings).run();
        DataKeys opening = dataKeys(snapshot);
        if (content && opening != null) {
            new ContentCheck(snapshot, opening, findings).run();
        }
        ParcelCheck parcels = new ParcelCheck(snapshot, UnitCatalogue.builtIn(), trust.seal(), opening, findings);
        report(findings, entries, parcels.run(), parcels.unopened());
        if (outside.isEmpty()) {
            spec.commandLine().getOut().println(NO_ANCHORS.get(language));
        }
        return findings.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** The ledger, what finds its entries again, and the audit log. */
    static long derive(Snapshot snapshot, List<SealVerifierKey> keys, List<SignedCheckpoint> outside, Findings findings)
            throws SQLException {
        return derive(snapshot, keys, List.of(), outside, findings);
    }

    private static long derive(
            Snapshot snapshot,
            List<SealVerifierKey> keys,
            List<SignedCheckpoint> known,
            List<SignedCheckpoint> outside,
            Findings findings)
            throws SQLException {
        long entries = new TreeCheck(snapshot, UnitCatalogue.builtIn(), keys, known, findings).run();
        snapshot.each(
                "select e.idx from ledger_entry e where octet_length(e.units) = 0 and not exists (select 1 from archive_bundle b"
                        + " where b.from_entry <= e.idx and b.to_entry > e.idx and (b.taken_out_at is not null or exists"
                        // On their way out: up to where the removal has come.
                        + " (select 1 from archive_removal r where r.month = b.month and r.approved and r.done_at is null"
                        + " and r.next_entry > e.idx))) order by e.idx",
                row -> findings.add(Damage.UNITS_GONE, "#" + row.getLong(1)));
        new IndexCheck(snapshot, findings).run();
        new AuditCheck(snapshot, keys, findings).run(outside);
        return entries;
    }

    /** @throws CommandLine.ParameterException for one that is none, or that our key did not sign */
    private List<SignedCheckpoint> known(List<SealVerifierKey> keys) {
        return known.stream()
                .map(file -> {
                    try {
                        // Lines of witnesses follow the gateway's own; they are for them to verify.
                        String note = text(file).replaceFirst("(?s)(\n\n\u2014 [^\n]*\n).*", "$1");
                        SignedCheckpoint checkpoint = SignedCheckpoint.parse(note);
                        if (TreeCheck.isSigned(checkpoint, keys)) {
                            return checkpoint;
                        }
                    } catch (FlawException malformed) {
                        throw unusable(file);
                    }
                    throw unusable(file);
                })
                .toList();
    }

    private List<SignedCheckpoint> outside() {
        // Who names a file wants it looked at: without it an end that was cut off would pass for whole.
        if (Files.notExists(auditAnchors) && spec.commandLine().getParseResult().hasMatchedOption("--audit-anchors")) {
            throw unusable(auditAnchors);
        }
        try {
            return new AnchorFile(auditAnchors).read();
        } catch (IOException unreadable) {
            throw unusable(auditAnchors);
        }
    }

    private @Nullable DataKeys dataKeys(Snapshot snapshot) {
        Path masters = master == null ? token : master;
        if (masters == null) {
            return null;
        }
        try {
            SingleConnectionDataSource same = new SingleConnectionDataSource(snapshot.connection(), true);
            KeySettings settings = new KeySettings(KeySettings.Choice.BY_SUITE, masters, masterPassword, token);
            // Only opens: no key is made, so neither its cipher nor the time matters.
            return new StoredDataKeys(
                    JdbcClient.create(same),
                    new DataSourceTransactionManager(same),
                    MasterKeys.open(settings),
                    KeyCipher.AES_256_GCM,
                    Clock.systemUTC());
        } catch (IllegalStateException unreadable) {
            throw unusable(masters);
        }
    }

    private TrustFile trust() {
        try {
            return TrustFile.of(text(trustFile));
        } catch (FlawException unusable) {
            throw unusable(trustFile);
        }
    }

    private List<SealVerifierKey> keys() {
        try {
            List<SealVerifierKey> keys = SealCertificate.allOfPem(text(certificate)).stream()
                    .map(one -> new SealVerifierKey(one.name(), one.publicKey()))
                    .toList();
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (FlawException unusable) {
            throw unusable(certificate);
        }
        throw unusable(certificate);
    }

    private String text(@Nullable Path file) {
        try {
            if (file != null) {
                return Files.readString(file, StandardCharsets.UTF_8);
            }
        } catch (IOException unreadable) {
            throw unusable(file);
        }
        throw unusable(Path.of(""));
    }

    private CommandLine.ParameterException unusable(Path file) {
        return new CommandLine.ParameterException(spec.commandLine(), "文件不可用 / unusable file: " + file);
    }

    private void report(Findings findings, long entries, long parcels, long unopened) {
        PrintWriter out = spec.commandLine().getOut();
        boolean english = language.equals("en");
        out.println(
                english
                        ? "Checked: " + entries + " entries, " + parcels + " parcels."
                        : "已检查：台账条目 " + entries + " 条，交换包 " + parcels + " 个。");
        if (unopened > 0) {
            out.println(
                    english
                            ? "Parcels closed under a data key, not verified: " + unopened + "."
                            : "其中以数据密钥加密保存、未能验证的交换包 " + unopened + " 个。");
        }
        findings.counts().forEach((damage, count) -> {
            out.println("✘ " + (english ? damage.en() : damage.zh()) + " [" + damage + "] × " + count);
            findings.places(damage).forEach(place -> out.println("    " + place.replaceAll("\\p{Cntrl}", "?")));
            if (count > Findings.MOST_PLACES) {
                out.println("    …");
            }
        });
        if (findings.isEmpty()) {
            out.println(english ? "✔ The ledger is whole." : "✔ 台账完好。");
        }
        out.flush();
    }
}
