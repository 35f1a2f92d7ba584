package org.anze.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.anze.gateway.archive.BundleVerifier;
import org.anze.gateway.seal.FlawException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Verifies bundles where there is no gateway. */
@Command(
        name = "verify",
        description = {
            "离线核验归档包：只需该文件与信任文件，不连数据库，不需密钥",
            "Verifies bundles offline: needs the file and the trust file, no database and no key"
        })
final class ArchiveVerifyCommand implements Callable<Integer> {

    @ParentCommand
    private ArchiveCommand archive;

    @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        return archive.run(this::verify);
    }

    private int verify() throws FlawException {
        BundleVerifier verifier = new BundleVerifier(archive.stores().trust());
        int exit = CommandLine.ExitCode.OK;
        for (Path file : files) {
            try {
                archive.out().println(file);
                BundleSummary.print(archive.out(), verifier.verify(file));
            } catch (FlawException flaw) {
                exit = CommandLine.ExitCode.SOFTWARE;
                archive.out().println("✘ " + ArchiveCommand.text(flaw));
            }
        }
        return exit;
    }
}
