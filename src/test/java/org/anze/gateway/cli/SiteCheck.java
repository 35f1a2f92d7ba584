package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** {@code anze fsck} of a gateway that a test runs. */
public final class SiteCheck {

    private SiteCheck() {}

    /**
     * Derives ledger, parcels and audit log again; the password is left in a file beside the data folder.
     *
     * @param data the gateway's data folder
     * @return the exit code
     */
    public static int fsck(Path data, String url, String user, String password) throws IOException {
        Path passwordFile = data.resolveSibling("database.password");
        Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
        return Commands.run(Stream.of(
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
    }
}
