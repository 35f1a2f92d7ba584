package org.anze.gateway.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.anze.gateway.archive.BundleSearch;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Looks records up in bundles, where there is no gateway. */
@Command(
        name = "search",
        description = {
            "在归档包中检索：按业务主键、记录类型、报送方、收到日期，离线",
            "Looks records up in bundles, offline: by business key, type, provider, day of receipt"
        })
final class ArchiveSearchCommand implements Callable<Integer> {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    @ParentCommand
    private ArchiveCommand archive;

    @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "")
    private List<Path> files = List.of();

    @Option(names = "--key", description = "")
    private @Nullable String key;

    @Option(names = "--type", description = "")
    private @Nullable String type;

    @Option(names = "--provider", description = "")
    private @Nullable String provider;

    @Option(
            names = "--from",
            paramLabel = "yyyy-MM-dd",
            description = {"含当日", "this day included"})
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "yyyy-MM-dd",
            description = {"含当日", "this day included"})
    private @Nullable LocalDate to;

    @Override
    public Integer call() {
        return archive.run(this::search);
    }

    private int search() throws FlawException {
        BundleSearch search = new BundleSearch(archive.stores().trust());
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
                    found -> archive.out()
                            .println("#" + found.index() + "  " + found.recordType() + "  " + Plain.text(found.key())
                                    + "  v" + found.version() + "  " + found.operation() + "  " + found.provider()
                                    + "  " + found.submission() + "  " + found.received()));
        }
        archive.out().println("✔ " + count + " 条 / records");
        return CommandLine.ExitCode.OK;
    }
}
