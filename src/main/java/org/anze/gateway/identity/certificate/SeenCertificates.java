package org.anze.gateway.identity.certificate;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The certificates parties used since the start, the last four of each. Safe for many threads. */
public final class SeenCertificates {

    private static final int MOST_PARTIES = 2000;
    private static final int MOST_EACH = 4;

    private final Map<String, Map<String, X509Certificate>> byParty = bounded(MOST_PARTIES);

    /** A party proved itself with this certificate. */
    public synchronized void saw(String party, X509Certificate certificate) {
        byParty.computeIfAbsent(party, none -> bounded(MOST_EACH)).put(Fingerprint.sha256(certificate), certificate);
    }

    /** Those of one party. */
    public synchronized List<X509Certificate> of(String party) {
        return new ArrayList<>(byParty.getOrDefault(party, Map.of()).values());
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }
}
