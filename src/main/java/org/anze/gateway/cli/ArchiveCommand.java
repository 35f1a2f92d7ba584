package org.anze.gateway.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        },
        subcommands = {
            ArchiveMakeCommand.class,
            ArchiveListCommand.class,
            ArchiveVerifyCommand.class,
            ArchiveSearchCommand.class,
            ArchiveRestoreCommand.class,
            ArchiveRemovalCommand.class
        })
public final class ArchiveCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ArchiveStores stores = new ArchiveStores();

    ArchiveStores stores() {
        return stores;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** What one of the commands does; it gives the exit code. */
    interface Act {
        int run() throws FlawException;
    }

    /** Does it, and says what hinders it. */
    int run(Act act) {
        try {
            int exit = act.run();
            out().flush();
            return exit;
        } catch (GatewayProblem refused) {
            return said(refused.getMessage(), CommandLine.ExitCode.SOFTWARE);
        } catch (FlawException flaw) {
            return said(text(flaw), CommandLine.ExitCode.SOFTWARE);
        } catch (IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException
                | DataAccessException
                | TransactionException unusable) {
            return said(unusable.getMessage(), CommandLine.ExitCode.USAGE);
        }
    }

    /** A flaw in both languages. */
    static String text(FlawException flaw) {
        return flaw.flaw().zh() + " / " + flaw.flaw().en() + " [" + flaw.flaw() + "] " + Plain.text(flaw.where());
    }

    private int said(@Nullable String what, int exit) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
        return exit;
    }
}
