package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries a mapping on a file, without a gateway, a database or a broker. Reads files, writes none. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "用一方的映射试读一个文件：能接受几条、拒收几条、为什么、怎么改。不需要启动网关。",
            "Tries a party's mapping on a file: what would be accepted or rejected, why, and what to do. No gateway is needed.",
            "退出码 / exit code: 0 全部可接受 all acceptable · 1 有拒收 some rejected"
                    + " · 2 整份不可用（整份拒收、映射有误、参数有误） nothing usable (refused, broken mapping, wrong arguments)"
        })
public final class MappingTestCommand implements Callable<Integer> {

    private static final int MOST_SAMPLES = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PARTY",
            description = {"参与方标识，如 insurer-jia", "party id"})
    private String party = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = {"要试的文件", "the file to try"})
    private Path file = Path.of("");

    @Option(
            names = "--mapping",
            paramLabel = "NAME",
            description = {"映射名；不写则按文件名通配或该方默认映射", "its name; by the file's name or the party's usual one if left out"})
    private @Nullable String mapping;

    @Option(
            names = "--samples",
            defaultValue = "3",
            paramLabel = "N",
            description = {"显示前几条规范记录，默认 3", "canonical records to show"})
    private int samples = 3;

    @Option(
            names = "--json",
            description = {"输出 JSON", "print JSON"})
    private boolean json;

    @Mixin
    private HomeFolder home = new HomeFolder();

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw wrong("没有这个文件 / no such file: " + file);
        }
        try {
            EditedFolders folders = home.read();
            Party sender = folders.parties()
                    .find(party)
                    .orElseThrow(() -> wrong("没有这一方，或其文件有误 / no such party, or its file is broken: " + party
                            + reason(folders.parties().broken().get(party))));
            String name = name(sender);
            Mapping found = folders.mappings().find(party, name).orElse(null);
            if (found == null) {
                broken(folders.mappings(), name);
                return CommandLine.ExitCode.USAGE;
            }
            MappingTrial trial = new MappingTrial(
                    folders,
                    sender,
                    found,
                    Math.max(0, Math.min(samples, MOST_SAMPLES)),
                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
            trial.run(file);
            report(trial);
            return trial.refusal() != null
                    ? CommandLine.ExitCode.USAGE
                    : trial.rejected() > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(Plain.text(String.valueOf(e.getMessage())));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void report(MappingTrial trial) {
        TrialReport report = new TrialReport(spec.commandLine().getOut());
        if (json) {
            report.printJson(party, file.toString(), trial);
        } else {
            report.print(party, file.toString(), trial);
        }
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : "\n" + Plain.text(reason);
    }

    private String name(Party sender) {
        if (mapping != null) {
            return mapping;
        }
        Party.Intake intake = sender.intake();
        Map<String, String> globs =
                intake == null || intake.sftp() == null || intake.sftp().files() == null
                        ? Map.of()
                        : intake.sftp().files();
        Path name = file.getFileName();
        for (Map.Entry<String, String> glob : globs.entrySet()) {
            if (FileSystems.getDefault().getPathMatcher("glob:" + glob.getKey()).matches(name)) {
                return glob.getValue();
            }
        }
        if (intake == null || intake.mapping() == null) {
            throw wrong("该方没有默认映射，请用 --mapping 指定 / the party has no usual mapping, give --mapping");
        }
        return intake.mapping();
    }

    private void broken(Mappings mappings, String name) {
        PrintWriter err = spec.commandLine().getErr();
        List<Finding> findings = mappings.broken().get(party + "/" + name);
        if (findings == null) {
            err.println("没有这个映射 / no such mapping: " + party + "/" + Plain.text(name));
        } else {
            err.println("✘ " + party + "/" + name);
            findings.forEach(finding -> MappingCheckCommand.print(err, finding));
        }
        err.flush();
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
