package org.anze.gateway.validation;

import static org.anze.gateway.validation.ValidationProblem.INSURER_FOREIGN;
import static org.anze.gateway.validation.ValidationProblem.POLICY_FOREIGN;
import static org.anze.gateway.validation.ValidationProblem.POLICY_UNKNOWN;
import static org.anze.gateway.validation.ValidationProblem.REGION_OUTSIDE_LICENCE;
import static org.anze.gateway.validation.ValidationProblem.REGION_UNKNOWN;
import static org.anze.gateway.validation.ValidationProblem.REGION_ZONE;
import static org.anze.gateway.validation.ValidationProblem.SCOPE_INCOMPLETE;
import static org.anze.gateway.validation.ValidationProblem.SECTOR_UNKNOWN;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.validation.References.KnownPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Whom a record concerns: the policy it refers to, the scope it settles on, and whether the sender may speak about that.
 * Runs before the rules of the type, because their parameters depend on the place of risk.
 */
final class ScopeRules {

    private ScopeRules() {}

    /** Finds the policy, completes the scope, then checks both. */
    static void settle(Case subject) {
        lookUpPolicy(subject);
        Scope scope = inParent(subject, completed(subject));
        subject.settle(scope);
        checkInsurer(subject, scope);
        checkRegion(subject, scope.riskRegion());
        if (scope.sector() != null && !subject.codes().contains("SEC", scope.sector(), subject.eventDay())) {
            subject.report(SECTOR_UNKNOWN, null);
        }
        if (scope.riskRegion() == null
                || scope.sector() == null
                || scope.insurer().isEmpty()) {
            subject.report(SCOPE_INCOMPLETE, null, missing(scope));
        }
    }

    /** V-T02. Agencies and others may speak about any insurer's policy, an insurer only about its own. */
    private static void lookUpPolicy(Case subject) {
        String policyNo = subject.record().type() == RecordType.POLICY ? null : subject.text("policyNo");
        if (policyNo == null) {
            return;
        }
        Party provider = subject.context().provider();
        Optional<KnownPolicy> known = subject.context().references().policy(policyNo, provider.id());
        if (known.isEmpty()) {
            subject.report(POLICY_UNKNOWN, "policyNo", Wording.clean(policyNo));
        } else if (provider.type() == PartyType.INS && !known.get().provider().equals(provider.id())) {
            subject.report(POLICY_FOREIGN, "policyNo", Wording.clean(policyNo));
        } else {
            subject.refersTo(known.get());
        }
    }

    private static Scope completed(Case subject) {
        Scope own = subject.record().scope();
        KnownPolicy policy = subject.policy();
        if (policy == null
                || !policy.provider().equals(subject.context().provider().id())) {
            return own;
        }
        Scope known = policy.scope();
        if (own.riskRegion() != null && own.sector() != null && !own.insurer().isEmpty()) {
            return own;
        }
        return new Scope(
                own.riskRegion() == null ? known.riskRegion() : own.riskRegion(),
                own.sector() == null ? known.sector() : own.sector(),
                own.insurer().isEmpty() ? known.insurer() : own.insurer());
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

    private static void checkInsurer(Case subject, Scope scope) {
        Party provider = subject.context().provider();
        if (provider.type() == PartyType.INS
                && !scope.insurer().isEmpty()
                && !scope.insurer().equals(provider.id())) {
            subject.report(INSURER_FOREIGN, null);
        }
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

    private static String missing(Scope scope) {
        StringBuilder missing = new StringBuilder();
        if (scope.riskRegion() == null) {
            missing.append("风险所在地 riskRegion ");
        }
        if (scope.sector() == null) {
            missing.append("行业领域 sector ");
        }
        if (scope.insurer().isEmpty()) {
            missing.append("保险机构 insurer ");
        }
        return missing.toString().strip();
    }
}
