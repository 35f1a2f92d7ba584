package org.anze.gateway.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.anze.gateway.identity.certificate.Fingerprint;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Judges access tokens. The algorithm and the key are ours to choose, not the token's. Safe for many threads. */
public final class TokenCheck {

    /** {@link VerifiedToken#basis()} of a token obtained with a client certificate. */
    public static final String CERTIFICATE = "certificate";
    /** Claim that holds the basis. */
    public static final String BASIS = "basis";
    /** Claim with the scopes, separated by spaces (RFC 9068 section 2.2.3). */
    public static final String SCOPE = "scope";
    /** Member of {@code cnf} (RFC 8705 section 3.1). */
    public static final String THUMBPRINT = "x5t#S256";

    /** Header {@code typ} of RFC 9068 section 2.1. */
    public static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final int LONGEST = 4096;

    private final String issuer;
    private final String key;
    private final JWSVerifier verifier;

    /** @param issuer stands in {@code iss} and in {@code aud} of every token of this gateway */
    public TokenCheck(String issuer, TokenKey key) {
        this.issuer = issuer;
        this.key = key.jwk().getKeyID();
        try {
            this.verifier = new ECDSAVerifier(key.jwk().toPublicJWK());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 8705 thumbprint of a certificate. */
    public static String thumbprint(X509Certificate certificate) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Fingerprint.sha256Bytes(certificate));
    }

    /**
     * What a token says, when it is sound.
     *
     * @param presented the client certificate of the connection; null for none
     * @throws SenderMustCorrect with a {@link TokenProblem}
     */
    public VerifiedToken verify(String token, @Nullable X509Certificate presented, Instant now) {
        JWTClaimsSet claims = claims(token);
        if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().equals(List.of(issuer))) {
            throw refusal(TokenProblem.OTHER_AUDIENCE);
        }
        if (claims.getExpirationTime() == null
                || !now.isBefore(claims.getExpirationTime().toInstant())) {
            throw refusal(TokenProblem.EXPIRED);
        }
        if (claims.getNotBeforeTime() != null
                && now.isBefore(claims.getNotBeforeTime().toInstant())) {
            throw refusal(TokenProblem.MALFORMED);
        }
        try {
            mustBeBoundTo(claims.getJSONObjectClaim("cnf"), presented);
            String basis = claims.getStringClaim(BASIS);
            String scope = claims.getStringClaim(SCOPE);
            if (claims.getSubject() == null || claims.getJWTID() == null || basis == null || scope == null) {
                throw refusal(TokenProblem.MALFORMED);
            }
            Set<String> scopes = new HashSet<>(Arrays.asList(scope.split(" ")));
            return new VerifiedToken(claims.getSubject(), claims.getJWTID(), scopes, basis);
        } catch (ParseException e) {
            throw refusal(TokenProblem.MALFORMED);
        }
    }

    /**
     * Passes when what the token rests on still holds.
     *
     * @param secretStands whether the secret of a mark is still taken from the party
     * @throws SenderMustCorrect when it does not
     */
    public void mustStand(VerifiedToken token, Party party, Predicate<String> secretStands) {
        boolean stands = token.basis().equals(CERTIFICATE)
                ? party.tokens().byCertificate()
                : party.tokens().bySecret() && secretStands.test(token.basis());
        if (!stands) {
            throw refusal(TokenProblem.WITHDRAWN);
        }
    }

    private JWTClaimsSet claims(String token) {
        if (token.length() > LONGEST) {
            throw refusal(TokenProblem.MALFORMED);
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            JWSHeader header = parsed.getHeader();
            boolean ours = JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    && key.equals(header.getKeyID())
                    && TYPE.equals(header.getType())
                    && header.getCriticalParams() == null
                    && parsed.verify(verifier);
            if (!ours) {
                throw refusal(TokenProblem.MALFORMED);
            }
            return parsed.getJWTClaimsSet();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw refusal(TokenProblem.MALFORMED);
        }
    }

    private static void mustBeBoundTo(@Nullable Map<String, Object> confirmation, @Nullable X509Certificate presented) {
        if (confirmation == null) {
            return;
        }
        if (presented == null
                || !(confirmation.get(THUMBPRINT) instanceof String wanted)
                || !MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.US_ASCII),
                        thumbprint(presented).getBytes(StandardCharsets.US_ASCII))) {
            throw refusal(TokenProblem.BOUND_TO_ANOTHER);
        }
    }

    private static SenderMustCorrect refusal(TokenProblem problem) {
        return new SenderMustCorrect(problem, Location.WHOLE);
    }
}
