package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.anze.gateway.pki.PrivateFiles;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How a command comes to the gateway's database. */
final class StoreLogin {

    @Option(
            names = "--database",
            scope = ScopeType.INHERIT,
            paramLabel = "JDBC-URL",
            description = {"数据库地址 jdbc:postgresql://…", "the database"})
    private String database = "";

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            description = {"网关的数据库用户", "the gateway's database user"})
    private String user = "";

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = {"内含数据库密码的文件", "file with its password"})
    private Path passwordFile = Path.of("");

    /** @throws IllegalArgumentException naming what is missing or cannot be used */
    PGSimpleDataSource open() {
        if (database.isEmpty() || user.isEmpty() || passwordFile.toString().isEmpty()) {
            throw new IllegalArgumentException("--database --user --password-file");
        }
        try {
            PGSimpleDataSource store = new PGSimpleDataSource();
            store.setUrl(database);
            store.setUser(user);
            store.setPassword(PrivateFiles.readSecret(passwordFile));
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + e.getMessage(), e);
        }
    }
}
