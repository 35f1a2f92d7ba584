package org.anze.bench.baseline;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.bench.load.HttpLink;
import org.anze.bench.records.Recipient;

/** JWS in compact form (ES256), one for each group of records; several of them, one a line, in a post. */
final class TokenSigner implements Signer {

    private final String name;
    private final int group;
    private final int post;
    private final JWSSigner signer;
    private final JWSHeader header;
    private final ThreadLocal<HttpLink> links;

    TokenSigner(Settings settings, org.anze.bench.baseline.Curve curve, SSLContext tls)
            throws JOSEException, GeneralSecurityException {
        name = settings.name();
        group = settings.group();
        post = settings.post();
        if (settings.provider().equals("sm2")) {
            signer = new ChineseSigner();
            header = new JWSHeader.Builder(ChineseSigner.ALGORITHM)
                    .keyID("bench")
                    .build();
        } else {
            ECDSASigner fastest = new ECDSASigner(curve.key(), Curve.P_256);
            fastest.getJCAContext().setProvider(curve.provider());
            signer = fastest;
            header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("bench").build();
        }
        links = ThreadLocal.withInitial(() -> new HttpLink(tls, settings.sink()));
    }

    @Override
    public boolean wantsXml() {
        return false;
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public int most() {
        return group * post;
    }

    @Override
    public void deliver(Recipient recipient, List<String> views) throws IOException {
        StringBuilder body = new StringBuilder();
        try {
            for (int i = 0; i < views.size(); i += group) {
                String text = group == 1
                        ? views.get(i)
                        : "[" + String.join(",", views.subList(i, Math.min(views.size(), i + group))) + "]";
                JWSObject token = new JWSObject(header, new Payload(text));
                token.sign(signer);
                body.append(token.serialize()).append('\n');
            }
        } catch (JOSEException e) {
            throw new IOException("cannot sign", e);
        }
        HttpLink.Answer answer = links.get()
                .send(
                        "/" + name + "/" + recipient.id(),
                        Map.of("Content-Type", "application/jose"),
                        body.toString().getBytes(StandardCharsets.US_ASCII));
        String receipt = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() != 200 || !receipt.contains("\"records\":" + views.size() + ",")) {
            throw new IOException("no receipt: " + answer.status() + " " + receipt);
        }
    }
}
