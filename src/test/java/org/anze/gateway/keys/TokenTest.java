package org.anze.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Master keys in a PKCS#11 token, here SoftHSM's. In a process of its own, for the library reads its environment once. */
@EnabledIf(value = "softHsmIsHere", disabledReason = "SoftHSM 2 (package softhsm2) is not installed")
class TokenTest {

    private static final String PIN = "4711-test";

    @TempDir
    private Path folder;

    static boolean softHsmIsHere() {
        return library() != null && Files.isExecutable(Path.of("/usr/bin/softhsm2-util"));
    }

    private static Path library() {
        return Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib64/softhsm/libsofthsm.so",
                        "/usr/lib64/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    @Test
    void closesDataKeysUnderAKeyThatNeverLeavesTheToken() throws Exception {
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.resolve("tokens")
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Path configuration = folder.resolve("token.cfg");
        Files.writeString(configuration, "name = Anze\nlibrary = " + library() + "\nslotListIndex = 0\n");
        Path pin = folder.resolve("pin");
        Files.writeString(pin, PIN + "\n");
        run(
                "/usr/bin/softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "anze",
                "--so-pin",
                "so-" + PIN,
                "--pin",
                PIN);
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        // As docs/operations/keys.md has it.
        run(
                bin.resolve("keytool").toString(),
                "-genseckey",
                "-alias",
                "anze-master-1",
                "-keyalg",
                "AES",
                "-keysize",
                "256",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-addprovider",
                "SunPKCS11",
                "-providerarg",
                configuration.toString(),
                "-storepass:file",
                pin.toString());

        String said = run(
                bin.resolve("java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Use.class.getName(),
                configuration.toString(),
                pin.toString(),
                folder.resolve("tokens").toString());

        assertThat(said)
                .contains("opened 1", "opened 2", "exported false", "opened 3", "away KEY-0010")
                .doesNotContain("0123456789abcdef");
    }

    private String run(String... command) throws Exception {
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Arrays.asList(command)))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(said);
        assertThat(ended && process.exitValue() == 0)
                .as(List.of(command) + "\n" + text)
                .isTrue();
        return text;
    }

    /** What the gateway does with the token. */
    static final class Use {

        private Use() {}

        public static void main(String[] arguments) throws Exception {
            KeySettings settings = new KeySettings(
                    KeySettings.Choice.BY_SUITE, Path.of("none"), Path.of(arguments[1]), Path.of(arguments[0]));
            MasterKeys masters = MasterKeys.open(settings);
            byte[] key = "0123456789abcdef".getBytes(UTF_8);
            byte[] place = "data key of a test".getBytes(UTF_8);
            String first = masters.newest();
            byte[] wrapped = masters.wrap(first, key, place);
            if (Arrays.equals(masters.unwrap(new KeyRows.Wrapped(first, wrapped, place)), key)) {
                System.out.println("opened 1");
            }
            String second = masters.create(KeyCipher.SM4_GCM);
            KeyRows.Wrapped again = new KeyRows.Wrapped(
                    second,
                    masters.wrap(second, masters.unwrap(new KeyRows.Wrapped(first, wrapped, place)), place),
                    place);
            if (second.equals("anze-master-2") && Arrays.equals(masters.unwrap(again), key)) {
                System.out.println("opened 2");
            }
            Provider other = Security.getProvider("SunPKCS11").configure(arguments[0]);
            KeyStore token = KeyStore.getInstance("PKCS11", other);
            token.load(null, PIN.toCharArray());
            System.out.println("exported " + (token.getKey(second, null).getEncoded() != null));
            // Logs the whole process out, as a token does that was restarted.
            ((AuthProvider) other).logout();
            if (Arrays.equals(masters.unwrap(again), key)) {
                System.out.println("opened 3");
            }
            Path tokens = Path.of(arguments[2]);
            Files.move(tokens, tokens.resolveSibling("away"));
            try {
                masters.unwrap(again);
            } catch (TryAgainLater e) {
                System.out.println("away " + e.finding().code());
            }
        }
    }
}
