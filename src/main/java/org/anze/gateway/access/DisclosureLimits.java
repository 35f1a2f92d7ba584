package org.anze.gateway.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/** What no agreement can open: the "Never" line below DOMAIN.md B2, and class L5 of B4. */
final class DisclosureLimits {

    private static final int PERSONAL = 4;
    private static final int SENSITIVE_PERSONAL = 5;
    private static final int COMMERCIAL_SECRET = 3;

    /** B2 gives these at most aggregates, their own data or a single case: none of it is a feed of records. */
    private static final Set<PartyType> WITHOUT_RECORDS =
            EnumSet.of(PartyType.OPS, PartyType.AUD, PartyType.PUB, PartyType.ENT);

    private final RecordDefinitions definitions;

    DisclosureLimits(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    void check(Party recipient, Agreement agreement, FileFindings findings) {
        if (WITHOUT_RECORDS.contains(recipient.type())) {
            never(recipient, "records", "单条记录", "single records", findings);
        }
        for (Agreement.Grant grant : agreement.grants()) {
            RecordDefinition definition = definitions.of(grant.type());
            if (recipient.type() == PartyType.INS) {
                otherInsurersBusiness(recipient, agreement, grant, findings);
            }
            if (recipient.type() == PartyType.AGY) {
                moneyOfInsurers(recipient, definition, grant, findings);
            }
            for (String unit : grant.give()) {
                personsInTheClear(agreement, definition, unit, findings);
            }
        }
    }

    private static void otherInsurersBusiness(
            Party recipient, Agreement agreement, Agreement.Grant grant, FileFindings findings) {
        boolean business = grant.type() == RecordType.POLICY || grant.type() == RecordType.CLAIM;
        if (business && !Set.of(recipient.id()).equals(agreement.coverage().insurers())) {
            never(recipient, "scope.insurers", "其他保险机构的保单或赔案", "another insurer's policies or claims", findings);
        }
    }

    private static void moneyOfInsurers(
            Party recipient, RecordDefinition definition, Agreement.Grant grant, FileFindings findings) {
        if (definition.type() == RecordType.CLAIM) {
            never(recipient, definition.type().code(), "赔案", "claims", findings);
            return;
        }
        for (String unit : concat(grant)) {
            for (FieldDefinition field : definition.fieldsOf(unit)) {
                boolean money = field.type() == FieldType.MONEY || field.type() == FieldType.PERCENT;
                if (definition.type() == RecordType.POLICY && money && field.sensitivity() >= COMMERCIAL_SECRET) {
                    never(recipient, definition.type().code(), "保费（" + unit + "）", "premium (" + unit + ")", findings);
                    return;
                }
            }
        }
    }

    private static List<String> concat(Agreement.Grant grant) {
        return Stream.concat(grant.give().stream(), grant.mask().stream()).toList();
    }

    private static void personsInTheClear(
            Agreement agreement, RecordDefinition definition, String unit, FileFindings findings) {
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            if (field.sensitivity() >= SENSITIVE_PERSONAL) {
                findings.add(
                        AccessProblem.SENSITIVE_IN_THE_CLEAR,
                        findings.lineOf(definition.type().code()),
                        "records",
                        definition.type().code(),
                        unit,
                        field.name());
                return;
            }
            if (field.sensitivity() >= PERSONAL && agreement.persons() == Agreement.Persons.PSEUDONYMISED) {
                findings.add(
                        AccessProblem.PERSONS_IN_THE_CLEAR,
                        findings.lineOf(definition.type().code()),
                        "records",
                        definition.type().code(),
                        unit,
                        field.name());
                return;
            }
        }
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
