package org.anze.gateway.routing.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTPS door for parties.
 *
 * @param address address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param certificate PEM file with the server certificate and its chain
 * @param privateKey PEM file with its key, PKCS#8, not encrypted
 * @param trust PEM file with the authorities that issue the parties' certificates
 * @param largestSubmission longest body of {@code POST /api/v1/submissions}
 * @param largestLegacyMessage longest body under {@code /soap/legacy}
 * @param largestSignedMessage longest body under {@code /soap/v1}; such a message is held in memory as a tree
 * @param largestRequest longest body of everything else, and of every form, which is held in memory
 * @param bodyGrace how long a body may be waited for before its speed counts
 * @param slowestBody fewest bytes a second once the grace is over; only time spent waiting for the sender counts
 * @param idleTimeout longest silence within a request, and between two requests of a connection
 * @param requestsPerParty requests of one party at a time; more are answered 429
 * @param signedRequests requests under {@code /soap/v1} at a time, all parties together; half of them for all who show no
 *     client certificate, and for any one subject
 * @param threads worker threads of the connector
 * @param connections open connections at a time
 */
@ConfigurationProperties(prefix = "anze.https", ignoreUnknownFields = false)
public record PartyHttps(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("8443") int port,
        @DefaultValue("data/pki/server.crt") Path certificate,
        @DefaultValue("data/pki/server.key") Path privateKey,
        @DefaultValue("data/pki/tls-ca.crt") Path trust,
        @DefaultValue("256MB") DataSize largestSubmission,
        @DefaultValue("32MB") DataSize largestLegacyMessage,
        @DefaultValue("16MB") DataSize largestSignedMessage,
        @DefaultValue("1MB") DataSize largestRequest,
        @DefaultValue("10s") Duration bodyGrace,
        @DefaultValue("8KB") DataSize slowestBody,
        @DefaultValue("20s") Duration idleTimeout,
        @DefaultValue("32") int requestsPerParty,
        @DefaultValue("4") int signedRequests,
        @DefaultValue("64") int threads,
        @DefaultValue("512") int connections) {

    /** A request for a token holds a few words; so much of it is read from those who are nobody yet. */
    private static final long LARGEST_TOKEN_REQUEST = 16 << 10;

    /** The longest body of this path; null for an address that could not be read. */
    long largestBody(@Nullable String path) {
        if (path == null) {
            return largestRequest.toBytes();
        }
        if (path.startsWith("/soap/legacy/")) {
            return largestLegacyMessage.toBytes();
        }
        if (path.startsWith("/soap/")) {
            return largestSignedMessage.toBytes();
        }
        if (path.equals(TokenEndpoint.PATH)) {
            return Math.min(LARGEST_TOKEN_REQUEST, largestRequest.toBytes());
        }
        return (path.equals("/api/v1/submissions") ? largestSubmission : largestRequest).toBytes();
    }
}
