package org.anze.gateway.pki;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where keys and certificates are below a data directory. Whether they were made by {@link DemoAuthority} or put there
 * by an operator makes no difference to those who read them.
 *
 * @param data the gateway's data directory
 */
public record PkiLayout(Path data) {

    private static final Pattern PARTY = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** The gateway's own keys: 0700. */
    public Path directory() {
        return data.resolve("pki");
    }

    /** Certificate of the authority that signs TLS certificates of gateway and parties. */
    public Path tlsAuthority() {
        return directory().resolve("tls-ca.crt");
    }

    /** Private key of that authority; only the demo has it. */
    public Path tlsAuthorityKey() {
        return directory().resolve("tls-ca.key");
    }

    /** The gateway's TLS certificate, as a server and as a client that delivers. */
    public Path server() {
        return directory().resolve("server.crt");
    }

    /** Private key of {@link #server()}, PKCS#8. */
    public Path serverKey() {
        return directory().resolve("server.key");
    }

    /** Certificate of the authority that signs sealing certificates (SM2). */
    public Path sealAuthority() {
        return directory().resolve("seal-ca.crt");
    }

    /** Private key of that authority; only the demo has it. */
    public Path sealAuthorityKey() {
        return directory().resolve("seal-ca.key");
    }

    /** The gateway's sealing certificate (SM2). */
    public Path seal() {
        return directory().resolve("seal.crt");
    }

    /** Private key of {@link #seal()}, PKCS#8. */
    public Path sealKey() {
        return directory().resolve("seal.key");
    }

    /** The SFTP server's host key (Ed25519, OpenSSH form); its public half has the suffix {@code .pub}. */
    public Path sshHostKey() {
        return directory().resolve("ssh_host_key");
    }

    /** Folder that holds one folder of private things per demo party: 0700. */
    public Path demoKeys() {
        return data.resolve("demo").resolve("keys");
    }

    /** Private things of a demo party: client.crt, client.key, id_key, id_key.pub, secret. */
    public PartyKeys demoKeys(String party) {
        return new PartyKeys(demoKeys().resolve(checked(party)));
    }

    /** Folder that holds one folder per party of what the gateway needs to recognise it. */
    public Path credentials() {
        return data.resolve("credentials");
    }

    /** What the gateway needs to recognise a party: client.crt, authorized_keys, secret.hash. */
    public PartyCredentials credentials(String party) {
        return new PartyCredentials(credentials().resolve(checked(party)));
    }

    /** Whether a name from outside can be a party id, and so a folder name. */
    public static boolean isPartyId(String name) {
        return PARTY.matcher(name).matches();
    }

    private static String checked(String party) {
        if (!isPartyId(party)) {
            throw new IllegalArgumentException("not a party id");
        }
        return party;
    }

    /** The private folder of one demo party. */
    public record PartyKeys(Path directory) {

        /** TLS client certificate. */
        public Path certificate() {
            return directory.resolve("client.crt");
        }

        /** Private key of the certificate, PKCS#8. */
        public Path key() {
            return directory.resolve("client.key");
        }

        /** SSH private key, for {@code sftp -i}. */
        public Path sshKey() {
            return directory.resolve("id_key");
        }

        /** SSH public key line. */
        public Path sshPublicKey() {
            return directory.resolve("id_key.pub");
        }

        /** The shared secret for queues and Basic authentication, one line. */
        public Path secret() {
            return directory.resolve("secret");
        }
    }

    /** The folder by which the gateway knows one party. */
    public record PartyCredentials(Path directory) {

        /** The certificate it presents over TLS. */
        public Path certificate() {
            return directory.resolve("client.crt");
        }

        /** Its SSH public keys, one a line, OpenSSH form. */
        public Path authorizedKeys() {
            return directory.resolve("authorized_keys");
        }

        /** Salted hash of its secret. */
        public Path secretHash() {
            return directory.resolve("secret.hash");
        }
    }
}
