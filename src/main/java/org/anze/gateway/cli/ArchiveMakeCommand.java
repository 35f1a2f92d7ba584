package org.anze.gateway.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anze.gateway.archive.BundleMaker;
import org.anze.gateway.archive.BundleReport;
import org.anze.gateway.archive.Retention;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealPrivateKey;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes the bundle of a month. */
@Command(
        name = "make",
        description = {
            "制作某月的归档包：登记之前打开全部内容核对，并立即按离线方式核验",
            "Makes the bundle of a month: opens and compares all content before the bundle counts, and verifies it at once"
        })
final class ArchiveMakeCommand implements Callable<Integer> {

    @ParentCommand
    private ArchiveCommand archive;

    @Parameters(paramLabel = "yyyy-MM", description = "")
    private String month = "";

    @Option(
            names = "--folder",
            defaultValue = "data/archive",
            description = {"归档包存放目录，默认 data/archive", "where bundles are written"})
    private Path folder = Path.of("");

    @Option(
            names = "--certificate",
            defaultValue = "data/pki/seal.crt",
            description = {"签封证书，现用的在前，更换过的一并列入", "sealing certificates, the present one first, earlier ones too"})
    private Path certificate = Path.of("");

    @Option(
            names = "--private-key",
            defaultValue = "data/pki/seal.key",
            description = {"签封私钥", "sealing key"})
    private Path privateKey = Path.of("");

    @Mixin
    private MasterKeyOptions masterKeys = new MasterKeyOptions();

    @Option(
            names = "--years",
            defaultValue = "5",
            description = {"保存年限，至少 5，自台账收下之月结束起算", "years records are kept, at least 5"})
    private int years;

    @Option(
            names = "--contract-years",
            defaultValue = "10",
            description = {"保险合同类记录的保存年限", "the same for what belongs to an insurance contract"})
    private int contractYears;

    @Option(
            names = "--years-of",
            paramLabel = "TYPE=YEARS",
            description = {"按记录类型的例外，如 hazard=15，可重复", "exceptions by record type, such as hazard=15"})
    private Map<String, Integer> yearsOf = new HashMap<>();

    @Override
    public Integer call() {
        return archive.run(this::make);
    }

    private int make() throws FlawException {
        List<SealCertificate> certificates = SealCertificate.allOfPem(ArchiveStores.text(certificate));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + certificate);
        }
        SealCertificate own = certificates.get(0);
        Actor who = archive.stores().actor();
        Retention retention = new Retention(years, contractYears, yearsOf);
        PGSimpleDataSource store = archive.stores().open();
        BundleReport report = new BundleMaker(
                        store,
                        PrivateKeySigner.of(own, SealPrivateKey.ofPem(ArchiveStores.text(privateKey))),
                        certificates,
                        archive.stores().trust(),
                        keys(store),
                        folder,
                        retention,
                        ArchiveStores.audit(store),
                        Clock.systemUTC())
                .make(who, ArchiveStores.month(month));
        BundleSummary.print(archive.out(), report);
        return CommandLine.ExitCode.OK;
    }

    private DataKeys keys(PGSimpleDataSource store) {
        // Only opens: no key is made, so neither its cipher nor the time matters.
        return new StoredDataKeys(
                JdbcClient.create(store),
                new DataSourceTransactionManager(store),
                MasterKeys.open(masterKeys.settings(KeySettings.Choice.BY_SUITE)),
                KeyCipher.AES_256_GCM,
                Clock.systemUTC());
    }
}
