package org.anze.gateway.validation;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Which field of which type makes the rules want what: one line per question, read by {@link Validator#wanted}. */
final class WantedRecords {

    private static final Map<RecordType, List<Want>> WANTS = new EnumMap<>(Map.ofEntries(
            wants(
                    RecordType.POLICY,
                    key("prevPolicyNo", RecordType.POLICY),
                    key("insured", RecordType.ENTERPRISE),
                    key("servicePlan", RecordType.PLAN),
                    key("applicant", RecordType.ENTERPRISE),
                    same("insured", RecordType.POLICY, "insured"),
                    same("insured", RecordType.POLICY, InsuredUnits.LISTED)),
            wants(RecordType.ENTERPRISE, key("uscc", RecordType.ENTERPRISE)),
            wants(RecordType.ENDORSEMENT, key("policyNo", RecordType.POLICY), key("nextPolicyNo", RecordType.POLICY)),
            wants(
                    RecordType.ROSTER,
                    key("policyNo", RecordType.POLICY),
                    same("policyNo", RecordType.ROSTER, "policyNo")),
            wants(RecordType.PLAN, key("policyNo", RecordType.POLICY)),
            wants(
                    RecordType.SERVICE_RECORD,
                    key("policyNo", RecordType.POLICY),
                    key("uscc", RecordType.ENTERPRISE),
                    key("agency", RecordType.AGENCY),
                    same("policyNo", RecordType.ENDORSEMENT, "policyNo"),
                    same("policyNo", RecordType.PLAN, "policyNo"),
                    same("agency", RecordType.BLACKLIST, "uscc"),
                    same("experts.certNo", RecordType.SERVICE_RECORD, "experts.certNo"),
                    same("place", RecordType.SERVICE_RECORD, "place")),
            wants(RecordType.HAZARD, key("serviceNo", RecordType.SERVICE_RECORD), itself()),
            wants(
                    RecordType.FEE_LEDGER,
                    itself(),
                    key("policyNo", RecordType.POLICY),
                    key("serviceNo", RecordType.SERVICE_RECORD),
                    key("payee", RecordType.AGENCY),
                    same("policyNo", RecordType.FEE_LEDGER, "policyNo"),
                    same("voucherNo", RecordType.FEE_LEDGER, "voucherNo"),
                    same("prevHash", RecordType.FEE_LEDGER, "prevHash"),
                    same("prevHash", RecordType.FEE_LEDGER, FeeChain.ENTRY_HASH)),
            wants(RecordType.ACCIDENT_REPORT, key("policyNo", RecordType.POLICY)),
            wants(
                    RecordType.CLAIM,
                    key("policyNo", RecordType.POLICY),
                    key("uscc", RecordType.ENTERPRISE),
                    key("accidentNo", RecordType.ACCIDENT_REPORT),
                    same("policyNo", RecordType.ENDORSEMENT, "policyNo"),
                    same("policyNo", RecordType.CLAIM, "policyNo")),
            wants(RecordType.COMPLAINT, key("policyNo", RecordType.POLICY)),
            wants(RecordType.RISK_RATE, key("appliesTo", RecordType.POLICY)),
            wants(RecordType.ESCALATION, named("recordRef"))));

    private WantedRecords() {}

    static Wanted of(List<CanonicalRecord> records) {
        Set<Reference> references = new LinkedHashSet<>();
        Set<Lookup> lookups = new LinkedHashSet<>();
        for (int i = 0; i < records.size(); i++) {
            CanonicalRecord record = records.get(i);
            List<Want> wants = WANTS.getOrDefault(record.type(), List.of());
            for (int j = 0; j < wants.size(); j++) {
                wants.get(j).add(record, references, lookups);
            }
        }
        return new Wanted(references, lookups);
    }

    private static Map.Entry<RecordType, List<Want>> wants(RecordType type, Want... wants) {
        return Map.entry(type, List.of(wants));
    }

    /** The earlier versions of the record itself. */
    private static Want itself() {
        return new Want("", null, null, null);
    }

    /** The record of a type whose business key stands in a field. */
    private static Want key(String field, RecordType type) {
        return new Want(field, null, type, null);
    }

    /** The record whose type and business key stand in a field, such as {@code hazard/H-1}. */
    private static Want named(String field) {
        return new Want(field, null, null, null);
    }

    /** All records of a type that have the value of a field. */
    private static Want same(String field, RecordType type, String other) {
        int dot = field.indexOf('.');
        return dot < 0
                ? new Want(field, null, type, other)
                : new Want(field.substring(0, dot), field.substring(dot + 1), type, other);
    }

    /**
     * One question.
     *
     * @param part of the entries of a list; null when the field itself is meant
     * @param type of the records that are asked for; null for the record itself, or for the one that the field names with its
     *     type
     * @param other field that has the value in those records; null for their business key
     */
    private record Want(
            String field,
            @Nullable String part,
            @Nullable RecordType type,
            @Nullable String other) {

        void add(CanonicalRecord record, Set<Reference> references, Set<Lookup> lookups) {
            if (type == null) {
                Reference reference = field.isEmpty()
                        ? new Reference(record.type(), record.businessKey())
                        : Reference.parse(record.text(field));
                if (reference != null) {
                    references.add(reference);
                }
                return;
            }
            Object value = record.value(field);
            if (part == null) {
                add(value, references, lookups);
            } else if (value instanceof List<?> entries) {
                for (Object entry : entries) {
                    if (entry instanceof Map<?, ?> map) {
                        add(map.get(part), references, lookups);
                    }
                }
            }
        }

        private void add(@Nullable Object value, Set<Reference> references, Set<Lookup> lookups) {
            if (!(value instanceof String text) || text.isEmpty()) {
                return;
            }
            if (other == null) {
                references.add(new Reference(type, text));
            } else {
                lookups.add(new Lookup(type, other, text));
            }
        }
    }
}
