package org.anze.gateway.oversight;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.jspecify.annotations.Nullable;

/** The escalations that the gateway wrote about the records under one key. */
record Told(Map<EscalationNumber, KnownRecord> records, Contents contents) {

    static Told of(List<KnownRecord> escalations, String operator, Contents contents) {
        Map<EscalationNumber, KnownRecord> own = new HashMap<>();
        for (KnownRecord escalation : escalations) {
            EscalationNumber number = EscalationNumber.parse(escalation.businessKey());
            if (number != null && escalation.provider().equals(operator)) {
                own.put(number, escalation);
            }
        }
        return new Told(own, contents);
    }

    /** Whether this very step was told and is not settled; that a later one was told says nothing about its addressees. */
    boolean isOpen(EscalationNumber number) {
        KnownRecord told = records.get(number);
        return told != null && isOpen(told);
    }

    @Nullable
    KnownRecord under(EscalationNumber number) {
        return records.get(number);
    }

    /** @param unasked rules about which nothing is known this time */
    List<KnownRecord> openOutside(Set<String> matters, Set<String> unasked) {
        return records.entrySet().stream()
                .filter(told -> !matters.contains(told.getKey().matter())
                        && !unasked.contains(told.getKey().rule())
                        && isOpen(told.getValue()))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(EscalationNumber::toString)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Its versions are told, settled, told again by turns, so that one that cannot be read still says which it is. */
    private boolean isOpen(KnownRecord escalation) {
        return contents.state(escalation) == Contents.State.READABLE
                ? escalation.text("resolvedAt") == null
                : escalation.version() % 2 == 1;
    }
}
