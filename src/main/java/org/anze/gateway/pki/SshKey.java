package org.anze.gateway.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/**
 * A new Ed25519 key pair (RFC 8709) in the files OpenSSH uses.
 *
 * @param privateFile content of the private key file, without passphrase
 * @param publicLine the public key line, as in authorized_keys, with its line end
 */
record SshKey(byte[] privateFile, byte[] publicLine) {

    /** Makes a key pair; the comment ends up in the public line. */
    static SshKey generate(String comment) throws IOException {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(new SecureRandom());
        byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
        String line = "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " " + comment + "\n";
        return new SshKey(
                Pem.encode("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(key)),
                line.getBytes(StandardCharsets.UTF_8));
    }
}
