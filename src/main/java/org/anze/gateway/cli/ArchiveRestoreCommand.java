package org.anze.gateway.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.anze.gateway.archive.Restore;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.seal.FlawException;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts a bundle's content back. */
@Command(
        name = "restore",
        description = {
            "核验归档包后把内容放回在线库；已在库中的不覆盖",
            "Verifies a bundle, then puts its content back; what is there is never overwritten"
        })
final class ArchiveRestoreCommand implements Callable<Integer> {

    @ParentCommand
    private ArchiveCommand archive;

    @Parameters(paramLabel = "BUNDLE", description = "")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        return archive.run(this::restore);
    }

    private int restore() throws FlawException {
        Actor who = archive.stores().actor();
        PGSimpleDataSource store = archive.stores().open();
        Restore.Restored restored = new Restore(
                        store, archive.stores().trust(), ArchiveStores.audit(store), Clock.systemUTC())
                .restore(who, file);
        BundleSummary.print(archive.out(), restored.bundle());
        archive.out()
                .println("✔ 放回 / restored: " + restored.entries() + " 条记录内容 / units, " + restored.chunks()
                        + " 块原始字节 / chunks of raw bytes");
        if (restored.stillOut()) {
            archive.out()
                    .println(
                            "！不是目录中的归档包，该月仍记为已移出，请再恢复目录中的那一个"
                                    + " / not the bundle of the catalogue: the month still counts as taken out; restore that one too");
        }
        return CommandLine.ExitCode.OK;
    }
}
