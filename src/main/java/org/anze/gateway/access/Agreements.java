package org.anze.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
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
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.Regions;
import org.jspecify.annotations.Nullable;

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
    /** Recipient → record type → what it is told instead of figures. */
    private final Map<String, Map<RecordType, Answer>> held = new HashMap<>();

    private Agreements(
            Map<String, List<Agreement>> byRecipient,
            Map<String, List<Finding>> broken,
            RecordDefinitions definitions,
            Parties parties) {
        this.byRecipient = Collections.unmodifiableMap(byRecipient);
        this.broken = Collections.unmodifiableMap(broken);
        byRecipient.forEach((recipient, agreements) -> {
            Party party = parties.find(recipient).orElseThrow();
            tables.put(recipient, GrantTable.of(party, agreements, definitions));
        });
    }

    private Agreements(Agreements of, Map<String, List<Finding>> stopped) {
        Map<String, List<Agreement>> sound = new TreeMap<>(of.byRecipient);
        Map<String, List<Finding>> faults = new TreeMap<>(of.broken);
        this.tables.putAll(of.tables);
        this.held.putAll(of.held);
        stopped.forEach((recipient, findings) -> {
            faults.put(recipient, List.copyOf(findings));
            sound.remove(recipient);
            tables.remove(recipient);
        });
        this.byRecipient = Collections.unmodifiableMap(sound);
        this.broken = Collections.unmodifiableMap(faults);
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

    /**
     * Reads texts wherever they were kept, under the rules of {@link #load(Path, RecordDefinitions, Parties, Regions)}.
     *
     * @param texts of any number of recipients, those of one recipient in the order of their names
     */
    public static Agreements load(
            Collection<AgreementText> texts, RecordDefinitions definitions, Parties parties, Regions regions) {
        Map<String, List<AgreementText>> byParty = new TreeMap<>();
        texts.forEach(text -> byParty.computeIfAbsent(text.recipient(), recipient -> new ArrayList<>())
                .add(text));
        AgreementFolder reader = reader(definitions, parties, code -> regions.isKnown((code + "0000").substring(0, 6)));
        Map<String, AgreementFolder.Content> contents = new TreeMap<>();
        byParty.forEach((recipient, files) -> contents.put(recipient, reader.read(recipient, files)));
        return assemble(contents, definitions, parties);
    }

    /** The same without the agreements of some recipients, which stand in {@link #broken()} from then on. */
    public Agreements stopping(Map<String, List<Finding>> recipients) {
        return new Agreements(this, recipients);
    }

    /**
     * The same without the right to count records of some types; who may be given them, and who may ask yes or no, may still.
     *
     * @param types by recipient
     */
    public Agreements holdingFigures(Map<String, Set<RecordType>> types) {
        Agreements holding = new Agreements(this, Map.of());
        types.forEach((recipient, waiting) -> {
            Map<RecordType, Answer> answers = new EnumMap<>(RecordType.class);
            for (RecordType type : waiting) {
                Agreement named = of(recipient).stream()
                        .filter(agreement -> agreement.grants().stream().anyMatch(grant -> grant.type() == type))
                        .findFirst()
                        .orElse(null);
                answers.put(type, Answer.deny(Decision.Reason.FIGURES_HELD, named));
            }
            holding.held.put(recipient, answers);
        });
        return holding;
    }

    private static Agreements load(
            Path partiesFolder, RecordDefinitions definitions, Parties parties, Predicate<String> knownRegion)
            throws IOException {
        AgreementFolder reader = reader(definitions, parties, knownRegion);
        Map<String, AgreementFolder.Content> contents = new TreeMap<>();
        try (Stream<Path> children = Files.list(partiesFolder)) {
            children.filter(child -> Files.exists(child.resolve("agreements")))
                    .forEach(folder -> contents.put(folder.getFileName().toString(), reader.read(folder)));
        }
        return assemble(contents, definitions, parties);
    }

    /** A legal basis has ended or not by the day in China on which the files are read. */
    private static AgreementFolder reader(
            RecordDefinitions definitions, Parties parties, Predicate<String> knownRegion) {
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), Agreement.CHINA);
        return new AgreementFolder(definitions, parties, new AgreementReader(definitions, parties, knownRegion, today));
    }

    private static Agreements assemble(
            Map<String, AgreementFolder.Content> contents, RecordDefinitions definitions, Parties parties) {
        Map<String, List<Agreement>> byRecipient = new TreeMap<>();
        Map<String, List<Finding>> broken = new TreeMap<>();
        contents.forEach((recipient, content) -> {
            if (!content.findings().isEmpty()) {
                broken.put(recipient, List.copyOf(content.findings()));
            } else if (!content.agreements().isEmpty()) {
                byRecipient.put(recipient, List.copyOf(content.agreements()));
            }
        });
        return new Agreements(byRecipient, broken, definitions, parties);
    }

    /**
     * Decides whether and how a recipient is given a record now. Allocates nothing once a scope has been seen, unless a
     * condition of the agreement has to look at the record.
     *
     * @param purpose what the data is wanted for; null takes the agreement's own, as push and pull do, and leaves out what is
     *     only given when asked for: single cases, and what the recipient sent itself
     * @param facts of the record version that would be given
     */
    public Decision decide(String recipient, @Nullable Purpose purpose, RecordType type, Facts facts, Instant now) {
        GrantTable table = table(recipient, type);
        return (table == null ? none(recipient) : table.decide(purpose, facts, now)).given();
    }

    /**
     * What a recipient may count of a record type now.
     *
     * @param purpose what the figures are wanted for; null takes the agreement's own
     */
    public StatisticsRight mayCount(String recipient, @Nullable Purpose purpose, RecordType type, Instant now) {
        StatisticsRight right = figures(recipient, purpose, type, now);
        DecisionCounter.of(right.decision()).increment();
        return right;
    }

    /**
     * Record types of which figures under these agreements, laid beside those under earlier ones, could tell the recipient what
     * neither tells alone; for any purpose, now or at any later moment at which one of the agreements begins or ends. Not counted
     * among the decisions.
     */
    public Set<RecordType> tellingMoreFigures(String recipient, Agreements earlier, Instant now) {
        return FigureRights.where(StatisticsRight::tellsMoreThan, recipient, this, earlier, now);
    }

    /** Record types of which other records or fields count than under other agreements, or other cells are hidden; likewise. */
    public Set<RecordType> countingOtherwise(String recipient, Agreements other, Instant now) {
        return FigureRights.where((here, there) -> !here.isSameAs(there), recipient, this, other, now);
    }

    /** What a recipient may count; not counted among the decisions. */
    StatisticsRight figures(String recipient, @Nullable Purpose purpose, RecordType type, Instant now) {
        Answer waits = held.getOrDefault(recipient, Map.of()).get(type);
        GrantTable table = table(recipient, type);
        if (waits != null || table == null) {
            return StatisticsRight.none((waits != null ? waits : none(recipient)).decision());
        }
        return table.mayCount(purpose, now, recipient);
    }

    /**
     * Decides whether a recipient may ask yes or no about a record now: the letter "status" of DOMAIN.md B2 (FL-10). Whoever may
     * be given the record may ask, too. A permit of this kind gives no unit.
     */
    public Decision status(String recipient, Purpose purpose, RecordType type, Facts facts, Instant now) {
        GrantTable table = table(recipient, type);
        return (table == null ? none(recipient) : table.status(purpose, facts, now)).given();
    }

    private @Nullable GrantTable table(String recipient, RecordType type) {
        GrantTable[] table = tables.get(recipient);
        return table == null ? null : table[type.ordinal()];
    }

    private Answer none(String recipient) {
        return broken.containsKey(recipient) ? GrantTable.BROKEN : GrantTable.NONE;
    }

    /**
     * Whether any agreement, past or future ones included, sends records of this type to the recipient unasked: the feed's first
     * filter.
     */
    public boolean mayEverReceive(String recipient, RecordType type) {
        GrantTable[] table = tables.get(recipient);
        return table != null && table[type.ordinal()].isPushed();
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

    /** Whether a recipient's rights are the same under another state of the files, read at another moment or not. */
    public boolean saysTheSame(String recipient, Agreements other) {
        return this == other
                || of(recipient).equals(other.of(recipient))
                        && broken.containsKey(recipient) == other.broken.containsKey(recipient)
                        && held.getOrDefault(recipient, Map.of())
                                .keySet()
                                .equals(other.held
                                        .getOrDefault(recipient, Map.of())
                                        .keySet());
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
