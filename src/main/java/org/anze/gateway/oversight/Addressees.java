package org.anze.gateway.oversight;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.deadline.Due;
import org.jspecify.annotations.Nullable;

/** Finds the parties that a step of a ladder means by their kind. What they are given is for agreements to say. */
final class Addressees {

    /** As many as an escalation record has room for. */
    private static final int MOST = 50;

    private Addressees() {}

    /**
     * The ids of the registered parties that are meant, in alphabetical order; the operator's own when none is registered, for
     * then a person has to tell them by other means.
     *
     * @param senders parties that sent the subject or the same
     */
    static List<String> of(Due due, KnownRecord subject, Set<String> senders, Parties parties, Party operator) {
        List<String> ids = parties.all().stream()
                .filter(party -> due.addressees().contains(party.type()) && isConcerned(party, subject, senders))
                .map(Party::id)
                .sorted()
                .limit(MOST)
                .toList();
        return ids.isEmpty() ? List.of(operator.id()) : ids;
    }

    private static boolean isConcerned(Party party, KnownRecord subject, Set<String> senders) {
        PartyType type = party.type();
        return switch (type) {
            case INS -> party.id().equals(subject.insurer());
            case ENT -> party.uscc().equals(unit(subject));
            case BRK, AGY -> senders.contains(party.id());
            case PUB, AUD -> false;
            default ->
                isResponsible(party, Objects.requireNonNullElse(subject.scope().riskRegion(), ""));
        };
    }

    private static @Nullable String unit(KnownRecord subject) {
        return subject.text(subject.type() == RecordType.POLICY ? "insured" : "uscc");
    }

    /** Without a place only those are meant who are responsible everywhere. */
    private static boolean isResponsible(Party party, String region) {
        return party.regions().isEmpty() || party.regions().stream().anyMatch(region::startsWith);
    }
}
