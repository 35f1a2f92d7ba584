package org.anze.gateway.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

    /** Metadata and hashes only; an auditor sees payload by two-person break-glass, not by agreement. */
    private static final Set<PartyType> WITHOUT_ANYTHING = EnumSet.of(PartyType.OPS, PartyType.AUD);

    /** B2: agencies and experts are the only records of others that an insured unit sees. */
    private static final Set<RecordType> OF_OTHERS_FOR_ENTERPRISES = EnumSet.of(RecordType.AGENCY);

    /**
     * What of a record may be published, as JL 三(二), ZJ 三(三) and MEM order 11 ask for it; every other unit is closed to the
     * public (B4: class 2 and above). Published statistics are those whose approval says so.
     */
    private static final Map<RecordType, Set<String>> PUBLIC = Map.of(
            RecordType.ENFORCEMENT, Set.of("unit", "insurer", "finding", "measure"),
            RecordType.EVALUATION, Set.of("subject", "result"),
            RecordType.BLACKLIST, Set.of("listing", "removal"),
            RecordType.ANNUAL_STAT, Set.of("head", "figures", "texts", "approval"),
            RecordType.AGENCY, Set.of("identity"));

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
     * Premium, claim and roster; of the fee ledger its own lines are open. The price of its own services is its own.
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

    /**
     * An unsalted hash over other fields tells them to whoever can try all values: the one before in the chain of the fee
     * ledger (docs/spec/fee-ledger-chain.md) covers amount, payee and voucher.
     */
    private static void hashesWithoutContent(
            Agreement.Grant grant, RecordDefinition definition, FileFindings findings) {
        for (String unit : definition.units()) {
            boolean shown = grant.give().contains(unit)
                    || grant.mask().contains(unit) && grant.maskedFields().containsKey(unit);
            boolean holdsHash =
                    definition.fieldsOf(unit).stream().anyMatch(field -> FieldMask.GUESSABLE.contains(field.name()));
            if (shown
                    && holdsHash
                    && !(givesAllOthers(grant, definition, unit)
                            && grant.where() == null
                            && grant.singleCase() == null
                            && (grant.own() == null || grant.own() == Own.INSURER))) {
                String type = grant.type().code();
                findings.add(AccessProblem.HASH_WITHOUT_CONTENT, findings.lineOf(type), "records", type, unit);
            }
        }
    }

    private static boolean givesAllOthers(Agreement.Grant grant, RecordDefinition definition, String unit) {
        return definition.units().stream()
                .filter(other -> !other.equals(unit)
                        && !other.equals(RecordDefinition.KEY_UNIT)
                        && !other.equals(RecordDefinition.SCOPE_UNIT))
                .allMatch(grant.give()::contains);
    }

    void check(Party recipient, Agreement agreement, FileFindings findings) {
        if (WITHOUT_ANYTHING.contains(recipient.type()) && !agreement.grants().isEmpty()) {
            never(recipient, "records", "任何业务数据", "any business data", findings);
        }
        for (Agreement.Grant grant : agreement.grants()) {
            // The newest definition has every field of every version, and none may change its class or unit.
            RecordDefinition definition = definitions.of(grant.type());
            withoutRecords(recipient, grant, definition, findings);
            if (!isOwn(recipient, agreement, grant)) {
                closed(recipient, definition, grant, findings);
            }
            if (grant.kind() == Agreement.Kind.RECORDS) {
                hashesWithoutContent(grant, definition, findings);
                for (String unit : grant.give()) {
                    personsInTheClear(grant, definition, unit, field -> true, findings);
                }
                grant.maskedFields()
                        .forEach((unit, masked) -> personsInTheClear(
                                grant, definition, unit, field -> !masked.contains(field.name()), findings));
            }
        }
    }

    /** B2 gives some parties at most figures, their own records, a single case, or what is public. */
    private static void withoutRecords(
            Party recipient, Agreement.Grant grant, RecordDefinition definition, FileFindings findings) {
        if (grant.kind() != Agreement.Kind.RECORDS) {
            return;
        }
        RecordType type = grant.type();
        switch (recipient.type()) {
            case HRS -> {
                if (grant.singleCase() == null && grant.own() != Own.SENDER) {
                    never(recipient, type.code(), "单案以外的记录", "records other than single cases", findings);
                }
            }
            case ENT -> {
                if (grant.own() == null && grant.singleCase() == null && !OF_OTHERS_FOR_ENTERPRISES.contains(type)) {
                    never(recipient, type.code(), "他人的" + type.zh(), "others' " + type.code(), findings);
                }
            }
            case PUB -> {
                Set<String> open = PUBLIC.getOrDefault(type, Set.of());
                units(grant)
                        .filter(unit -> !definition.fieldsOf(unit).isEmpty() && !open.contains(unit))
                        .forEach(unit -> never(
                                recipient, type.code(), type.zh() + " " + unit, type.code() + " " + unit, findings));
                if (type == RecordType.ANNUAL_STAT && grant.where() == null) {
                    never(recipient, type.code(), "未公布的统计", "statistics that are not approved (where)", findings);
                }
            }
            default -> {}
        }
    }

    private static Stream<String> units(Agreement.Grant grant) {
        return Stream.concat(grant.give().stream(), grant.mask().stream());
    }

    /** An insurer's own business is open to it, and an agency's own lines of the fee ledger. */
    private static boolean isOwn(Party recipient, Agreement agreement, Agreement.Grant grant) {
        return switch (recipient.type()) {
            case INS ->
                grant.own() != null
                        || Set.of(recipient.id()).equals(agreement.coverage().insurers());
            case AGY -> grant.own() != null && grant.type() == RecordType.FEE_LEDGER;
            default -> false;
        };
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
        units(grant)
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
            Agreement.Grant grant,
            RecordDefinition definition,
            String unit,
            Predicate<FieldDefinition> unmasked,
            FileFindings findings) {
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            if (!unmasked.test(field)) {
                continue;
            }
            int sensitivity = highest(field);
            if (sensitivity >= SENSITIVE_PERSONAL) {
                inTheClear(AccessProblem.SENSITIVE_IN_THE_CLEAR, definition, unit, field, findings);
                return;
            }
            if (sensitivity >= PERSONAL && grant.persons() == Agreement.Persons.PSEUDONYMISED) {
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
