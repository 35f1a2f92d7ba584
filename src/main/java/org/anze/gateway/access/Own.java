package org.anze.gateway.access;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * "Own" in DOMAIN.md B2: whose record it is, as the record itself tells. What a party sent is its own in every sense. A name
 * is never taken for an identity, only the party's id and its credit code.
 */
public enum Own {
    /** The insurer whose business it is; of complaints, measures and escalations, those about it or to it. */
    INSURER(
            "保险机构",
            Map.of(
                    RecordType.COMPLAINT, Told.by("against"),
                    RecordType.ACTION, Told.by("party"),
                    RecordType.ESCALATION, Told.by("sentTo"))),
    /** The insured unit or the applicant. */
    ENTERPRISE(
            "生产经营单位",
            Map.ofEntries(
                    entry(RecordType.ENTERPRISE, Told.by("uscc")),
                    entry(RecordType.MUST_INSURE, Told.by("uscc")),
                    entry(RecordType.POLICY, Told.by("insured", "applicant")),
                    entry(RecordType.ENDORSEMENT, Told.byPolicy("insured", "applicant")),
                    entry(RecordType.ROSTER, Told.byPolicy("insured", "applicant")),
                    entry(RecordType.PLAN, Told.byPolicy("insured", "applicant")),
                    entry(RecordType.SERVICE_RECORD, Told.by("uscc")),
                    entry(RecordType.HAZARD, Told.by("uscc")),
                    entry(RecordType.FEE_LEDGER, Told.byPolicy("insured", "applicant")),
                    entry(RecordType.ACCIDENT_REPORT, Told.by("uscc")),
                    entry(RecordType.CLAIM, new Told(List.of("uscc"), List.of("insured", "applicant"))),
                    entry(RecordType.ENFORCEMENT, Told.by("uscc")),
                    entry(RecordType.COMPLAINT, Told.byPolicy("insured", "applicant")),
                    entry(RecordType.RISK_RATE, Told.by("uscc")),
                    entry(RecordType.EVALUATION, Told.by("object")),
                    entry(RecordType.BLACKLIST, Told.by("uscc")),
                    entry(RecordType.ACTION, Told.by("party")),
                    entry(RecordType.ESCALATION, Told.by("sentTo")))),
    /** The agency that serves, is paid, measured or registered. */
    AGENCY(
            "服务机构",
            Map.of(
                    RecordType.PLAN, Told.by("items.agency"),
                    RecordType.SERVICE_RECORD, Told.by("agency"),
                    RecordType.FEE_LEDGER, Told.by("payee"),
                    RecordType.COMPLAINT, Told.by("against"),
                    RecordType.EVALUATION, Told.by("object"),
                    RecordType.ACTION, Told.by("party"),
                    RecordType.ESCALATION, Told.by("sentTo"),
                    RecordType.AGENCY, Told.by("agencyId"))),
    /** The broker of the policy. */
    BROKER(
            "经纪机构",
            Map.of(
                    RecordType.POLICY, Told.by("broker"),
                    RecordType.ENDORSEMENT, Told.byPolicy("broker"),
                    RecordType.COMPLAINT, Told.by("against"),
                    RecordType.EVALUATION, Told.by("object"),
                    RecordType.ACTION, Told.by("party"),
                    RecordType.ESCALATION, Told.by("sentTo"))),
    /** Whoever sent the record. Only for queries: nobody is sent what it sent itself. */
    SENDER("报送方", Map.of());

    private final String zh;
    private final Map<RecordType, Told> told;

    Own(String zh, Map<RecordType, Told> told) {
        this.zh = zh;
        this.told = told;
    }

    /**
     * Which fields say it.
     *
     * @param fields of the record; {@code list.part} for a part of the objects of a list
     * @param ofPolicy of the policy that the record names
     */
    private record Told(List<String> fields, List<String> ofPolicy) {

        static Told by(String... fields) {
            return new Told(List.of(fields), List.of());
        }

        static Told byPolicy(String... fields) {
            return new Told(List.of(), List.of(fields));
        }
    }

    /** Chinese word. */
    public String zh() {
        return zh;
    }

    /** Whether records of a type tell whose they are in this sense. */
    public boolean isTold(RecordType type) {
        return this == INSURER || this == SENDER || told.containsKey(type);
    }

    /** Whether the scope alone does not tell it. */
    boolean isToldByFields(RecordType type) {
        return told.containsKey(type);
    }

    /** Whether a record is the party's own. What cannot be told is not. */
    boolean covers(Party party, RecordType type, Facts facts) {
        if (party.id().equals(facts.provider())) {
            return true;
        }
        Told how = told.get(type);
        if (how == null) {
            return this == INSURER && party.id().equals(facts.scope().insurer());
        }
        Set<String> identities = Set.of(party.id(), party.uscc());
        return how.fields().stream().anyMatch(field -> names(value(facts, field), part(field), identities))
                || how.ofPolicy().stream().anyMatch(field -> names(facts.policyValue(field), null, identities));
    }

    private static @Nullable Object value(Facts facts, String field) {
        int dot = field.indexOf('.');
        return facts.value(dot < 0 ? field : field.substring(0, dot));
    }

    private static @Nullable String part(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? null : field.substring(dot + 1);
    }

    private static boolean names(@Nullable Object value, @Nullable String part, Set<String> identities) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(each -> names(each, part, identities));
        }
        if (value instanceof Map<?, ?> object) {
            return part != null && names(object.get(part), null, identities);
        }
        return value instanceof String text && identities.contains(text);
    }
}
