package org.anze.gateway.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, on first start, every key and certificate the demo needs, so that the product ships none.
 *
 * <p>Each folder ({@code pki}, a party's {@code demo/keys/<party>}, a party's {@code credentials/<party>}) appears whole
 * and in one step; one that exists is left exactly as it is, even when it is the operator's own. So the same start with
 * the operator's files in place makes nothing.
 *
 * <p>One caller at a time; the gateway that holds the data directory is the only one.
 */
public final class DemoAuthority {

    private static final Logger LOG = LoggerFactory.getLogger(DemoAuthority.class);
    private static final String GATEWAY = "Anze gateway demo";
    /** A signer's name has no spaces and is the ledger's origin or above it (docs/spec/seal-v1.md). */
    private static final String SEAL_NAME = "anze.example/demo";

    private static final int SECRET_LENGTH = 32;
    private static final List<KeyPurposeId> BOTH_WAYS =
            List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    private final PkiLayout layout;
    private final CertificateIssuer tls;
    private final CertificateIssuer seals;

    /**
     * Prepares; nothing is touched yet.
     *
     * @param data the gateway's data directory
     * @param clock gives the moment from which certificates are valid
     */
    public DemoAuthority(Path data, Clock clock) {
        this.layout = new PkiLayout(data);
        this.tls = CertificateIssuer.ecdsa(clock);
        this.seals = CertificateIssuer.sm2(clock);
    }

    /**
     * Makes what is missing for the gateway and these parties. All of it is on disk when this returns.
     *
     * @throws IOException when it cannot be written, or when a party is missing and the authority's private key is not
     *     here to sign for it
     */
    public void provide(List<DemoParty> parties) throws IOException {
        Files.createDirectories(layout.data());
        if (Files.notExists(layout.directory())) {
            provideGateway();
        }
        for (DemoParty party : parties) {
            if (Files.notExists(layout.credentials(party.id()).directory())) {
                if (Files.notExists(layout.demoKeys(party.id()).directory())) {
                    provideKeys(party);
                }
                provideCredentials(party.id());
            }
        }
    }

    private void provideGateway() throws IOException {
        CertificateIssuer.Issued tlsAuthority = tls.authority(name(GATEWAY + " TLS CA"));
        CertificateIssuer.Issued server = tls.issue(
                name("localhost"),
                tlsAuthority,
                BOTH_WAYS,
                List.of(
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "::1")));
        CertificateIssuer.Issued sealAuthority = seals.authority(name(GATEWAY + " seal CA"));
        CertificateIssuer.Issued seal = seals.issue(name(SEAL_NAME), sealAuthority, List.of(), List.of());
        SshKey host = SshKey.generate("anze-gateway");

        Path unfinished = unfinished(layout.directory());
        write(unfinished, layout.tlsAuthority(), layout.tlsAuthorityKey(), tlsAuthority);
        write(unfinished, layout.server(), layout.serverKey(), server);
        write(unfinished, layout.sealAuthority(), layout.sealAuthorityKey(), sealAuthority);
        write(unfinished, layout.seal(), layout.sealKey(), seal);
        PrivateFiles.writeNew(unfinished.resolve(layout.sshHostKey().getFileName()), host.privateFile());
        PrivateFiles.writeNewReadable(
                unfinished.resolve(layout.sshHostKey().getFileName() + ".pub"), host.publicLine());
        PrivateFiles.publish(unfinished, layout.directory());
        LOG.info("已生成演示用密钥与证书 {} / made demo keys and certificates in {}", layout.directory(), layout.directory());
    }

    private void provideKeys(DemoParty party) throws IOException {
        PrivateFiles.directory(layout.demoKeys());
        CertificateIssuer.Issued authority = new CertificateIssuer.Issued(
                Pem.certificate(layout.tlsAuthority()), Pem.privateKey(layout.tlsAuthorityKey()));
        CertificateIssuer.Issued client =
                tls.issue(name(party), authority, List.of(KeyPurposeId.id_kp_clientAuth), List.of());
        SshKey ssh = SshKey.generate(party.id());

        PkiLayout.PartyKeys keys = layout.demoKeys(party.id());
        Path unfinished = unfinished(keys.directory());
        write(unfinished, keys.certificate(), keys.key(), client);
        PrivateFiles.writeNew(unfinished.resolve(keys.sshKey().getFileName()), ssh.privateFile());
        PrivateFiles.writeNewReadable(unfinished.resolve(keys.sshPublicKey().getFileName()), ssh.publicLine());
        String secret = PrivateFiles.randomSecret(SECRET_LENGTH) + "\n";
        PrivateFiles.writeNew(
                unfinished.resolve(keys.secret().getFileName()), secret.getBytes(StandardCharsets.US_ASCII));
        PrivateFiles.publish(unfinished, keys.directory());
    }

    private void provideCredentials(String party) throws IOException {
        PkiLayout.PartyKeys keys = layout.demoKeys(party);
        PkiLayout.PartyCredentials credentials = layout.credentials(party);
        PrivateFiles.directory(layout.credentials());
        String line = SecretHash.of(PrivateFiles.readSecret(keys.secret()).toCharArray())
                        .line() + "\n";

        Path unfinished = unfinished(credentials.directory());
        PrivateFiles.writeNewReadable(
                unfinished.resolve(credentials.certificate().getFileName()), Files.readAllBytes(keys.certificate()));
        PrivateFiles.writeNewReadable(
                unfinished.resolve(credentials.authorizedKeys().getFileName()),
                Files.readAllBytes(keys.sshPublicKey()));
        PrivateFiles.writeNew(
                unfinished.resolve(credentials.secretHash().getFileName()), line.getBytes(StandardCharsets.US_ASCII));
        PrivateFiles.publish(unfinished, credentials.directory());
    }

    /** An empty folder beside the final one, on the same file system; what an interrupted start left is thrown away. */
    private static Path unfinished(Path directory) throws IOException {
        Path unfinished = directory.resolveSibling("." + directory.getFileName() + ".unfinished");
        PrivateFiles.removeTree(unfinished);
        return Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void write(Path directory, Path certificate, Path key, CertificateIssuer.Issued issued)
            throws IOException {
        PrivateFiles.writeNewReadable(directory.resolve(certificate.getFileName()), Pem.encode(issued.certificate()));
        PrivateFiles.writeNew(directory.resolve(key.getFileName()), Pem.encode(issued.key()));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, GATEWAY)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static X500Name name(DemoParty party) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, party.name())
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, party.uscc())
                .addRDN(BCStyle.CN, party.id())
                .build();
    }
}
