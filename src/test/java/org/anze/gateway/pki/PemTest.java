package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not PEM",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void refusesWhatIsNeitherKeyNorCertificate(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("some.pem"), content);

        assertThatIOException().isThrownBy(() -> Pem.privateKey(file));
        assertThatIOException().isThrownBy(() -> Pem.certificates(file));
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
