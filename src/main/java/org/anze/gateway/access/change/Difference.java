package org.anze.gateway.access.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.change.AgreementSets.Row;
import org.anze.gateway.access.change.AgreementSets.State;

/** What a set of texts changes, line by line. */
final class Difference {

    private static final byte[] NOTHING = {};

    private Difference() {}

    /** From what is in force for the party of a set to the set. */
    static AgreementChange of(AgreementSets sets, Row row) {
        AgreementSet after = sets.read(row);
        Row ruling = sets.inForce().get(row.party());
        AgreementSet before = ruling == null
                ? new AgreementSet(row.party(), row.type(), row.uscc(), row.reach(), List.of(), Set.of())
                : sets.read(ruling);
        return new AgreementChange(
                row.id(),
                row.party(),
                row.foundAt(),
                before.isOfTheSameParty(after)
                        ? null
                        : new AgreementChange.Identity(
                                before.type().name(),
                                after.type().name(),
                                before.uscc(),
                                after.uscc(),
                                before.reach() == null ? "" : before.reach().text(),
                                after.reach() == null ? "" : after.reach().text()),
                files(before, ruling == null ? Map.of() : sets.versions(ruling.id()), after, sets.versions(row.id())),
                List.copyOf(before.figuresHeld()),
                row.state() == State.FOUND ? null : row.proposed(),
                row.state() == State.REJECTED ? row.decided() : null);
    }

    private static List<AgreementChange.File> files(
            AgreementSet before,
            Map<String, Integer> versionsBefore,
            AgreementSet after,
            Map<String, Integer> versionsAfter) {
        Map<String, byte[]> old = contents(before);
        Map<String, byte[]> fresh = contents(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<AgreementChange.File> files = new ArrayList<>();
        for (String name : names) {
            byte[] was = old.getOrDefault(name, NOTHING);
            byte[] is = fresh.getOrDefault(name, NOTHING);
            if (!Arrays.equals(was, is)) {
                files.add(new AgreementChange.File(
                        name, versionsBefore.get(name), versionsAfter.get(name), TextLine.compare(was, is)));
            }
        }
        return files;
    }

    private static Map<String, byte[]> contents(AgreementSet set) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (AgreementText text : set.texts()) {
            contents.put(text.name(), text.content());
        }
        return contents;
    }
}
