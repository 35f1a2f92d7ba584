package org.anze.gateway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.anze.gateway.pki.PartySecrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a secret for a party: the secret goes to the party, the line into its {@code secret.hash}. Writes no file. */
@Command(
        name = "new-secret",
        mixinStandardHelpOptions = true,
        description = {
            "为一方生成随机口令：第一行交给对方，第二行写入 data/credentials/<一方>/secret.hash。",
            "Makes a random secret: the first line is for the party, the second for its secret.hash."
        })
public final class NewSecretCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PartySecrets.Fresh fresh = PartySecrets.fresh();
        PrintWriter out = spec.commandLine().getOut();
        out.println(fresh.secret());
        out.println(fresh.line());
        return 0;
    }
}
