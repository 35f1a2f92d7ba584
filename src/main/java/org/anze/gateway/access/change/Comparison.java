package org.anze.gateway.access.change;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.change.AgreementSets.Row;
import org.anze.gateway.access.change.KeptVersion.Manner;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.Regions;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * Files and what is in force, laid side by side at one moment; made within a transaction that holds the lock. Afterwards
 * immutable.
 */
final class Comparison {

    /** Writes a step into the audit log. */
    interface Notes {
        void note(Row row, @Nullable String person, String outcome, @Nullable String reason);
    }

    /** How long a proposal may wait for its second person. */
    static final Duration WORD_COUNTS = Duration.ofDays(30);

    private static final String EXTENSION = ".yaml";

    private final AgreementSets sets;
    private final Suite suite;
    private final RecordDefinitions definitions;
    private final Parties onDisk;
    private final Regions regions;
    private final Instant now;
    private final Notes notes;
    private final KeptTexts kept;
    private final Map<String, AgreementSet> files = new TreeMap<>();
    /** Who is given nothing now, and passes nothing by either: its feed stands where it is. */
    private final Map<String, List<Finding>> stopped = new TreeMap<>();

    private final Map<String, Long> pending = new TreeMap<>();
    private final Agreements proposed;
    private final InForce inForce;

    Comparison(
            AgreementSets sets,
            Suite suite,
            RecordDefinitions definitions,
            ProposedTexts texts,
            Parties parties,
            Regions regions,
            Instant now,
            Notes notes) {
        this.sets = sets;
        this.suite = suite;
        this.definitions = definitions;
        this.onDisk = parties;
        this.regions = regions;
        this.now = now;
        this.notes = notes;
        this.kept = new KeptTexts(sets, definitions, parties, regions);
        this.proposed = Agreements.load(texts.texts(), definitions, parties, regions);
        boolean veryFirst = sets.beginsNow(now);
        Set<String> withFolder = new HashSet<>(texts.recipients());
        Agreements before = kept.agreements();
        for (Party party : parties.all()) {
            AgreementSet set = AgreementSet.of(
                    party, Reach.of(party, digest(texts.encryption().get(party.id()))), texts.texts());
            files.put(party.id(), set);
            compare(set, before, veryFirst, withFolder.contains(party.id()));
        }
        Agreements counting = kept.agreements();
        Map<String, List<Finding>> without = new TreeMap<>(stopped);
        without.putAll(proposed.broken());
        without.putAll(kept.damaged());
        this.inForce = new InForce(
                kept.asApproved(),
                counting.stopping(without).holdingFigures(kept.figuresHeld()),
                List.copyOf(pending.keySet()),
                sets.revision());
    }

    InForce inForce() {
        return inForce;
    }

    /** What the files say, all approved or not; for previews. */
    Agreements proposed() {
        return proposed;
    }

    /** Party → the set that waits. */
    Map<String, Long> pending() {
        return pending;
    }

    private void compare(AgreementSet set, Agreements before, boolean veryFirst, boolean hasFolder) {
        String party = set.party();
        Row ruling = kept.of(party);
        if (proposed.broken().containsKey(party)) {
            return;
        }
        if (ruling != null && Arrays.equals(ruling.digest(), set.digest(suite))) {
            lapse(party, null);
            return;
        }
        if (!hasFolder && ruling != null && !sets.versions(ruling.id()).isEmpty()) {
            // A folder that is not mounted withdraws nothing.
            stop(party, ChangeProblem.FOLDER_AWAY);
            return;
        }
        List<Finding> conflicts = conflicts(set);
        if (!conflicts.isEmpty()) {
            stopped.put(party, conflicts);
            return;
        }
        Row found = sets.keep(set, versions(party), now);
        if (veryFirst) {
            enforce(found, Manner.BASELINE, "baseline: found at the very first start");
        } else if (ruling == null && Narrowing.holds(List.of(), proposed.of(party), now)) {
            // A party that is new here has no type to change; what it would be given is what counts.
            enforce(found, Manner.NARROWED, "in force at once: nobody gains anything");
        } else if (ruling == null || !close(ruling, found, set, before)) {
            pending.put(party, found.id());
            if (isEncryptedToAnother(kept.of(party), set)) {
                // The certificate that was approved is gone: nothing may leave under the one that lies there now.
                stop(party, ChangeProblem.STANDS_UNTIL_APPROVED);
            }
        }
        lapse(party, pending.get(party));
    }

