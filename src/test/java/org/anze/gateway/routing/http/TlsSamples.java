package org.anze.gateway.routing.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;

/** TLS contexts of callers with bad intentions. */
final class TlsSamples {

    private TlsSamples() {}

    /** Trusts the door, and insists on a certificate of another authority although the server asks for its own. */
    static SSLContext foreignKeyOwnTrust(PartyDoor door) throws IOException, GeneralSecurityException {
        PkiLayout.PartyKeys keys =
                new PkiLayout(java.nio.file.Path.of("target", "party-door-foreign")).demoKeys("insurer-wu");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("door", Pem.certificate(door.layout().tlsAuthority()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new X509ExtendedKeyManager[] {
                    new Stubborn(Pem.certificate(keys.certificate()), Pem.privateKey(keys.key()))
                },
                trust.getTrustManagers(),
                null);
        return context;
    }

    private static final class Stubborn extends X509ExtendedKeyManager {
        private final X509Certificate certificate;
        private final PrivateKey key;

        Stubborn(X509Certificate certificate, PrivateKey key) {
            this.certificate = certificate;
            this.key = key;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return "own";
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
