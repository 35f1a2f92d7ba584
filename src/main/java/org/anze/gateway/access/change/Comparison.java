package org.anze.gateway.access.change;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

    private final AgreementSets sets;
    private final Suite suite;
    private final RecordDefinitions definitions;
    private final Parties onDisk;
    private final Regions regions;
    private final Instant now;
    private final Notes notes;
    private final Map<String, Row> ruling;
    private final Map<String, AgreementSet> files = new TreeMap<>();
    private final Map<String, List<Finding>> stopped = new TreeMap<>();
    /** Who has no folder of agreements now: nothing is given, and nothing is concluded from it. */
    private final Set<String> suspended = new HashSet<>();

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
        this.ruling = sets.inForce();
        this.proposed = Agreements.load(texts.texts(), definitions, parties, regions);
        boolean veryFirst = sets.beginsNow(now);
        Set<String> withFolder = new HashSet<>(texts.recipients());
        Agreements before = load(kept(parties.all()), asApproved(parties));
        for (Party party : parties.all()) {
            AgreementSet set = AgreementSet.of(
                    party, Reach.of(party, digest(texts.encryption().get(party.id()))), texts.texts());
            files.put(party.id(), set);
            compare(set, before, veryFirst, withFolder.contains(party.id()));
        }
        Parties approved = asApproved(parties);
        Map<String, List<Finding>> without = new TreeMap<>(proposed.broken());
        List<AgreementText> counting = new ArrayList<>();
        for (AgreementText text : kept(parties.all())) {
            if (!suspended.contains(text.recipient())) {
                counting.add(text);
            }
        }
        without.putAll(stopped);
        this.inForce = new InForce(
                approved, load(counting, approved).stopping(without), List.copyOf(pending.keySet()), sets.revision());
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
        Row now = ruling.get(party);
        if (proposed.broken().containsKey(party)) {
            return;
        }
        if (now != null && Arrays.equals(now.digest(), set.digest(suite))) {
            lapse(party, null);
            return;
        }
        if (!hasFolder && now != null && !sets.versions(now.id()).isEmpty()) {
            suspended.add(party);
            return;
        }
        List<Finding> conflicts = conflicts(set);
        if (!conflicts.isEmpty()) {
            stopped.put(party, conflicts);
            return;
        }
        Row kept = sets.keep(set, versions(party), this.now);
        if (veryFirst) {
            enforce(kept, Manner.BASELINE, "baseline: found at the very first start");
        } else if (narrows(now, set, before)) {
            enforce(kept, Manner.NARROWED, "in force at once: nobody gains anything");
        } else {
            if (now != null) {
                closeAhead(now, set, before);
            }
            pending.put(party, kept.id());
            if (isEncryptedToAnother(ruling.get(party), set)) {
                // The certificate that was approved is gone: nothing may leave under the one that lies there now.
                suspended.add(party);
            }
        }
        lapse(party, pending.get(party));
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
     * What closes something comes into force at once, even when it lies in the files beside something that waits: texts that
     * were taken away, ended or narrowed, each for itself. Otherwise whoever adds something could hold up every revocation.
     */
    private void closeAhead(Row ruling, AgreementSet files, Agreements before) {
        AgreementSet old = sets.read(ruling);
        if (!sets.isWhole(ruling, old)) {
            return;
        }
        String party = ruling.party();
        Map<String, Integer> versions = new HashMap<>(sets.versions(ruling.id()));
        List<AgreementText> texts = new ArrayList<>();
        for (AgreementText text : old.texts()) {
            for (AgreementText fresh : files.texts()) {
                if (fresh.name().equals(text.name())) {
                    Agreement after = named(text.name(), proposed.of(party));
                    boolean less = after != null && Narrowing.holds(before.of(party), List.of(after), now);
                    texts.add(less ? fresh : text);
                    if (less) {
                        versions.put(text.name(), after.version());
                    }
                }
            }
        }
        Reach was = old.reach();
        Reach reach = files.reach() != null && (was == null || files.reach().isWithin(was)) ? files.reach() : was;
        AgreementSet less = new AgreementSet(party, old.type(), old.uscc(), reach, texts);
        if (Arrays.equals(less.digest(suite), ruling.digest())) {
            return;
        }
        Agreements loaded = load(less.texts(), asApproved(onDisk));
        if (loaded.broken().containsKey(party) || !Narrowing.holds(before.of(party), loaded.of(party), now)) {
            // Texts that only fit the party as it is to become: which of them close something cannot be told apart.
            suspended.add(party);
            return;
        }
        enforce(
                sets.keep(less, versions, now),
                Manner.NARROWED,
                "in force at once, ahead of what waits: nobody gains anything");
    }

    private static @Nullable Agreement named(String file, List<Agreement> agreements) {
        return agreements.stream()
                .filter(agreement -> file.equals(agreement.id() + ".yaml"))
                .findFirst()
                .orElse(null);
    }

    private void enforce(Row row, Manner manner, String outcome) {
        Row before = ruling.put(row.party(), row);
        sets.enforce(row, manner, null, now);
        String reach = before == null || Objects.equals(before.reach(), row.reach()) || row.reach() == null
                ? null
                : "reach: " + row.reach().text();
        if (manner == Manner.NARROWED || !sets.versions(row.id()).isEmpty()) {
            notes.note(row, null, outcome, reach);
        }
    }

    /** A party that is new here has no type to change; what it would be given is what counts. */
    private boolean narrows(@Nullable Row now, AgreementSet set, Agreements before) {
        List<Agreement> after = proposed.of(set.party());
        if (now == null) {
            return Narrowing.holds(List.of(), after, this.now);
        }
        return now.type() == set.type()
                && now.uscc().equals(set.uscc())
                && reachesNobodyElse(now, set, before)
                && Narrowing.holds(before.of(set.party()), after, this.now);
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
                        .noneMatch(agreement -> Narrowing.end(agreement).isAfter(now));
    }

    private Map<String, Integer> versions(String party) {
        Map<String, Integer> versions = new HashMap<>();
        for (Agreement agreement : proposed.of(party)) {
            versions.put(agreement.id() + ".yaml", agreement.version());
        }
        return versions;
    }

    /** One version has one content for ever; comments may differ. */
    private List<Finding> conflicts(AgreementSet set) {
        List<Finding> findings = new ArrayList<>();
        for (Agreement agreement : proposed.of(set.party())) {
            String name = agreement.id() + ".yaml";
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

    /** The texts in force of these parties; a party whose texts are damaged is stopped. */
    private List<AgreementText> kept(Collection<Party> parties) {
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
                stopped.put(
                        party.id(),
                        List.of(Finding.of(ChangeProblem.KEPT_TEXT_DAMAGED, null, null, Location.WHOLE, party.id())));
            }
        }
        return texts;
    }

    private Agreements load(List<AgreementText> texts, Parties parties) {
        return Agreements.load(texts, definitions, parties, regions);
    }

    /** The parties with the types, credit codes and reaches that were approved. */
    private Parties asApproved(Parties parties) {
        return parties.with(party -> {
            Row row = ruling.get(party.id());
            if (row == null) {
                return party;
            }
            Party known = party.as(row.type(), row.uscc());
            return row.reach() == null ? known : row.reach().applied(known);
        });
    }
}
