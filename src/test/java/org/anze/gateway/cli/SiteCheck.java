package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** {@code anze fsck} of a gateway that a test runs. */
public final class SiteCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SiteCheck.class);

    private SiteCheck() {}

    /**
     * Derives ledger, parcels and audit log again; the password is left in a file beside the data folder.
     *
     * @param data the gateway's data folder
     * @param more options
     * @return what it said when anything is wrong or could not be looked at; else empty
     */
    public static String fsck(Path data, String url, String user, String password, String... more) throws IOException {
        Path passwordFile = data.resolveSibling("database.password");
        Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of(
                "fsck",
                "--database",
                url,
                "--user",
                user,
                "--password-file",
                passwordFile.toString(),
                "--certificate",
                data.resolve("pki/seal.crt").toString(),
                "--trust",
                data.resolve("pki/seal-ca.crt").toString(),
                "--master",
                data.resolve("pki/master.p12").toString(),
                "--master-password",
                data.resolve("pki/master.password").toString(),
                "--audit-anchors",
                data.resolve("audit/anchors").toString(),
                "--lang",
                "en"));
        arguments.addAll(List.of(more));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int exit = new CommandLine(new Commands()).setOut(out).setErr(out).execute(arguments.toArray(String[]::new));
        LOG.info("anze fsck: {}", said);
        return exit == 0 && !said.toString().contains("not verified") ? "" : "exit code " + exit + ": " + said;
    }
}
