package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
     * @return what it said when anything is wrong or could not be looked at; else empty
     */
    public static String fsck(Path data, String url, String user, String password) throws IOException {
        Path passwordFile = data.resolveSibling("database.password");
        Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int exit = new CommandLine(new Commands())
                .setOut(out)
                .setErr(out)
                .execute(Stream.of(
                                "fsck",
                                "--database",
                                url,
                                "--user",
                                user,
                                "--password-file",
                                passwordFile,
                                "--certificate",
                                data.resolve("pki/seal.crt"),
                                "--trust",
                                data.resolve("pki/seal-ca.crt"),
                                "--master",
                                data.resolve("pki/master.p12"),
                                "--master-password",
                                data.resolve("pki/master.password"),
                                "--audit-anchors",
                                data.resolve("audit/anchors"),
                                "--lang",
                                "en")
                        .map(Object::toString)
                        .toArray(String[]::new));
        LOG.info("anze fsck: {}", said);
        return exit == 0 && !said.toString().contains("not verified") ? "" : "exit code " + exit + ": " + said;
    }
}
