package org.anze.gateway.validation;

import static org.anze.gateway.validation.EnterpriseProblem.REGION_OUTSIDE_LICENCE;
import static org.anze.gateway.validation.EnterpriseProblem.SCOPE_INCOMPLETE;
import static org.anze.gateway.validation.EnterpriseProblem.SECTOR_UNKNOWN;
import static org.anze.gateway.validation.ValidationProblem.REGION_UNKNOWN;
import static org.anze.gateway.validation.ValidationProblem.REGION_ZONE;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Whom a record concerns: the policy it refers to, the scope it settles on, and whether the sender may speak about that.
 * Runs before the rules of the type, because their parameters depend on the place of risk.
 */
final class ScopeRules {

    /** The business of one insurer. */
    private static final Set<RecordType> OF_AN_INSURER = EnumSet.of(
            RecordType.POLICY,
            RecordType.ENDORSEMENT,
            RecordType.ROSTER,
            RecordType.PLAN,
            RecordType.SERVICE_RECORD,
            RecordType.HAZARD,
            RecordType.FEE_LEDGER,
            RecordType.CLAIM);
    /** What concerns a party or a year rather than a place. */
    private static final Set<RecordType> OF_NO_PLACE = EnumSet.of(
            RecordType.FEE_LEDGER, RecordType.EVALUATION, RecordType.ACTION, RecordType.ESCALATION, RecordType.AGENCY);
    /** What concerns no single unit, or one whose sector nobody states. */
    private static final Set<RecordType> OF_NO_SECTOR = EnumSet.of(
            RecordType.FEE_LEDGER,
            RecordType.COMPLAINT,
            RecordType.EVALUATION,
            RecordType.ANNUAL_STAT,
            RecordType.ACTION,
            RecordType.ESCALATION,
            RecordType.AGENCY);

    private ScopeRules() {}

    /** Finds the policy, completes the scope, then checks both. */
    static void settle(Case subject) {
        InsurerRules.Owner owner = InsurerRules.of(subject);
        String insurer = owner == null ? subject.record().scope().insurer() : owner.insurer();
        ReferenceRules.findPolicy(subject, insurer);
        Scope scope = inParent(subject, completed(subject, insurer));
        subject.settle(scope);
        ReferenceRules.checkPolicy(subject);
        if (owner != null) {
            owner.report(subject);
        }
        checkRegion(subject, scope.riskRegion());
        if (scope.sector() != null && !subject.codes().contains("SEC", scope.sector(), subject.eventDay())) {
            subject.report(SECTOR_UNKNOWN, null);
        }
        boolean insurerIsTold = owner != null && owner.problem() != null;
        String missing = missing(subject.record().type(), scope, insurerIsTold);
        if (!missing.isEmpty()) {
            subject.report(SCOPE_INCOMPLETE, null, missing);
        }
    }

    /** Place and sector of a policy are only told to the one who sent it and to the insurer whose policy it is. */
    private static Scope completed(Case subject, String insurer) {
        Scope own = subject.record().scope();
        KnownRecord policy = subject.policy();
        Party provider = subject.context().provider();
        boolean mayTake = policy != null
                && (provider.type() == PartyType.INS || policy.provider().equals(provider.id()));
        String region = own.riskRegion() == null && mayTake ? policy.scope().riskRegion() : own.riskRegion();
        String sector = own.sector() == null && mayTake ? policy.scope().sector() : own.sector();
        boolean isComplete = Objects.equals(region, own.riskRegion())
                && Objects.equals(sector, own.sector())
                && insurer.equals(own.insurer());
        return isComplete ? own : new Scope(region, sector, insurer);
    }

    /** V-S03 for statistical zones, which belong to a city of GB/T 2260. */
    private static Scope inParent(Case subject, Scope scope) {
        String region = scope.riskRegion();
        if (region == null || region.length() != 6 || region.charAt(4) != '7') {
            return scope;
        }
        Optional<String> parent = subject.codes().regions().parentOfZone(region);
        if (parent.isEmpty()) {
            return scope;
        }
        subject.report(REGION_ZONE, null, region, parent.get());
        return new Scope(parent.get(), scope.sector(), scope.insurer());
    }

    private static void checkRegion(Case subject, @Nullable String region) {
        if (region == null) {
            return;
        }
        if (!subject.codes().isRegion(region, subject.eventDay())) {
            subject.report(REGION_UNKNOWN, null, Wording.clean(region), subject.eventDay());
        }
        List<String> licensed = subject.context().provider().regions();
        for (int i = 0; i < licensed.size(); i++) {
            if (region.startsWith(licensed.get(i))) {
                return;
            }
        }
        if (!licensed.isEmpty()) {
            subject.report(REGION_OUTSIDE_LICENCE, null, Wording.clean(region));
        }
    }

    private static String missing(RecordType type, Scope scope, boolean insurerIsTold) {
        boolean insurerLacks = !insurerIsTold && scope.insurer().isEmpty() && OF_AN_INSURER.contains(type);
        boolean placeLacks = scope.riskRegion() == null && !OF_NO_PLACE.contains(type);
        boolean sectorLacks = scope.sector() == null && !OF_NO_SECTOR.contains(type);
        if (!insurerLacks && !placeLacks && !sectorLacks) {
            return "";
        }
        return ((placeLacks ? "风险所在地 riskRegion " : "")
                        + (sectorLacks ? "行业领域 sector " : "")
                        + (insurerLacks ? "保险机构 insurer" : ""))
                .strip();
    }
}
