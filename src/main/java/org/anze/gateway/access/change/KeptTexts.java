package org.anze.gateway.access.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.change.AgreementSets.Row;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.Regions;
import org.jspecify.annotations.Nullable;

/** The sets in force while files are compared with them, and what they say. For one thread. */
final class KeptTexts {

    private final AgreementSets sets;
    private final RecordDefinitions definitions;
    private final Parties onDisk;
    private final Regions regions;
    private final Map<String, Row> ruling;
    private final Map<String, List<Finding>> damaged = new TreeMap<>();

    KeptTexts(AgreementSets sets, RecordDefinitions definitions, Parties onDisk, Regions regions) {
        this.sets = sets;
        this.definitions = definitions;
        this.onDisk = onDisk;
        this.regions = regions;
        this.ruling = sets.inForce();
    }

    /** What is in force for a party; null when nothing ever was. */
    @Nullable
    Row of(String party) {
        return ruling.get(party);
    }

    /** Notes that another set is in force now; the one before, or null. */
    @Nullable
    Row replace(Row row) {
        return ruling.put(row.party(), row);
    }

    /** Parties whose texts in force do not match their digest, as far as they were read. */
    Map<String, List<Finding>> damaged() {
        return damaged;
    }

    /** What the sets in force say of all parties that are here, without what is on hold; damaged sets say nothing. */
    Agreements agreements() {
        return load(texts(onDisk.all()), asApproved());
    }

    /** What texts say to the parties as they were approved. */
    Agreements load(Collection<AgreementText> texts) {
        return load(texts, asApproved());
    }

    private Agreements load(Collection<AgreementText> texts, Parties parties) {
        return Agreements.load(texts, definitions, parties, regions);
    }

    /** The record types of which figures are on hold, by party. */
    Map<String, Set<RecordType>> figuresHeld() {
        Map<String, Set<RecordType>> held = new TreeMap<>();
        ruling.forEach((party, row) -> held.put(party, row.figuresHeld()));
        return held;
    }

    private List<AgreementText> texts(Collection<Party> parties) {
        List<AgreementText> texts = new ArrayList<>();
        for (Party party : parties) {
            Row row = ruling.get(party.id());
            if (row == null) {
                continue;
            }
            AgreementSet set = sets.read(row);
            if (sets.isWhole(row, set)) {
                texts.addAll(set.texts());
            } else {
                damaged.put(
                        party.id(),
                        List.of(Finding.of(ChangeProblem.KEPT_TEXT_DAMAGED, null, null, Location.WHOLE, party.id())));
            }
        }
        return texts;
    }

    /** The parties with the types, credit codes and reaches that were approved. */
    Parties asApproved() {
        return onDisk.with(party -> {
            Row row = ruling.get(party.id());
            if (row == null) {
                return party;
            }
            Party known = party.as(row.type(), row.uscc());
            return row.reach() == null ? known : row.reach().applied(known);
        });
    }
}
