package org.anze.gateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.cli.fsck.FsckCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code java -jar anze-gateway.jar <command> …}. */
@Command(
        name = "anze",
        mixinStandardHelpOptions = true,
        description = {"安责数据交换网关命令行。不带命令则启动网关。", "The Anze gateway's commands. Without a command the gateway starts."},
        subcommands = {
            VerifyCommand.class,
            FsckCommand.class,
            KeysCommand.class,
            ArchiveCommand.class,
            NewSecretCommand.class,
            MappingCommand.class,
            AgreementCommand.class,
            WitnessCommand.class,
            WitnessCommand.NewKey.class,
            WitnessCommand.LogKey.class,
            StoresCommand.class
        })
public final class Commands {

    /** Whether the arguments ask for a command, known or not; options such as {@code --server.port=…} are for the gateway itself. */
    public static boolean isCommand(String[] arguments) {
        return arguments.length > 0
                && (!arguments[0].startsWith("-") || arguments[0].equals("--help") || arguments[0].equals("-h"));
    }

    /** Runs a command; prints UTF-8 whatever the system's locale says. */
    public static int run(String[] arguments) {
        PrintWriter out = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
        return new CommandLine(new Commands()).setOut(out).setErr(err).execute(arguments);
    }
}
