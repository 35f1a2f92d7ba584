package org.anze.gateway.validation;

import static org.anze.gateway.validation.EnterpriseProblem.INSURER_FOREIGN;
import static org.anze.gateway.validation.ReferenceProblem.INSURER_AMBIGUOUS;
import static org.anze.gateway.validation.ReferenceProblem.INSURER_DIFFERS;
import static org.anze.gateway.validation.ReferenceProblem.INSURER_NOT_TO_STATE;
import static org.anze.gateway.validation.ReferenceProblem.INSURER_UNKNOWN;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.Insurer;
import org.jspecify.annotations.Nullable;

/**
 * Whose business a record is (V-T02). It is sealed into the record and decides who sees it, so a record comes under an insurer
 * only when that insurer sends it, when it refers to a record of that insurer, or when a broker or agency says so; whatever
 * contradicts itself or cannot be told comes under none.
 */
final class InsurerRules {

    /** Who works for several insurers. */
    private static final Set<PartyType> FOR_SEVERAL = EnumSet.of(PartyType.BRK, PartyType.AGY);

    private InsurerRules() {}

    /**
     * What was found out.
     *
     * @param insurer party id; empty when there is none
     * @param problem null when nothing is wrong
     * @param told what the sender wrote; empty when it wrote nothing
     */
    record Owner(String insurer, @Nullable RuleProblem problem, String told) {

        private static Owner of(String insurer) {
            return new Owner(insurer, null, "");
        }

        private static Owner none(RuleProblem problem, String told) {
            return new Owner("", problem, told);
        }

        /** Reports what is wrong, once the place is known whose parameters decide. */
        void report(Case subject) {
            if (problem == INSURER_UNKNOWN) {
                subject.report(problem, null, Wording.clean(told));
            } else if (problem != null) {
                subject.report(problem, null);
            }
        }
    }

    /** Finds it out; null when the scope has it already or rightly has none. */
    static @Nullable Owner of(Case subject) {
        Party provider = subject.context().provider();
        String stated = subject.record().scope().insurer();
        if (provider.type() == PartyType.INS) {
            return stated.equals(provider.id()) ? null : ownBusiness(subject, provider, stated);
        }
        boolean forSeveral = FOR_SEVERAL.contains(provider.type());
        String field = forSeveral ? subject.text("insurer") : null;
        String told = stated.isEmpty() ? field : stated;
        if (told == null) {
            boolean ofWhatItIsAbout = subject.record().type() == RecordType.ESCALATION;
            return forSeveral || ofWhatItIsAbout ? ofReference(insurersReferredTo(subject)) : null;
        }
        String insurer = resolve(subject, told);
        if (insurer == null) {
            return Owner.none(INSURER_UNKNOWN, told);
        }
        String other = field == null ? null : resolve(subject, field);
        List<String> referredTo = insurersReferredTo(subject);
        if (other != null && !other.equals(insurer) || !referredTo.isEmpty() && !referredTo.contains(insurer)) {
            return Owner.none(INSURER_DIFFERS, told);
        }
        return forSeveral || referredTo.contains(insurer) ? Owner.of(insurer) : Owner.none(INSURER_NOT_TO_STATE, told);
    }

    private static Owner ownBusiness(Case subject, Party provider, String stated) {
        boolean own = stated.isEmpty() || provider.id().equals(resolve(subject, stated));
        return new Owner(provider.id(), own ? null : INSURER_FOREIGN, stated);
    }

    private static @Nullable Owner ofReference(List<String> insurers) {
        if (insurers.size() > 1) {
            return Owner.none(INSURER_AMBIGUOUS, "");
        }
        return insurers.isEmpty() ? null : Owner.of(insurers.get(0));
    }

    /** The registered insurer with this party id, credit code, or code or name of table INS; null when there is none. */
    private static @Nullable String resolve(Case subject, String text) {
        Parties parties = subject.context().parties();
        Optional<Party> found = parties.find(text).or(() -> parties.findByUscc(text));
        if (found.isEmpty()) {
            found = subject.codes()
                    .insurers()
                    .find(text, subject.eventDay())
                    .map(Insurer::key)
                    .flatMap(parties::findByUscc);
        }
        return found.filter(party -> party.type() == PartyType.INS)
                .map(Party::id)
                .orElse(null);
    }

    /**
     * Whose the policy is, or the service that a hazard was found at, or the record that an escalation is about; several when
     * insurers use the same number. The sender's own record of that number is the one it means. A policy that the sender must
     * not know of is not compared: whether what it states is right or wrong would tell whose that policy is.
     */
    private static List<String> insurersReferredTo(Case subject) {
        RecordType type = subject.record().type();
        String policyNo = type == RecordType.POLICY ? null : subject.text("policyNo");
        if (policyNo != null) {
            return insurers(subject, subject.under(RecordType.POLICY, policyNo));
        }
        if (type == RecordType.ESCALATION) {
            Reference about = Reference.parse(subject.text("recordRef"));
            return about == null ? List.of() : insurers(subject, subject.under(about.type(), about.businessKey()));
        }
        String serviceNo = type == RecordType.HAZARD ? subject.text("serviceNo") : null;
        return serviceNo == null ? List.of() : insurers(subject, subject.under(RecordType.SERVICE_RECORD, serviceNo));
    }

    private static List<String> insurers(Case subject, List<KnownRecord> records) {
        List<String> insurers = new ArrayList<>(1);
        for (KnownRecord record : records) {
            String insurer = record.scope().insurer();
            // An escalation may be about a record just because it was withdrawn.
            boolean isGone = record.isVoid() && subject.record().type() != RecordType.ESCALATION;
            if (isGone
                    || record.type() == RecordType.POLICY
                            && !ReferenceRules.mayKnowOf(
                                    record, subject.context().provider())) {
                continue;
            }
            if (record.provider().equals(subject.context().provider().id())) {
                return insurer.isEmpty() ? List.of() : List.of(insurer);
            }
            if (!insurer.isEmpty() && !insurers.contains(insurer)) {
                insurers.add(insurer);
            }
        }
        return insurers;
    }
}
