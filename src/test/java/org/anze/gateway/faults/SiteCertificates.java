package org.anze.gateway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.certificate.Fingerprint;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** New certificates for the parties of a site, by the site's own TLS authority, with a life that a test chooses. */
final class SiteCertificates {

    private static final Duration SINCE = Duration.ofHours(1);
    private static final String PINNED = "certificates:\n";

    private final PkiLayout layout;
    private final TlsContexts tls;
    private final Path parties;
    private final SampleAuthority authority;

    /** @param parties the folder an operator would edit */
    SiteCertificates(Path data, Path parties) throws IOException {
        this.layout = new PkiLayout(data);
        this.tls = new TlsContexts(data);
        this.parties = parties;
        this.authority = SampleAuthority.of(
                Kind.EC, Pem.certificate(layout.tlsAuthority()), Pem.privateKey(layout.tlsAuthorityKey()));
    }

    /** Gives a party's software another client certificate, for its next connections, and registers it in place of any other. */
    X509Certificate client(Party party, Duration life) throws IOException {
        Instant now = Instant.now();
        Issued issued =
                authority.issue(Wish.client(party.id(), party.uscc(), now).valid(now.minus(SINCE), now.plus(life)));
        present(party.id(), issued);
        register(party.id(), issued.certificate());
        return issued.certificate();
    }

    /** What a party's software has now, in a context that remembers no session. */
    SSLContext presented(String party) throws IOException {
        return tls.client(party);
    }

    /** A certificate for a recipient's server on this machine. */
    SSLContext server(String party, Duration life) throws IOException {
        Instant now = Instant.now();
        present(
                party,
                authority.issue(new Wish(
                        new X500Name("CN=localhost"),
                        now.minus(SINCE),
                        now.plus(life),
                        KeyUsage.digitalSignature,
                        KeyPurposeId.id_kp_serverAuth,
                        false,
                        null,
                        null)));
        return presented(party);
    }

    private void present(String party, Issued issued) throws IOException {
        PkiLayout.PartyKeys keys = layout.demoKeys(party);
        replace(keys.key(), Pem.encode(issued.key()));
        replace(keys.certificate(), Pem.encode(issued.certificate()));
    }

    private void register(String party, X509Certificate certificate) throws IOException {
        Path file = parties.resolve(party).resolve("party.yaml");
        String text = Files.readString(file);
        int pinned = text.indexOf(PINNED);
        String others = pinned < 0 ? text : text.substring(0, pinned);
        replace(
                file,
                (others + PINNED + "  - fingerprint: " + Fingerprint.sha256(certificate) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** In one step: whoever reads meanwhile sees the one or the other. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
