package org.anze.gateway.validation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * By which fields the rules look for records, and what they read of those they find. The ledger keeps search terms for the
 * former and opens the units of the latter; it holds no list of its own.
 */
public final class LookupFields {

    private static final Map<RecordType, List<String>> FIELDS = new EnumMap<>(Map.ofEntries(
            Map.entry(RecordType.POLICY, List.of("insured", InsuredUnits.LISTED)),
            Map.entry(RecordType.ENDORSEMENT, List.of("policyNo")),
            Map.entry(RecordType.ROSTER, List.of("policyNo")),
            Map.entry(RecordType.PLAN, List.of("policyNo")),
            Map.entry(RecordType.SERVICE_RECORD, List.of("policyNo", "uscc", "experts.certNo", "place")),
            Map.entry(RecordType.HAZARD, List.of("uscc")),
            Map.entry(RecordType.FEE_LEDGER, List.of("policyNo", "voucherNo", "prevHash", FeeChain.ENTRY_HASH)),
            Map.entry(RecordType.ACCIDENT_REPORT, List.of("policyNo", "uscc")),
            Map.entry(RecordType.CLAIM, List.of("policyNo")),
            Map.entry(RecordType.BLACKLIST, List.of("uscc")),
            Map.entry(RecordType.ENFORCEMENT, List.of("uscc")),
            Map.entry(RecordType.COMPLAINT, List.of("policyNo")),
            Map.entry(RecordType.ESCALATION, List.of("recordRef"))));

    private static final Map<RecordType, Set<String>> READ = new EnumMap<>(Map.ofEntries(
            read(RecordType.ENTERPRISE, "name", "opStatus", "scale", "gps"),
            read(
                    RecordType.POLICY,
                    "insured",
                    "insuredUnits",
                    "startAt",
                    "endAt",
                    "premium",
                    "received",
                    "perPersonDeath",
                    "perAccident",
                    "aggregate",
                    "insuredCount",
                    "actualCount",
                    "servicePlan",
                    "status"),
            read(
                    RecordType.ENDORSEMENT,
                    "policyNo",
                    "type",
                    "effectiveAt",
                    "cancelReason",
                    "cancelProof",
                    "nextPolicyNo"),
            read(RecordType.ROSTER, "policyNo", "asOf", "mode", "headcount", "limit"),
            read(RecordType.PLAN, "policyNo", "year", "items"),
            read(
                    RecordType.SERVICE_RECORD,
                    "policyNo",
                    "uscc",
                    "item",
                    "startAt",
                    "endAt",
                    "place",
                    "gps",
                    "onSite",
                    "integrated",
                    "experts"),
            read(
                    RecordType.HAZARD,
                    "uscc",
                    "level",
                    "state",
                    "foundAt",
                    "notifiedAt",
                    "noticeReceipt",
                    "deadline",
                    "rectifiedAt",
                    "reportTo"),
            read(
                    RecordType.FEE_LEDGER,
                    "insurer",
                    "entryNo",
                    "policyNo",
                    "bookDate",
                    "type",
                    "subAccount",
                    "amount",
                    "payee",
                    "serviceNo",
                    "voucherNo",
                    "invoiceNo",
                    "base",
                    "prevHash"),
            read(
                    RecordType.ACCIDENT_REPORT,
                    "policyNo",
                    "uscc",
                    "occurredAt",
                    "reportedAt",
                    "type",
                    "dead",
                    "serious",
                    "directLoss",
                    "followUps",
                    "levelFinal"),
            read(RecordType.CLAIM, "policyNo", "occurredAt", "assessed", "paid", "status", "stages"),
            read(RecordType.BLACKLIST, "uscc", "from", "to", "removedAt"),
            read(RecordType.ENFORCEMENT, "uscc", "stage", "type"),
            read(
                    RecordType.COMPLAINT,
                    "policyNo",
                    "receivedAt",
                    "answeredAt",
                    "needVerify",
                    "extended",
                    "extReason",
                    "approver"),
            read(RecordType.ESCALATION, "recordRef", "trigger", "level", "sentTo", "ackAt", "resolvedAt"),
            read(RecordType.AGENCY, "agencyId", "name", "quals")));

    private LookupFields() {}

    /**
     * The fields by which records of a type can be looked for; {@code list.part} means that part of every entry of a list.
     */
    public static List<String> of(RecordType type) {
        return FIELDS.getOrDefault(type, List.of());
    }

    /** The canonical fields that the rules read of a known record of a type. */
    public static Set<String> read(RecordType type) {
        return READ.getOrDefault(type, Set.of());
    }

    /**
     * Everything by which one record can be looked for, each value once: what the ledger keeps a search term for.
     *
     * @param values canonical field → value
     */
    public static List<Lookup> terms(RecordType type, Function<String, @Nullable Object> values) {
        List<String> fields = of(type);
        List<Lookup> terms = new ArrayList<>(fields.size());
        for (String field : fields) {
            int dot = field.indexOf('.');
            if (field.equals(FeeChain.ENTRY_HASH)) {
                add(terms, type, field, FeeChain.hash(values));
            } else if (dot < 0) {
                add(terms, type, field, values.apply(field));
            } else if (values.apply(field.substring(0, dot)) instanceof List<?> entries) {
                Set<Object> parts = new LinkedHashSet<>();
                for (Object entry : entries) {
                    if (entry instanceof Map<?, ?> map && map.get(field.substring(dot + 1)) != null) {
                        parts.add(map.get(field.substring(dot + 1)));
                    }
                }
                parts.forEach(part -> add(terms, type, field, part));
            }
        }
        return terms;
    }

    private static void add(List<Lookup> terms, RecordType type, String field, @Nullable Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            terms.add(new Lookup(type, field, text));
        }
    }

    private static Map.Entry<RecordType, Set<String>> read(RecordType type, String... fields) {
        return Map.entry(type, Set.of(fields));
    }
}
