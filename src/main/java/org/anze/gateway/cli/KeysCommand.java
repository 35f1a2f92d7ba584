package org.anze.gateway.cli;

import java.io.PrintWriter;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.keys.KeyDesk;
import org.anze.gateway.problem.GatewayProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
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
 * Keys at rest. Destruction is only asked for here: the second person approves it at the console, where he has proved who he
 * is.
 */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "静态加密的密钥：列出、更换、申请销毁。网关可同时运行。",
            "Keys of what lies at rest: list, rotate, ask for destruction. The gateway may run.",
            "退出码 / exit code: 0 完成 done · 1 被拒绝 refused · 2 参数有误或无法读取 wrong arguments or unreadable"
        })
public final class KeysCommand {

    private static final int LONGEST_PERSON = 40;

    @Mixin
    private KeyStores stores = new KeyStores();

    @Option(
            names = "--person",
            scope = ScopeType.INHERIT,
            description = {"操作者姓名或用户名，写入审计日志", "who does it, for the audit log"})
    private String person = "";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出全部数据密钥", "Lists all data keys"})
    int list() {
        return run(desk -> {
            out().println("number  party  month  generation  cipher  master  created  destroyed");
            desk.list(Integer.MAX_VALUE).forEach(key -> out().println(key.id() + "  " + key.party() + "  " + key.month()
                    + "  "
                    + key.generation() + "  " + key.cipher() + "  " + key.master() + "  " + key.createdAt() + "  "
                    + (key.destroyedAt() == null ? "-" : key.destroyedAt())));
        });
    }

    @Command(
            name = "init",
            description = {
                "新建主密钥文件及其口令文件（0600），生产环境首次启动前执行",
                "Makes the file of the master keys and its password, before the first start"
            })
    int init() {
        try {
            out().println("✔ " + stores.create());
            out().flush();
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    @Command(
            name = "prepare",
            description = {
                "预先新建下一把主密钥但不启用；多节点时把主密钥文件复制到各节点后，再执行 rotate",
                "Makes the next master key without using it; with several nodes copy the file to all before rotate"
            })
    int prepare() {
        return run(desk -> out().println("✔ " + desk.prepareMaster(actor())));
    }

    @Command(
            name = "rotate",
            description = {
                "更换主密钥，全部数据密钥改由新主密钥加密，业务不中断；写明参与方时只给它换本月的数据密钥",
                "Closes every data key under a new master key, or the one that was prepared; with a party: gives it another data"
                        + " key this month"
            })
    int rotate(@Parameters(arity = "0..1", paramLabel = "PARTY", description = "") @Nullable String party) {
        return run(desk -> {
            if (party == null) {
                out().println("✔ " + desk.rotateMaster(actor()));
            } else {
                desk.renew(actor(), party);
                out().println("✔ " + party);
            }
        });
    }

    @Command(
            name = "destroy",
            description = {
                "申请销毁一方某月的数据密钥；另一人在控制台“密钥”页批准后，该月内容永不可读，存证仍可核验",
                "Asks for the destruction of a party's data keys of a month; somebody else approves it at the console"
            })
    int destroy(
            @Parameters(paramLabel = "PARTY", description = "") String party,
            @Parameters(paramLabel = "yyyy-MM", description = "") String month,
            @Option(
                            names = "--reason",
                            required = true,
                            description = {"依据", "why"})
                    String reason) {
        YearMonth wanted;
        try {
            wanted = YearMonth.parse(month);
        } catch (DateTimeParseException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "yyyy-MM: " + month);
        }
        return run(desk -> {
            long request = desk.requestDestruction(actor(), party, wanted, reason);
            out().println("… " + request + "：待另一人在控制台批准 / waits for somebody else at the console");
        });
    }

    private Actor actor() {
        String who = person.strip();
        if (who.isEmpty() || who.length() > LONGEST_PERSON || !who.equals(Plain.text(who))) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--person 1…" + LONGEST_PERSON);
        }
        return Actor.person(who);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Act {
        void on(KeyDesk desk);
    }

    private int run(Act act) {
        try {
            act.on(stores.desk());
            out().flush();
            return CommandLine.ExitCode.OK;
        } catch (GatewayProblem refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (IllegalArgumentException
                | IllegalStateException
                | DataAccessException
                | TransactionException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }
}
