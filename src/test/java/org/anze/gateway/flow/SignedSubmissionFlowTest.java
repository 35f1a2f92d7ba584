package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A party signs what it sends to a whole gateway; its receipt names the signature. */
class SignedSubmissionFlowTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void bindsThePartysOwnSignatureAndRefusesThatOfAnother() throws Exception {
        PkiLayout layout = new PkiLayout(SharedGateway.get().data());
        byte[] body = SamplePolicies.json("WUSIGNED1", "330382", "03").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> taken = send(layout, "SIGNED-1", body, cms(layout, "insurer-wu", body));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        JsonNode receipt = JSON.readTree(taken.body()).path("body");
        assertThat(receipt.path("accepted").asLong()).as(receipt.toString()).isEqualTo(1);
        assertThat(receipt.path("origin").path("kind").asString()).isEqualTo("cms");
        X509Certificate certificate =
                Pem.certificate(layout.demoKeys("insurer-wu").certificate());
        assertThat(receipt.path("origin").path("signer").asString())
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SM3", Pem.BOUNCY_CASTLE)
                                .digest(certificate.getEncoded())));
        assertThat(Base64.getDecoder().decode(receipt.path("salt").asString())).hasSize(32);

        HttpResponse<String> foreign = send(layout, "SIGNED-2", body, cms(layout, "insurer-ding", body));
        assertThat(foreign.statusCode()).isEqualTo(422);
        assertThat(foreign.body()).contains("ORG-0011");
        HttpResponse<String> other = send(layout, "SIGNED-3", body, cms(layout, "insurer-wu", new byte[] {1}));
        assertThat(other.body()).contains("ORG-0013");
    }

    private static String cms(PkiLayout layout, String party, byte[] content) throws Exception {
        PkiLayout.PartyKeys keys = layout.demoKeys(party);
        X509Certificate certificate = Pem.certificate(keys.certificate());
        PrivateKey key = Pem.privateKey(keys.key());
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                .setProvider(Pem.BOUNCY_CASTLE)
                .build("SHA256withECDSA", key, certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        return Base64.getEncoder()
                .encodeToString(generator
                        .generate(new CMSProcessableByteArray(content), false)
                        .getEncoded("DER"));
    }

    private static HttpResponse<String> send(PkiLayout layout, String id, byte[] body, String signature)
            throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(new TlsContexts(layout.data()).client("insurer-wu"))
                .build();
        return client.send(
                HttpRequest.newBuilder(
                                SharedGateway.get().https().resolve("/api/v1/submissions?mapping=canonical-policy"))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .header("Submission-Id", id)
                        .header("Origin-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
