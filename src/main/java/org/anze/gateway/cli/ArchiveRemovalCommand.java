package org.anze.gateway.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.archive.ArchiveSettings;
import org.anze.gateway.audit.Actor;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks for taking a month's content out of the database. */
@Command(
        name = "request-removal",
        description = {
            "归档包在第二存放地核验通过后，申请把该月内容移出在线库；另一人在控制台“归档”页批准",
            "After the bundle was verified at a second place: asks for taking the month's content out; somebody else approves"
                    + " it at the console"
        })
final class ArchiveRemovalCommand implements Callable<Integer> {

    @ParentCommand
    private ArchiveCommand archive;

    @Parameters(paramLabel = "yyyy-MM", description = "")
    private String month = "";

    @Option(
            names = "--digest",
            required = true,
            description = {"在第二存放地执行 verify 所得的摘要", "as verify printed it at the second place"})
    private String digest = "";

    @Option(
            names = "--place",
            required = true,
            description = {"第二存放地", "where that copy is kept"})
    private String place = "";

    @Option(
            names = "--reason",
            required = true,
            description = {"依据", "why"})
    private String reason = "";

    @Option(
            names = "--live-months",
            defaultValue = "24",
            description = {"与 anze.archive.live-months 相同", "as anze.archive.live-months"})
    private int liveMonths;

    @Override
    public Integer call() {
        return archive.run(() -> {
            Actor who = archive.stores().actor();
            PGSimpleDataSource store = archive.stores().open();
            ArchiveDesk desk = new ArchiveDesk(
                    JdbcClient.create(store),
                    new DataSourceTransactionManager(store),
                    new ArchiveSettings(liveMonths),
                    ArchiveStores.audit(store),
                    Clock.systemUTC());
            // Nobody proves here who he is; both accounts are looked at when somebody approves at the console.
            desk.confirmedBy(known -> true);
            long request = desk.requestRemoval(who, ArchiveStores.month(month), digest, place, reason);
            archive.out().println("… " + request + "：待另一人在控制台批准 / waits for somebody else at the console");
            return CommandLine.ExitCode.OK;
        });
    }
}
