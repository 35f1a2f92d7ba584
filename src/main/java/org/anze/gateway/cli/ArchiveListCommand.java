package org.anze.gateway.cli;

import java.util.concurrent.Callable;
import org.anze.gateway.archive.ArchiveCatalogue;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the bundles that are entered. */
@Command(
        name = "list",
        description = {"列出全部归档包", "Lists all bundles"})
final class ArchiveListCommand implements Callable<Integer> {

    private static final int MOST_LISTED = 1_200;

    @ParentCommand
    private ArchiveCommand archive;

    @Override
    public Integer call() {
        return archive.run(() -> {
            archive.out().println("month  entries  submissions  file  bytes  keep-until  taken-out  digest");
            new ArchiveCatalogue(JdbcClient.create(archive.stores().open()))
                    .list(MOST_LISTED)
                    .forEach(bundle -> archive.out()
                            .println(bundle.month() + "  " + bundle.entries() + "  "
                                    + bundle.submissions() + "  " + bundle.file() + "  "
                                    + bundle.bytes() + "  " + bundle.keepUntil() + "  "
                                    + (bundle.takenOutAt() == null ? "-" : bundle.takenOutAt()) + "  "
                                    + bundle.digestText()));
            return CommandLine.ExitCode.OK;
        });
    }
}
