package org.anze.gateway.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/**
 * What no agreement can open, neither given nor masked: the "Never" line below DOMAIN.md B2 carried through all record
 * types, and class L5 of B4.
 */
final class DisclosureLimits {

    private static final int COMMERCIAL_SECRET = 3;
    private static final int PERSONAL = 4;
    private static final int SENSITIVE_PERSONAL = 5;

    /** B2 gives these at most aggregates, their own data or a single case: none of it is a feed of records. */
    private static final Set<PartyType> WITHOUT_RECORDS =
            EnumSet.of(PartyType.OPS, PartyType.AUD, PartyType.PUB, PartyType.ENT, PartyType.HRS);

    /** How much of a record type is closed. */
    private enum Closed {
        /** The whole record; its key alone tells that it exists. */
        RECORD,
        /** Units with an amount or a share that is a commercial secret. */
        MONEY,
        /** Units with anything about a person. */
        PERSONS
    }

    /**
     * Another insurer's policies with what changes them and whom they cover, fee entries and claims; of the other types the
     * amounts that come from these: budgets, costs of services, loss ratios and rates, fees by enterprise.
     */
    private static final Map<RecordType, Closed> OF_OTHER_INSURERS = Map.of(
            RecordType.POLICY, Closed.RECORD,
            RecordType.ENDORSEMENT, Closed.RECORD,
            RecordType.ROSTER, Closed.RECORD,
            RecordType.FEE_LEDGER, Closed.RECORD,
            RecordType.CLAIM, Closed.RECORD,
            RecordType.PLAN, Closed.MONEY,
            RecordType.SERVICE_RECORD, Closed.MONEY,
            RecordType.RISK_RATE, Closed.MONEY,
            RecordType.ANNUAL_STAT, Closed.MONEY);

    /**
     * Premium, claim and roster. Its own lines of the fee ledger B2 would allow, but no agreement can tell them from the
     * lines of its competitors. The price of its own services is its own.
     */
    private static final Map<RecordType, Closed> OF_AGENCIES = Map.of(
            RecordType.CLAIM, Closed.RECORD,
            RecordType.ROSTER, Closed.RECORD,
            RecordType.FEE_LEDGER, Closed.RECORD,
            RecordType.POLICY, Closed.MONEY,
            RecordType.ENDORSEMENT, Closed.MONEY,
            RecordType.PLAN, Closed.MONEY,
            RecordType.RISK_RATE, Closed.MONEY,
            RecordType.ANNUAL_STAT, Closed.MONEY);

    /** JL-03: the financial regulator has no use for who is on a roster. */
    private static final Map<RecordType, Closed> OF_FINANCIAL_REGULATORS = Map.of(RecordType.ROSTER, Closed.PERSONS);

    private static final Map<PartyType, Map<RecordType, Closed>> CLOSED = Map.of(
            PartyType.INS, OF_OTHER_INSURERS,
            PartyType.AGY, OF_AGENCIES,
            PartyType.NFR, OF_FINANCIAL_REGULATORS);

    private final RecordDefinitions definitions;

    DisclosureLimits(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    void check(Party recipient, Agreement agreement, FileFindings findings) {
        if (WITHOUT_RECORDS.contains(recipient.type())) {
            never(recipient, "records", "单条记录", "single records", findings);
        }
        for (Agreement.Grant grant : agreement.grants()) {
            // The newest definition has every field of every version, and none may change its class or unit.
            RecordDefinition definition = definitions.of(grant.type());
            if (!isOwn(recipient, agreement)) {
                closed(recipient, definition, grant, findings);
            }
            for (String unit : grant.give()) {
                personsInTheClear(agreement, definition, unit, findings);
            }
        }
    }

    /** An insurer's own business is open to it. */
    private static boolean isOwn(Party recipient, Agreement agreement) {
        return recipient.type() == PartyType.INS
                && Set.of(recipient.id()).equals(agreement.coverage().insurers());
    }

    private static void closed(
            Party recipient, RecordDefinition definition, Agreement.Grant grant, FileFindings findings) {
        RecordType type = definition.type();
        Closed closed = CLOSED.getOrDefault(recipient.type(), Map.of()).get(type);
        if (closed == null) {
            return;
        }
        boolean others = recipient.type() == PartyType.INS;
        String key = others ? "scope.insurers" : type.code();
        String zh = (others ? "其他保险机构的" : "") + type.zh();
        String en = (others ? "another insurer's " : "") + type.code();
        if (closed == Closed.RECORD) {
            never(recipient, key, zh, en, findings);
            return;
        }
        Stream.concat(grant.give().stream(), grant.mask().stream())
                .filter(unit -> definition.fieldsOf(unit).stream().anyMatch(field -> holds(field, closed)))
                .forEach(unit -> never(recipient, key, zh + " " + unit, en + " " + unit, findings));
    }

    private static boolean holds(FieldDefinition field, Closed closed) {
        boolean held = closed == Closed.PERSONS
                ? field.sensitivity() >= PERSONAL
                : field.sensitivity() >= COMMERCIAL_SECRET
                        && (field.type() == FieldType.MONEY || field.type() == FieldType.PERCENT);
        return held || field.entries().stream().anyMatch(entry -> holds(entry, closed));
    }

    private static void personsInTheClear(
            Agreement agreement, RecordDefinition definition, String unit, FileFindings findings) {
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            int sensitivity = highest(field);
            if (sensitivity >= SENSITIVE_PERSONAL) {
                inTheClear(AccessProblem.SENSITIVE_IN_THE_CLEAR, definition, unit, field, findings);
                return;
            }
            if (sensitivity >= PERSONAL && agreement.persons() == Agreement.Persons.PSEUDONYMISED) {
                inTheClear(AccessProblem.PERSONS_IN_THE_CLEAR, definition, unit, field, findings);
                return;
            }
        }
    }

    /** A list may be less sensitive than a part of its objects: who handled a stage of a claim. */
    private static int highest(FieldDefinition field) {
        return Stream.concat(Stream.of(field), field.entries().stream())
                .mapToInt(FieldDefinition::sensitivity)
                .max()
                .orElseThrow();
    }

    private static void inTheClear(
            AccessProblem problem,
            RecordDefinition definition,
            String unit,
            FieldDefinition field,
            FileFindings findings) {
        String type = definition.type().code();
        findings.add(problem, findings.lineOf(type), "records", type, unit, field.name());
    }

    private static void never(Party recipient, String key, String zh, String en, FileFindings findings) {
        findings.add(
                AccessProblem.NEVER_ALLOWED,
                findings.lineOf(key),
                key,
                recipient.type().zh(),
                zh,
                en);
    }
}
