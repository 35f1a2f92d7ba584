package org.anze.gateway.validation;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which an entry of the fee ledger names the one before it, after docs/spec/fee-ledger-chain.md: SM3 over the
 * canonical JSON of the fields that never change, so that an insurer can compute it in any language.
 */
public final class FeeChain {

    /** What the first entry of an insurer has as {@code prevHash}. */
    public static final String START = "0".repeat(64);

    /** The search term under which the ledger keeps the hash of an entry, beside the entry's own fields. */
    static final String ENTRY_HASH = "entryHash";

    /** The part of the record that is hashed; {@code toldInsuredAt} comes later and is left out. */
    static final List<String> FIELDS = List.of(
            "amount",
            "base",
            "bookDate",
            "entryNo",
            "insurer",
            "invoiceNo",
            "payee",
            "policyNo",
            "prevHash",
            "serviceNo",
            "subAccount",
            "type",
            "voucherNo");

    private static final byte[] CONTEXT = "anze-fee-entry/1\n".getBytes(StandardCharsets.UTF_8);

    private FeeChain() {}

    /** The hash of an entry, 64 hexadecimal digits in lower case. Fields without value are left out of what is hashed. */
    public static String hash(Function<String, @Nullable Object> values) {
        Map<String, Object> content = new TreeMap<>();
        for (String field : FIELDS) {
            Object value = values.apply(field);
            if (value != null) {
                content.put(field, value);
            }
        }
        return HexFormat.of().formatHex(Suite.SM.hash(CONTEXT, CanonicalJson.write(content)));
    }
}
