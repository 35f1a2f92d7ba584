package org.anze.gateway.seal.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.DerTime;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/** A certificate of a time-stamp authority as far as §12 asks. Immutable. */
final class StampCertificate {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/=]{1,64}\n)-----END CERTIFICATE-----\n");
    private static final Map<String, DigestName> DIGESTS = Map.of(
            "1.2.156.10197.1.501", DigestName.SM3,
            "1.2.840.10045.4.3.2", DigestName.SHA256,
            "1.2.840.10045.4.3.3", DigestName.SHA384,
            "1.2.840.10045.4.3.4", DigestName.SHA512,
            "1.2.840.113549.1.1.11", DigestName.SHA256,
            "1.2.840.113549.1.1.12", DigestName.SHA384,
            "1.2.840.113549.1.1.13", DigestName.SHA512);
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final Set<String> UNDERSTOOD = Set.of(BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE);
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final int SIGNS = 0x80 | 0x40;
    private static final int SIGNS_CERTIFICATES = 0x04;

    private final byte[] der;
    private final Der content;
    private final String algorithm;
    private final boolean algorithmsEqual;
    private final byte[] signature;
    private final byte[] issuer;
    private final byte[] subject;
    private final Instant from;
    private final Instant to;
    private final StampKey key;
    private final Map<String, Extension> extensions;
    private final boolean authority;
    private final @Nullable Integer usage;
    private final List<String> purposes;

    private record Extension(boolean critical, byte[] value) {}

    private StampCertificate(byte[] der) throws Der.Malformed {
        Der root = Der.of(der).require(Der.SEQUENCE, 3);
        this.der = der;
        this.content = root.part(0).require(Der.SEQUENCE);
        Der outer = root.part(1).require(Der.SEQUENCE);
        Der bits = root.part(2).require(Der.BIT_STRING);
        Der version = content.part(0).require(Der.CONTEXT, 1).part(0).require(Der.INTEGER);
        content.part(1).require(Der.INTEGER);
        for (int i = 2; i < 7; i++) {
            content.part(i).require(Der.SEQUENCE);
        }
        String oid = outer.part(0).oid();
        StampKey certified = StampKey.of(content.part(6)).orElse(null);
        if (!Arrays.equals(version.body(), new byte[] {2}) || bits.body()[0] != 0 || certified == null) {
            throw new Der.Malformed();
        }
        this.algorithm = oid == null ? "" : oid;
        this.algorithmsEqual = Arrays.equals(outer.whole(), content.part(2).whole());
        this.signature = Arrays.copyOfRange(bits.body(), 1, bits.body().length);
        this.issuer = name(content.part(3)).whole();
        this.subject = name(content.part(5)).whole();
        Der validity = content.part(4).require(Der.SEQUENCE, 2);
        this.from = time(validity.part(0));
        this.to = time(validity.part(1));
        this.key = certified;
        this.extensions = extensions(extensionList());
        Extension basic = extensions.get(BASIC_CONSTRAINTS);
        this.authority = basic != null && isAuthority(Der.of(basic.value()));
        Extension use = extensions.get(KEY_USAGE);
        this.usage = use == null ? null : usage(Der.of(use.value()));
        Extension extended = extensions.get(EXTENDED_KEY_USAGE);
        this.purposes = extended == null ? List.of() : purposes(Der.of(extended.value()));
    }

    /** The certificate in the one layout of §8; null for anything else. */
    static @Nullable StampCertificate ofPem(String pem) {
        Matcher block = PEM.matcher(pem);
        try {
            return block.matches()
                    ? new StampCertificate(Base64Text.decode(block.group(1).replace("\n", ""), "certificate"))
                    : null;
        } catch (FlawException | Der.Malformed malformed) {
            return null;
        }
    }

    private Der extensionList() throws Der.Malformed {
        int at = 7;
        for (int unique = 0x81; unique <= 0x82; unique++) {
            at += content.part(at).is(unique) ? 1 : 0;
        }
        if (at != content.parts().size() - 1) {
            throw new Der.Malformed();
        }
        return content.part(at).require(Der.CONTEXT + 3, 1).part(0).require(Der.SEQUENCE);
    }

    private static Der name(Der name) throws Der.Malformed {
        for (Der set : name.parts()) {
            if (set.require(Der.SET).parts().isEmpty()) {
                throw new Der.Malformed();
            }
            for (Der pair : set.parts()) {
                pair.require(Der.SEQUENCE, 2).part(0).require(Der.OBJECT_IDENTIFIER);
            }
        }
        return name;
    }

    private static Instant time(Der time) throws Der.Malformed {
        return DerTime.instant(time.tag(), new String(time.body(), StandardCharsets.ISO_8859_1))
                .orElseThrow(Der.Malformed::new);
    }

    private static Map<String, Extension> extensions(Der list) throws Der.Malformed {
        Map<String, Extension> all = new HashMap<>();
        for (Der extension : list.parts()) {
            int count = extension.require(Der.SEQUENCE).parts().size();
            String oid = extension.part(0).oid();
            boolean critical = count == 3;
            boolean sound = (count == 2
                            || critical
                                    && extension.part(1).require(Der.BOOLEAN).body()[0] != 0)
                    && oid != null
                    && all.put(
                                    oid,
                                    new Extension(
                                            critical,
                                            extension
                                                    .part(count - 1)
                                                    .require(Der.OCTET_STRING)
                                                    .body()))
                            == null;
            if (!sound) {
                throw new Der.Malformed();
            }
        }
        return all;
    }

    private static boolean isAuthority(Der constraints) throws Der.Malformed {
        List<Der> parts = constraints.require(Der.SEQUENCE).parts();
        boolean flag = !parts.isEmpty() && parts.get(0).is(Der.BOOLEAN);
        int length = flag ? 1 : 0;
        boolean sound = parts.size() <= length + 1
                && (!flag || parts.get(0).body()[0] != 0)
                && (parts.size() == length || parts.get(length).is(Der.INTEGER));
        if (!sound) {
            throw new Der.Malformed();
        }
        return flag;
    }

    private static int usage(Der bits) throws Der.Malformed {
        byte[] body = bits.require(Der.BIT_STRING).body();
        if (body.length < 2 || body[0] < 0 || body[0] > 7) {
            throw new Der.Malformed();
        }
        return body[1] & 0xff;
    }

    private static List<String> purposes(Der list) throws Der.Malformed {
        if (list.require(Der.SEQUENCE).parts().isEmpty()) {
            throw new Der.Malformed();
        }
        for (Der purpose : list.parts()) {
            purpose.require(Der.OBJECT_IDENTIFIER);
        }
        return list.parts().stream()
                .map(purpose -> String.valueOf(purpose.oid()))
                .toList();
    }

    byte[] der() {
        return der;
    }

    byte[] subject() {
        return subject;
    }

    byte[] issuer() {
        return issuer;
    }

    StampKey key() {
        return key;
    }

    boolean validAt(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }

    /** Critical extensions are all among those that §12 judges. */
    boolean understood() {
        return extensions.entrySet().stream()
                .allMatch(extension -> !extension.getValue().critical() || UNDERSTOOD.contains(extension.getKey()));
    }

    boolean mayStamp() {
        Extension extended = extensions.get(EXTENDED_KEY_USAGE);
        return !authority
                && extended != null
                && extended.critical()
                && purposes.equals(List.of(TIME_STAMPING))
                && (usage == null || (usage & SIGNS) != 0);
    }

    boolean issuedBy(StampCertificate by) {
        return by.authority
                && (by.usage == null || (by.usage & SIGNS_CERTIFICATES) != 0)
                && Arrays.equals(by.subject, issuer)
                && algorithmsEqual
                && DIGESTS.containsKey(algorithm)
                && by.key.verify(algorithm, DIGESTS.get(algorithm), content.whole(), signature);
    }
}
