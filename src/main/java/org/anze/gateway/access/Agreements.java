package org.anze.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.Regions;

/**
 * All agreements as the files say at one moment. Immutable and safe for several threads; a reload makes a new one and the
 * caller swaps it in, which also forgets every cached decision.
 *
 * <p>Whoever has one broken file has no agreements and stands in {@link #broken()}; the others are not touched.
 */
public final class Agreements {

    /** First two digits of GB/T 2260; used when the caller has no region table at hand. */
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82");

    private final Map<String, List<Agreement>> byRecipient;
    private final Map<String, List<Finding>> broken;
    private final Map<String, GrantTable[]> tables = new HashMap<>();

    private Agreements(
            Map<String, List<Agreement>> byRecipient,
            Map<String, List<Finding>> broken,
            RecordDefinitions definitions,
            Parties parties) {
        this.byRecipient = Collections.unmodifiableMap(byRecipient);
        this.broken = Collections.unmodifiableMap(broken);
        byRecipient.forEach((recipient, agreements) -> {
            PartyType type = parties.find(recipient).map(Party::type).orElseThrow();
            tables.put(recipient, GrantTable.of(type, agreements, definitions));
        });
    }

    /** Reads {@code <folder>/<recipient>/agreements/*.yaml}, knowing of regions only the provinces. */
    public static Agreements load(Path partiesFolder, RecordDefinitions definitions, Parties parties)
            throws IOException {
        return load(partiesFolder, definitions, parties, code -> PROVINCES.contains(code.substring(0, 2)));
    }

    /**
     * Reads {@code <folder>/<recipient>/agreements/*.yaml} of every sub-folder.
     *
     * @param regions every region a file may name; codes no longer in force stay known
     * @throws IOException when the folder itself cannot be listed; whatever is wrong below it is in {@link #broken()}
     */
    public static Agreements load(Path partiesFolder, RecordDefinitions definitions, Parties parties, Regions regions)
            throws IOException {
        return load(partiesFolder, definitions, parties, code -> regions.isKnown((code + "0000").substring(0, 6)));
    }

    private static Agreements load(
            Path partiesFolder, RecordDefinitions definitions, Parties parties, Predicate<String> knownRegion)
            throws IOException {
        Map<String, List<Agreement>> byRecipient = new TreeMap<>();
        Map<String, List<Finding>> broken = new TreeMap<>();
        AgreementFolder reader =
                new AgreementFolder(definitions, parties, new AgreementReader(definitions, parties, knownRegion));
        List<Path> folders;
        try (Stream<Path> children = Files.list(partiesFolder)) {
            folders = children.filter(child -> Files.exists(child.resolve("agreements")))
                    .sorted()
                    .toList();
        }
        for (Path folder : folders) {
            String recipient = folder.getFileName().toString();
            AgreementFolder.Content content = reader.read(folder);
            if (!content.findings().isEmpty()) {
                broken.put(recipient, List.copyOf(content.findings()));
            } else if (!content.agreements().isEmpty()) {
                byRecipient.put(recipient, List.copyOf(content.agreements()));
            }
        }
        return new Agreements(byRecipient, broken, definitions, parties);
    }

    /**
     * Decides whether and how a recipient is given a record now. Allocates nothing once a scope has been seen.
     *
     * @param scope of the record version that would be given
     */
    public Decision decide(String recipient, RecordType type, Scope scope, Instant now) {
        GrantTable[] table = tables.get(recipient);
        if (table == null) {
            return broken.containsKey(recipient) ? GrantTable.BROKEN : GrantTable.NONE;
        }
        return table[type.ordinal()].decide(scope, now);
    }

    /** Whether any agreement, past or future ones included, names this type for the recipient: the feed's first filter. */
    public boolean mayEverReceive(String recipient, RecordType type) {
        GrantTable[] table = tables.get(recipient);
        return table != null && !table[type.ordinal()].isEmpty();
    }

    /**
     * Whether exactly this version of an agreement allows anything now. What was prepared under another version, or under
     * an agreement that has ended since, must not leave any more.
     */
    public boolean inForce(String recipient, String agreement, int version, Instant now) {
        return find(recipient, agreement)
                .filter(found -> found.version() == version && found.inForce(now))
                .isPresent();
    }

    /** An agreement by recipient and id. */
    public Optional<Agreement> find(String recipient, String agreement) {
        return of(recipient).stream().filter(one -> one.id().equals(agreement)).findFirst();
    }

    /** The agreements of a recipient by file name; empty when it has none or a broken one. */
    public List<Agreement> of(String recipient) {
        return byRecipient.getOrDefault(recipient, List.of());
    }

    /** All sound agreements. */
    public Collection<Agreement> all() {
        List<Agreement> all = new ArrayList<>();
        byRecipient.values().forEach(all::addAll);
        return all;
    }

    /** Recipient → what is wrong with its agreement files; such a recipient is given nothing. */
    public Map<String, List<Finding>> broken() {
        return broken;
    }
}
