package org.anze.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about agreements. */
@Command(
        name = "agreement",
        mixinStandardHelpOptions = true,
        description = {"共享授权：按默认模板新建。", "Sharing agreements: makes one from the template of a party type."},
        subcommands = {NewAgreementCommand.class})
public final class AgreementCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "agreement new");
    }
}
