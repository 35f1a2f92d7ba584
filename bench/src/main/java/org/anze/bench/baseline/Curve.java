package org.anze.bench.baseline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Locale;
import org.anze.bench.tls.TlsFiles;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/**
 * The provider that signs with P-256 fastest on this machine, and the key in its own form.
 *
 * @param provider for signatures alone; TLS stays with the JDK's, as it is for all contenders
 */
record Curve(Provider provider, PrivateKey key, X509Certificate certificate) {

    private static final List<String> CANDIDATES = List.of("jdk", "bc", "conscrypt");
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final long TRIAL_NANOS = 700_000_000L;

    /** Measures the candidates, or takes the named one, and prints what it found. */
    static Curve choose(String name, TlsFiles files) throws IOException, GeneralSecurityException {
        byte[] encoded = files.privateKey().getEncoded();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(files.certificate())));
        Curve best = null;
        double most = 0;
        for (String candidate : CANDIDATES.contains(name) ? List.of(name) : CANDIDATES) {
            Provider provider = provider(candidate);
            PrivateKey key = KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            double speed = perSecond(provider, key);
            System.out.printf(Locale.ROOT, "P-256 %s: %.0f signatures a second%n", candidate, speed);
            if (speed > most) {
                most = speed;
                best = new Curve(provider, key, certificate);
            }
        }
        if (best == null) {
            throw new IOException("no provider signs");
        }
        System.out.println("signing with " + best.provider.getName());
        return best;
    }

    private static Provider provider(String name) {
        return switch (name) {
            case "bc" -> new BouncyCastleProvider();
            case "conscrypt" -> Conscrypt.newProvider();
            default -> Security.getProvider("SunEC");
        };
    }

    /** By the thread's CPU time, so that a busy machine does not choose the wrong one. */
    private static double perSecond(Provider provider, PrivateKey key) throws GeneralSecurityException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        byte[] text = new byte[1_500];
        int count = 0;
        long begun = threads.getCurrentThreadCpuTime();
        long counted = begun + TRIAL_NANOS;
        long until = counted + TRIAL_NANOS;
        long now = begun;
        while (now < until) {
            Signature signature = Signature.getInstance(SIGNATURE, provider);
            signature.initSign(key);
            signature.update(text);
            signature.sign();
            now = threads.getCurrentThreadCpuTime();
            // The first half lets the code be compiled.
            count += now < counted ? 0 : 1;
        }
        return count * 1e9 / (now - counted);
    }
}
