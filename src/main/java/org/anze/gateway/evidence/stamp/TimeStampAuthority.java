package org.anze.gateway.evidence.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** Asks one time-stamping authority over HTTP (RFC 3161 §3.4). Safe for several threads. */
public final class TimeStampAuthority {

    private static final int NONCE_BITS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI address;
    private final @Nullable ASN1ObjectIdentifier policy;
    private final StampVerifier verifier;
    private final BoundedPost http;
    private final Duration mostClockDifference;
    private final Clock clock;

    /**
     * @param policy under which it must stamp, in dotted form; null leaves it to the authority
     * @param mostClockDifference how far the time in a token may be from our clock
     */
    public TimeStampAuthority(
            URI address,
            @Nullable String policy,
            StampVerifier verifier,
            BoundedPost http,
            Duration mostClockDifference,
            Clock clock) {
        this.address = address;
        this.policy = policy == null ? null : new ASN1ObjectIdentifier(policy);
        this.verifier = verifier;
        this.http = http;
        this.mostClockDifference = mostClockDifference;
        this.clock = clock;
    }

    /**
     * A stamp over a checkpoint's signed text, with a nonce and the authority's certificates.
     *
     * @throws IOException when the authority does not answer, refuses, or what it answers does not verify
     */
    public Stamp stamp(Checkpoint checkpoint) throws IOException {
        byte[] text = checkpoint.text();
        Suite suite = checkpoint.suite();
        BigInteger nonce = new BigInteger(NONCE_BITS, RANDOM);
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        if (policy != null) {
            generator.setReqPolicy(policy);
        }
        TimeStampRequest request = generator.generate(StampVerifier.digest(suite), suite.hash(text), nonce);
        BoundedPost.Answer answer = http.post(address, "application/timestamp-query", request.getEncoded());
        if (answer.status() != 200 || !"application/timestamp-reply".equalsIgnoreCase(answer.mediaType())) {
            throw new IOException("HTTP " + answer.status() + " " + answer.mediaType());
        }
        Stamp stamp = verifier.verify(token(request, answer.body()), checkpoint);
        Duration difference = Duration.between(clock.instant(), stamp.time()).abs();
        if (difference.compareTo(mostClockDifference) > 0) {
            throw new IOException("its clock and ours differ by " + difference);
        }
        requireNotBefore(checkpoint.time(), stamp.time());
        return stamp;
    }

    /** A token that is older than what it stamps was made for something else, or one clock is wrong. */
    private void requireNotBefore(Instant checkpoint, Instant stamp) throws IOException {
        if (stamp.isBefore(checkpoint.minus(mostClockDifference))) {
            throw new IOException("the stamp is older than the checkpoint: " + stamp);
        }
    }

    private static byte[] token(TimeStampRequest request, byte[] body) throws IOException {
        try {
            TimeStampResponse response = new TimeStampResponse(body);
            // Compares status, nonce, imprint, policy and the kind of signing-certificate attribute with the request.
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException("refused: status " + response.getStatus() + " " + response.getStatusString());
            }
            return token.getEncoded();
        } catch (TSPException e) {
            throw new IOException("the answer does not fit the question: " + e.getMessage(), e);
        } catch (RuntimeException malformed) {
            // Bouncy Castle reports malformed ASN.1 as unchecked exceptions of several kinds.
            throw new IOException("the answer is malformed", malformed);
        }
    }
}
