package org.anze.bench.baseline;

import java.security.Provider;
import java.security.Security;

/**
 * Puts ECDSA of another provider before the JDK's, and nothing else of it: libraries that do not let a provider be named then sign
 * with the fastest, and TLS stays as it is for all contenders.
 */
final class SignatureProvider extends Provider {

    private static final long serialVersionUID = 1L;
    private static final String SIGNATURE = "SHA256withECDSA";

    private SignatureProvider(Provider fastest) {
        super("FastestP256", "1", "SHA256withECDSA of " + fastest.getName());
        Service service = fastest.getService("Signature", SIGNATURE);
        put("Signature." + SIGNATURE, service.getClassName());
    }

    static void install(Provider fastest) {
        Security.insertProviderAt(new SignatureProvider(fastest), 1);
    }
}
