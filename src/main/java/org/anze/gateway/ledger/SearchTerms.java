package org.anze.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.Lookup;

/**
 * How records are found by a value: policy number and credit code by columns of the entry, everything else by a keyed hash,
 * so that the table of terms tells nobody who holds which certificate or where a service was given.
 *
 * <p>A term is the first 16 bytes of HMAC-SHA-256 over type, field and value, each followed by a zero byte. Safe for several
 * threads.
 */
final class SearchTerms {

    /** Where the answer to a lookup stands. */
    enum Place {
        POLICY_NO,
        USCC,
        TERM
    }

    private static final int LENGTH = 16;

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(SearchTerms::newMac);

    SearchTerms(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    static Place place(RecordType type, String field) {
        if (field.equals(usccField(type))) {
            return Place.USCC;
        }
        return type != RecordType.POLICY && field.equals("policyNo") ? Place.POLICY_NO : Place.TERM;
    }

    /** The field that fills the column of credit codes: of a policy the insured unit, of all else the unit it is about. */
    static String usccField(RecordType type) {
        return type == RecordType.POLICY ? "insured" : "uscc";
    }

    /** The terms to keep with a record that can be looked for by these; none for most types. */
    List<byte[]> of(List<Lookup> lookups) {
        List<byte[]> terms = new ArrayList<>();
        for (Lookup lookup : lookups) {
            if (place(lookup.type(), lookup.field()) == Place.TERM) {
                terms.add(of(lookup));
            }
        }
        return terms;
    }

    byte[] of(Lookup lookup) {
        Mac mac = macs.get();
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 failed", e);
        }
        add(mac, lookup.type().code());
        add(mac, lookup.field());
        add(mac, lookup.value());
        return Arrays.copyOf(mac.doFinal(), LENGTH);
    }

    private static void add(Mac mac, String text) {
        mac.update(text.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
