package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("broken")
    void refusesWhatIsNeitherKeyNorCertificate(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("some.pem"), content);

        assertThatIOException().isThrownBy(() -> Pem.privateKey(file));
        assertThatIOException().isThrownBy(() -> Pem.certificates(file));
    }

    static Stream<String> broken() throws Exception {
        byte[] key = newKey().getEncoded();
        String whole = pem("PRIVATE KEY", key);
        byte[] rubbish = {0, 0, 0};
        return Stream.of(
                "",
                "not PEM",
                pem("PRIVATE KEY", rubbish),
                pem("PRIVATE KEY", Arrays.copyOf(key, key.length / 2)),
                whole.substring(0, whole.indexOf("-----END")),
                pem("ENCRYPTED PRIVATE KEY", key),
                pem("CERTIFICATE", rubbish),
                pem("CERTIFICATE", key),
                pem("CERTIFICATE", new byte[0]),
                "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n",
                // Base64 without its padding.
                pem("PRIVATE KEY", rubbish).replace("AAAA", "AAA"));
    }

    @Test
    void readsAKeyAsItWasWritten() throws Exception {
        PrivateKey key = newKey();
        Path file = Files.write(directory.resolve("some.key"), Pem.encode(key));

        assertThat(Pem.privateKey(file)).isEqualTo(key);
    }

    private static PrivateKey newKey() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        return keys.generateKeyPair().getPrivate();
    }

    private static String pem(String type, byte[] content) {
        return new String(Pem.encode(type, content), StandardCharsets.US_ASCII);
    }

    @Test
    void neverOverwritesAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("server.key"), "precious");

        assertThatIOException()
                .isThrownBy(() -> PrivateFiles.writeNew(file, new byte[] {1}))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(directory).isDirectoryContaining("glob:**server.key");
        assertThat(file).hasContent("precious");
        assertThat(directory.toFile().list()).hasSize(1);
    }
}
