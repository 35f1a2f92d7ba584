package org.anze.gateway.cli;

import java.nio.file.Path;
import org.anze.gateway.keys.KeySettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command finds the master keys. */
final class MasterKeyOptions {

    @Option(
            names = "--master",
            scope = ScopeType.INHERIT,
            paramLabel = "master.p12",
            description = {"主密钥文件，默认 data/pki/master.p12", "file with the master keys"})
    private Path master = Path.of("data", "pki", "master.p12");

    @Option(
            names = "--master-password",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = {"主密钥口令或令牌 PIN 的文件，默认 data/pki/master.password", "file with its password, or the PIN"})
    private Path masterPassword = Path.of("data", "pki", "master.password");

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = {"主密钥在密码机中时的 SunPKCS11 配置", "SunPKCS11 configuration when a token holds the master keys"})
    private @Nullable Path token;

    Path file() {
        return master;
    }

    Path password() {
        return masterPassword;
    }

    KeySettings settings(KeySettings.Choice cipher) {
        return new KeySettings(cipher, master, masterPassword, token);
    }
}
