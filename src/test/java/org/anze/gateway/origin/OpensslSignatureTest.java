package org.anze.gateway.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.anze.gateway.origin.SampleSigners.JIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/spec/origin.md make what we accept, and accept what we accept. */
class OpensslSignatureTest {

    private static final byte[] BODY = "\r\n保单号,起保日期\r\nP-1,2026-01-01\n".getBytes(UTF_8);

    @TempDir
    Path folder;

    @BeforeEach
    void requireOpenssl() throws InterruptedException {
        boolean usable;
        try {
            usable = openssl("version") == 0;
        } catch (IOException notInstalled) {
            usable = false;
        }
        assumeTrue(usable, "openssl is not on the PATH: skipped");
    }

    private int openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void pem(String name, Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        Files.writeString(folder.resolve(name), text.toString());
    }

    @Test
    void acceptsWhatOpensslSigns() throws Exception {
        Files.write(folder.resolve("data.csv"), BODY);
        for (Issued signer : List.of(SampleSigners.ec(JIA), SampleSigners.rsa(JIA))) {
            pem("own.crt", signer.certificate());
            pem("own.key", signer.key());

            assertThat(openssl(
                            "cms",
                            "-sign",
                            "-binary",
                            "-md",
                            "sha256",
                            "-in",
                            "data.csv",
                            "-signer",
                            "own.crt",
                            "-inkey",
                            "own.key",
                            "-outform",
                            "DER",
                            "-out",
                            "data.csv.p7s"))
                    .isZero();
            byte[] signature = Files.readAllBytes(folder.resolve("data.csv.p7s"));

            assertThat(SampleSigners.verify(JIA, PresentedSignature.ofFile(signature), BODY))
                    .isNotNull();
        }
    }

    @Test
    void agreesWithOpensslOnWhatAPartySigned() throws Exception {
        Issued signer = SampleSigners.ec(JIA);
        pem("authority.crt", SampleSigners.ecAuthority().certificate());
        Files.write(folder.resolve("data.csv"), BODY);
        Files.write(folder.resolve("other.csv"), "other".getBytes(UTF_8));
        Files.write(folder.resolve("data.csv.p7s"), new SampleCms(BODY, signer.key(), signer.certificate()).der());

        assertThat(verify("data.csv")).isZero();
        assertThat(verify("other.csv")).isNotZero();
    }

    private int verify(String content) throws IOException, InterruptedException {
        return openssl(
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "data.csv.p7s",
                "-content",
                content,
                "-CAfile",
                "authority.crt",
                "-purpose",
                "any",
                "-attime",
                "1795310000",
                "-out",
                "/dev/null");
    }
}
