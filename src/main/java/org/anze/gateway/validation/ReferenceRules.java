package org.anze.gateway.validation;

import static org.anze.gateway.validation.ReferenceProblem.POLICY_FOREIGN;
import static org.anze.gateway.validation.ReferenceProblem.POLICY_UNKNOWN;
import static org.anze.gateway.validation.ReferenceProblem.REFERENCE_UNKNOWN;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * V-T02: what a record refers to must be known. A record that means nothing without the other waits for it; an accident or
 * a complaint is never held back because a policy is missing, nor an entry of the fee ledger, which would break the chain of
 * those after it.
 */
final class ReferenceRules {

    private static final String SOURCE = "★";
    private static final Set<RecordType> AWAIT_POLICY = EnumSet.of(
            RecordType.ENDORSEMENT, RecordType.ROSTER, RecordType.PLAN, RecordType.SERVICE_RECORD, RecordType.CLAIM);
    /** Who speaks for insurers. */
    private static final Set<PartyType> OF_INSURERS = EnumSet.of(PartyType.INS, PartyType.BRK, PartyType.AGY);
    /** Who may learn that a policy is there, though nothing of it; to all others one that is not theirs is unknown. */
    private static final Set<PartyType> KNOW_OF_POLICIES = EnumSet.of(
            PartyType.INS,
            PartyType.BRK,
            PartyType.AGY,
            PartyType.PRV,
            PartyType.CTY,
            PartyType.SEC,
            PartyType.NFR,
            PartyType.OPS);

    private ReferenceRules() {}

    /**
     * Finds the policy, before the scope is settled with its help. An insurer may only speak about its own policies, whoever
     * sent them; a broker or agency about those of the insurer it speaks for; everybody else about those it is the insured of.
     * The rules compare a record with the policy that is found, so that their findings tell of it.
     *
     * @param insurer whose business the record is; empty when nobody's
     */
    static void findPolicy(Case subject, String insurer) {
        String policyNo = policyNo(subject);
        if (policyNo == null) {
            return;
        }
        List<KnownRecord> policies = subject.under(RecordType.POLICY, policyNo);
        KnownRecord best = null;
        int rank = 0;
        for (int i = 0; i < policies.size(); i++) {
            int next = rank(policies.get(i), subject.context().provider(), insurer);
            if (next > rank) {
                best = policies.get(i);
                rank = next;
            }
        }
        if (best != null) {
            subject.refersTo(best);
        }
    }

    /** How surely this policy of several under one number is meant; 0 when it is not open to the sender. */
    private static int rank(KnownRecord policy, Party provider, String insurer) {
        if (policy.isVoid()) {
            return 0;
        }
        if (policy.provider().equals(provider.id())) {
            return 4;
        }
        boolean insured = provider.type() != PartyType.INS && isInsured(policy, provider);
        if (!insured && !OF_INSURERS.contains(provider.type())) {
            return 0;
        }
        if (!insurer.isEmpty() && insurer.equals(policy.scope().insurer())) {
            return policy.provider().equals(insurer) ? 3 : 2;
        }
        return insured ? 1 : 0;
    }

    private static boolean isInsured(KnownRecord policy, Party provider) {
        return InsuredUnits.isInsured(policy, provider.uscc());
    }

    /** Whether the sender may learn from the verdict that this policy is there. */
    static boolean mayKnowOf(KnownRecord policy, Party provider) {
        return KNOW_OF_POLICIES.contains(provider.type())
                || policy.provider().equals(provider.id())
                || isInsured(policy, provider);
    }

    /** Reports what is wrong with the policy, once the place is known whose parameters decide. */
    static void checkPolicy(Case subject) {
        String policyNo = policyNo(subject);
        if (policyNo == null || subject.policy() != null) {
            return;
        }
        PartyType sender = subject.context().provider().type();
        boolean isThere = KNOW_OF_POLICIES.contains(sender) && subject.known(RecordType.POLICY, policyNo) != null;
        if (!isThere) {
            unknown(
                    subject,
                    AWAIT_POLICY.contains(subject.record().type()),
                    new Reference(RecordType.POLICY, policyNo),
                    POLICY_UNKNOWN,
                    "policyNo",
                    Wording.clean(policyNo));
        } else if (sender == PartyType.INS) {
            subject.report(POLICY_FOREIGN, "policyNo", Wording.clean(policyNo));
        }
    }

    /** A sender of this type may only say something about itself (the word "own" of DOMAIN.md B2). */
    static Rule own(String uscc, PartyType type) {
        return Rule.rejects(
                "V-T02",
                SOURCE,
                ReferenceProblem.UNIT_FOREIGN,
                uscc,
                subject -> subject.context().provider().type() == type
                        && !subject.is(uscc, subject.context().provider().uscc()));
    }

    /** A reference without which the record waits. */
    static Rule awaits(String field, RecordType type) {
        return Rule.of("V-T02", SOURCE, subject -> check(subject, field, type, true));
    }

    /** A reference that may point to what is not known here. */
    static Rule known(String field, RecordType type) {
        return Rule.of("V-T02", SOURCE, subject -> check(subject, field, type, false));
    }

    private static void check(Case subject, String field, RecordType type, boolean awaits) {
        String key = subject.text(field);
        if (key != null && subject.known(type, key) == null) {
            unknown(subject, awaits, new Reference(type, key), REFERENCE_UNKNOWN, field, subject.label(field));
        }
    }

    private static void unknown(
            Case subject, boolean awaits, Reference reference, RuleProblem problem, String field, Object told) {
        boolean waits = awaits
                && subject.record().operation() != Operation.VOID
                && subject.parameters().parksUnknownReferences();
        if (waits && subject.context().lastChance()) {
            subject.reportAs(Severity.REJECT, problem, field, told);
            return;
        }
        subject.report(problem, field, told);
        if (waits) {
            subject.await(reference);
        }
    }

    private static @Nullable String policyNo(Case subject) {
        return subject.record().type() == RecordType.POLICY ? null : subject.text("policyNo");
    }
}
