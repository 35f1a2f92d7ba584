package org.anze.gateway.start;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.WriteRights;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Validator;

/**
 * Everything that operators edit, as it was read together at one moment. Immutable.
 *
 * @param parties with the types and credit codes that were approved
 * @param agreements those that were approved, as far as the files are sound
 * @param kept one sentence per part that is broken and stayed as it was
 */
record Snapshot(
        Parties parties,
        Agreements agreements,
        Mappings mappings,
        CodeTables codes,
        Profiles profiles,
        Validator validator,
        List<String> kept) {

    /** One sentence per broken file. */
    List<String> broken() {
        List<String> sentences = new ArrayList<>(otherFaults());
        parties.broken().forEach((party, why) -> sentences.add("parties/" + party + ": " + why));
        agreements
                .broken()
                .forEach((recipient, findings) -> findings.forEach(
                        finding -> sentences.add("parties/" + recipient + "/agreements: " + finding.zh())));
        mappings.broken()
                .forEach((mapping, findings) ->
                        findings.forEach(finding -> sentences.add("mappings/" + mapping + ": " + finding.zh())));
        return sentences;
    }

    /** Parts that stayed as they were, and mappings that their party may not use. */
    List<String> otherFaults() {
        List<String> sentences = new ArrayList<>(kept);
        for (Party party : parties.all()) {
            WriteRights.check(party, name -> typesOf(party.id(), name))
                    .forEach(finding -> sentences.add("parties/" + party.id() + ": " + finding.zh()));
        }
        return sentences;
    }

    /** What a mapping of a party makes; nothing when there is no such mapping. */
    private Collection<RecordType> typesOf(String party, String mapping) {
        return mappings.find(party, mapping)
                .map(found ->
                        found.definitions().stream().map(RecordDefinition::type).toList())
                .orElse(List.of());
    }
}