    private void stop(String party, ChangeProblem why) {
        stopped.put(party, List.of(Finding.of(why, null, null, Location.WHOLE, party)));
    }

    private @Nullable String digest(@Nullable String certificate) {
        return certificate == null
                ? null
                : HexFormat.of().formatHex(suite.hash(certificate.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void lapse(String party, @Nullable Long waiting) {
        sets.lapse(party, waiting, now.minus(WORD_COUNTS));
    }

    /**
     * What closes something comes into force at once, even when it lies in the files beside something that waits, or lets
     * something else through that it stood before. Otherwise whoever adds something could hold up every revocation.
     *
     * @return whether the files are in force thereby, and nothing waits
     */
    private boolean close(Row ruling, Row found, AgreementSet files, Agreements before) {
        AgreementSet old = sets.read(ruling);
        if (!sets.isWhole(ruling, old)) {
            return false;
        }
        String party = ruling.party();
        AgreementSet closed = narrows(ruling, files, before) ? files : closing(old, files, before);
        if (Arrays.equals(closed.digest(suite), ruling.digest())) {
            return false;
        }
        Agreements loaded = kept.load(closed.texts());
        if (loaded.broken().containsKey(party) || !Narrowing.holds(before.of(party), loaded.of(party), now)) {
            // Texts that only fit the party as it is to become: which of them close something cannot be told apart.
            stop(party, ChangeProblem.STANDS_UNTIL_APPROVED);
            return false;
        }
        Set<String> uncovered = Narrowing.uncovered(before.of(party), loaded.of(party), now);
        while (!uncovered.isEmpty()) {
            closed = closed.without(uncovered);
            loaded = kept.load(closed.texts());
            uncovered = Narrowing.uncovered(before.of(party), loaded.of(party), now);
        }
        closed = closed.holdingFigures(figuresHeld(ruling, loaded, before));
        byte[] digest = closed.digest(suite);
        if (Arrays.equals(digest, files.digest(suite))) {
            enforce(found, Manner.NARROWED, "in force at once: nobody gains anything");
            return true;
        }
        if (!Arrays.equals(digest, ruling.digest())) {
            Map<String, Integer> versions = new HashMap<>();
            loaded.of(party).forEach(agreement -> versions.put(agreement.id() + EXTENSION, agreement.version()));
            enforce(
                    sets.keep(closed, versions, now),
                    Manner.NARROWED,
                    "in force at once, ahead of what waits: nobody gains anything");
        }
        return false;
    }

    /** Figures that could tell more now, and those that were on hold before and are still agreed. */
    private Set<RecordType> figuresHeld(Row ruling, Agreements after, Agreements before) {
        Set<RecordType> held = EnumSet.noneOf(RecordType.class);
        held.addAll(after.tellingMoreFigures(ruling.party(), before, now));
        for (Agreement agreement : after.of(ruling.party())) {
            for (Agreement.Grant grant : agreement.grants()) {
                if (grant.kind() != Agreement.Kind.STATUS
                        && ruling.figuresHeld().contains(grant.type())
                        && agreement.end().isAfter(now)) {
                    held.add(grant.type());
                }
            }
        }
        return held;
    }

    /** The set in force with what was taken away, ended or narrowed in the files, each text for itself. */
    private AgreementSet closing(AgreementSet old, AgreementSet files, Agreements before) {
        String party = old.party();
        List<AgreementText> texts = new ArrayList<>();
        for (AgreementText text : old.texts()) {
            for (AgreementText fresh : files.texts()) {
                if (fresh.name().equals(text.name())) {
                    Agreement after = named(text.name(), proposed.of(party));
                    boolean less = after != null && Narrowing.holds(before.of(party), List.of(after), now);
                    texts.add(less ? fresh : text);
                }
            }
        }
        Reach was = old.reach();
        Reach reach = files.reach() != null && (was == null || files.reach().isWithin(was)) ? files.reach() : was;
        return new AgreementSet(party, old.type(), old.uscc(), reach, texts, old.figuresHeld());
    }

    private static @Nullable Agreement named(String file, List<Agreement> agreements) {
        return agreements.stream()
                .filter(agreement -> file.equals(agreement.id() + EXTENSION))
                .findFirst()
                .orElse(null);
    }

    private void enforce(Row row, Manner manner, String outcome) {
        Row before = kept.replace(row);
        sets.enforce(row, manner, null, now);
        if (manner == Manner.NARROWED || !sets.versions(row.id()).isEmpty()) {
            notes.note(row, null, outcome, difference(before, row));
        }
    }

    /** What the names of the texts do not show. */
    private static @Nullable String difference(@Nullable Row before, Row after) {
        List<String> parts = new ArrayList<>();
        if (before != null && after.reach() != null && !Objects.equals(before.reach(), after.reach())) {
            parts.add("reach: " + after.reach().text());
        }
        if (!after.figuresHeld().isEmpty()) {
            parts.add("figures on hold: "
                    + after.figuresHeld().stream().map(RecordType::code).collect(Collectors.joining(", ")));
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }

    private boolean narrows(Row ruling, AgreementSet set, Agreements before) {
        return ruling.type() == set.type()
                && ruling.uscc().equals(set.uscc())
                && reachesNobodyElse(ruling, set, before)
                && Narrowing.holds(before.of(set.party()), proposed.of(set.party()), now);
    }

    private static boolean isEncryptedToAnother(@Nullable Row ruling, AgreementSet set) {
        Reach was = ruling == null ? null : ruling.reach();
        Reach is = set.reach();
        return was != null
                && is != null
                && was.envelope() == Party.Envelope.SIGNED_ENCRYPTED
                && is.envelope() == Party.Envelope.SIGNED_ENCRYPTED
                && !Objects.equals(was.encryption(), is.encryption());
    }

    /** While nothing is given to a party its reach may change with one person: nothing goes there. */
    private boolean reachesNobodyElse(Row ruling, AgreementSet set, Agreements before) {
        return ruling.reach() == null
                || set.reach() != null && set.reach().isWithin(ruling.reach())
                || before.of(set.party()).stream()
                        .noneMatch(agreement -> agreement.end().isAfter(now));
    }

    private Map<String, Integer> versions(String party) {
        Map<String, Integer> versions = new HashMap<>();
        for (Agreement agreement : proposed.of(party)) {
            versions.put(agreement.id() + EXTENSION, agreement.version());
        }
        return versions;
    }

    /** One version has one content for ever; comments may differ. */
    private List<Finding> conflicts(AgreementSet set) {
        List<Finding> findings = new ArrayList<>();
        for (Agreement agreement : proposed.of(set.party())) {
            String name = agreement.id() + EXTENSION;
            byte[] earlier =
                    sets.content(set.party(), name, agreement.version()).orElse(null);
            if (earlier != null && !means(new AgreementText(set.party(), name, earlier), agreement)) {
                String file = "parties/" + set.party() + "/agreements/" + name;
                findings.add(Finding.of(
                        ChangeProblem.VERSION_NOT_RAISED,
                        null,
                        "version",
                        new Location(1, 0, file),
                        file,
                        agreement.version()));
            }
        }
        return findings;
    }

    private boolean means(AgreementText text, Agreement agreement) {
        AgreementSet file = files.get(text.recipient());
        boolean same = file != null && file.texts().contains(text);
        return same
                || Agreements.load(List.of(text), definitions, onDisk, regions)
                        .of(text.recipient())
                        .equals(List.of(agreement));
    }
}
