package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads all mappings as the gateway does and says what is wrong with which line. Reads files, writes none. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "载入全部映射，列出有误的文件与行。",
            "Loads all mappings and lists what is wrong, with file and line.",
            "退出码 / exit code: 0 全部可用 all sound · 1 有错 something is broken · 2 无法读取 unreadable"
        })
public final class MappingCheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PARTY",
            description = {"只看这一方", "only this party's"})
    private @Nullable String party;

    @Mixin
    private HomeFolder home = new HomeFolder();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            EditedFolders folders = home.read();
            boolean broken = false;
            for (String name : folders.mappings().names()) {
                if (concerns(name)) {
                    out.println("✔ " + name);
                }
            }
            for (Map.Entry<String, List<Finding>> mapping :
                    folders.mappings().broken().entrySet()) {
                if (concerns(mapping.getKey())) {
                    broken = true;
                    out.println("✘ " + mapping.getKey());
                    mapping.getValue().forEach(finding -> print(out, finding));
                }
            }
            for (Map.Entry<String, String> file : folders.parties().broken().entrySet()) {
                if (party == null || party.equals(file.getKey())) {
                    broken = true;
                    out.println("✘ parties/" + file.getKey() + ": " + Plain.text(file.getValue()));
                }
            }
            out.flush();
            return broken ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(Plain.text(String.valueOf(e.getMessage())));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private boolean concerns(String name) {
        return party == null || name.startsWith(party + "/");
    }

    /** File and line come first, so that an editor can jump there. */
    static void print(PrintWriter out, Finding finding) {
        String file = finding.location().name();
        out.println("  " + (file == null ? "" : file) + ":" + finding.location().line() + "  " + finding.code() + " "
                + Plain.text(finding.zh()) + "。" + Plain.text(finding.remedyZh()));
        out.println("    " + Plain.text(finding.en()) + ". " + Plain.text(finding.remedyEn()));
    }
}
