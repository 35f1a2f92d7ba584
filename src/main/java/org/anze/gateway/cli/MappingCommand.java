package org.anze.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about mappings. */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        description = {"检查映射，或用映射试读一个文件。", "Checks mappings, or tries one on a file."},
        subcommands = {MappingTestCommand.class, MappingCheckCommand.class})
public final class MappingCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "mapping test | mapping check");
    }
}
