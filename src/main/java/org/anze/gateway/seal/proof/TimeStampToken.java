package org.anze.gateway.seal.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.DerTime;
import org.jspecify.annotations.Nullable;

/** The rules of §12 on a TimeStampToken (RFC 3161, RFC 5652). */
final class TimeStampToken {

    private static final Set<String> SIGNED_DATA = Set.of("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2");
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47";
    private static final Pattern TIME = Pattern.compile("([0-9]{14})(?:\\.([0-9]{0,8}[1-9]))?Z");

    /** Clocks differ; but what was stamped long before it was made was made later than it says. */
    private static final Duration MOST_CLOCK_DIFFERENCE = Duration.ofMinutes(10);

    private TimeStampToken() {}

    /** When the checkpoint was stamped; empty when the token is not right. */
    static Optional<Instant> time(byte[] token, Checkpoint checkpoint, StampCertificate signer) {
        try {
            Der root = Der.of(token).require(Der.SEQUENCE, 2);
            if (!SIGNED_DATA.contains(String.valueOf(root.part(0).oid()))) {
                return Optional.empty();
            }
            Der data = root.part(1).require(Der.CONTEXT, 1).part(0).require(Der.SEQUENCE);
            data.part(0).require(Der.INTEGER);
            data.part(1).require(Der.SET);
            Der content = data.part(2).require(Der.SEQUENCE, 2);
            int at = 3;
            for (int optional = Der.CONTEXT; optional <= Der.CONTEXT + 1; optional++) {
                at += data.part(at).is(optional) ? 1 : 0;
            }
            if (at != data.parts().size() - 1 || !content.part(0).isOid(TST_INFO)) {
                return Optional.empty();
            }
            Der signers = data.part(at).require(Der.SET, 1);
            byte[] octets = content.part(1)
                    .require(Der.CONTEXT, 1)
                    .part(0)
                    .require(Der.OCTET_STRING)
                    .body();
            Instant time = stamped(Der.of(octets).require(Der.SEQUENCE), checkpoint);
            boolean possible = !time.isBefore(checkpoint.time().minus(MOST_CLOCK_DIFFERENCE));
            return possible && signed(signers.part(0), octets, signer) ? Optional.of(time) : Optional.empty();
        } catch (Der.Malformed malformed) {
            return Optional.empty();
        }
    }

    private static Instant stamped(Der info, Checkpoint checkpoint) throws Der.Malformed {
        DigestName digest = DigestName.of(checkpoint.suite());
        Der version = info.part(0).require(Der.INTEGER);
        info.part(1).require(Der.OBJECT_IDENTIFIER);
        Der imprint = info.part(2).require(Der.SEQUENCE, 2);
        Der algorithm = imprint.part(0).require(Der.SEQUENCE);
        info.part(3).require(Der.INTEGER);
        boolean bare = algorithm.parts().size() == 1
                || algorithm.parts().size() == 2
                        && algorithm.part(1).require(Der.NULL).body().length == 0;
        boolean ours = Arrays.equals(version.body(), new byte[] {1})
                && algorithm.part(0).isOid(digest.oid())
                && bare
                && Arrays.equals(imprint.part(1).require(Der.OCTET_STRING).body(), digest.hash(checkpoint.text()));
        Matcher time = TIME.matcher(
                new String(info.part(4).require(DerTime.GENERALIZED_TIME).body(), StandardCharsets.ISO_8859_1));
        if (!ours || !time.matches()) {
            throw new Der.Malformed();
        }
        String fraction = time.group(2) == null ? "0" : time.group(2);
        return DerTime.instant(DerTime.GENERALIZED_TIME, time.group(1) + "Z")
                .orElseThrow(Der.Malformed::new)
                .plusNanos(Long.parseLong((fraction + "00000000").substring(0, 9)));
    }

    private static boolean signed(Der info, byte[] octets, StampCertificate signer) throws Der.Malformed {
        int count = info.require(Der.SEQUENCE).parts().size();
        info.part(0).require(Der.INTEGER);
        Optional<DigestName> digest =
                DigestName.byOid(info.part(2).require(Der.SEQUENCE).part(0).oid());
        Der attributes = info.part(3).require(Der.CONTEXT);
        String algorithm = info.part(4).require(Der.SEQUENCE).part(0).oid();
        byte[] signature = info.part(5).require(Der.OCTET_STRING).body();
        boolean shaped = count == 6 || count == 7 && info.part(6).is(Der.CONTEXT + 1);
        if (!shaped || digest.isEmpty() || algorithm == null) {
            return false;
        }
        byte[] signed = attributes.whole().clone();
        signed[0] = Der.SET;
        return attributesHold(attributes, digest.get(), octets, signer)
                && signer.key().verify(algorithm, digest.get(), signed, signature);
    }

    private static boolean attributesHold(Der list, DigestName digest, byte[] octets, StampCertificate signer)
            throws Der.Malformed {
        Map<String, List<Der>> attributes = new HashMap<>();
        for (Der attribute : list.parts()) {
            String type = attribute
                    .require(Der.SEQUENCE, 2)
                    .part(0)
                    .require(Der.OBJECT_IDENTIFIER)
                    .oid();
            List<Der> values = attribute.part(1).require(Der.SET).parts();
            if (type == null || attributes.put(type, values) != null) {
                return false;
            }
        }
        Der type = one(attributes, CONTENT_TYPE);
        Der hash = one(attributes, MESSAGE_DIGEST);
        Der certificate = one(attributes, SIGNING_CERTIFICATE);
        return type != null
                && type.isOid(TST_INFO)
                && hash != null
                && Arrays.equals(hash.require(Der.OCTET_STRING).body(), digest.hash(octets))
                && certificate != null
                && names(certificate, signer);
    }

    private static @Nullable Der one(Map<String, List<Der>> attributes, String type) {
        List<Der> values = attributes.getOrDefault(type, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }

    /** RFC 5035: the first ESSCertIDv2 is the signer's certificate. */
    private static boolean names(Der value, StampCertificate signer) throws Der.Malformed {
        Der first = value.require(Der.SEQUENCE)
                .part(0)
                .require(Der.SEQUENCE)
                .part(0)
                .require(Der.SEQUENCE);
        boolean plain = first.part(0).is(Der.OCTET_STRING);
        Optional<DigestName> digest = plain
                ? Optional.of(DigestName.SHA256)
                : DigestName.byOid(first.part(0).require(Der.SEQUENCE).part(0).oid());
        Der hash = first.part(plain ? 0 : 1).require(Der.OCTET_STRING);
        return digest.isPresent() && Arrays.equals(hash.body(), digest.get().hash(signer.der()));
    }
}
