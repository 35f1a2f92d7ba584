package org.anze.gateway.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The 1,920 decisions of DOMAIN.md B4 (16 party types × 20 record types × 6 circumstances) with what B2 says of each, told from
 * the transcription under {@code src/test/resources/access} and the classes of the fields alone, not from the templates. For
 * the way of every channel: the parties, their agreements (the templates, filled), the records, and the expectation.
 */
public final class MatrixCases {

    /** A day on which the agreements of {@link #texts()} run. */
    public static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private static final Instant AFTERWARDS = Instant.parse("2027-07-01T00:00:00Z");
    private static final String OTHER_INSURER = "insurer-other";
    private static final int LONGEST_WORD = 300;

    private static final Map<String, Set<String>> LIMITS = limits();

    private MatrixCases() {}

    /** What is as it should be, or the one thing that is not. */
    public enum Circumstance {
        OWN_REGION,
        FOREIGN_REGION,
        OWN_SECTOR,
        FOREIGN_SECTOR,
        EXPIRED_GRANT,
        WRONG_PURPOSE
    }

    /** How records come to a recipient. */
    public enum Way {
        /** Push and pull: nobody names a purpose. */
        FEED,
        QUERY
    }

    /**
     * What is given of a record.
     *
     * @param units every unit of the newest definition but key and scope
     * @param maskedFields of the units that are masked in part, the fields that are
     */
    public record View(Map<String, Manner> units, Map<String, Set<String>> maskedFields, Agreement.Persons persons) {}

    /** One of the 1,920. */
    public record Case(PartyType party, RecordType type, Circumstance circumstance) {

        /** What stands in B2. */
        public String cell() {
            return AuthorisationMatrix.cell(party, type);
        }

        public String recipient() {
            return MatrixCases.party(party).id();
        }

        /** Scope of the record; own business of the insurer when it is the insurer's own. */
        public Scope scope(boolean own) {
            String region = circumstance == Circumstance.FOREIGN_REGION ? "330382" : "140212";
            String sector = circumstance == Circumstance.FOREIGN_SECTOR ? "05" : "03";
            return new Scope(
                    region,
                    sector,
                    own || party != PartyType.INS
                            ? MatrixCases.party(PartyType.INS).id()
                            : OTHER_INSURER);
        }

        /** The moment of the decision. */
        public Instant now() {
            return circumstance == Circumstance.EXPIRED_GRANT ? AFTERWARDS : NOW;
        }

        /** The purpose that is named where one is. */
        public Purpose purpose() {
            Purpose own = MatrixCases.purpose(party);
            return circumstance != Circumstance.WRONG_PURPOSE ? own : own == Purpose.COR ? Purpose.ENF : Purpose.COR;
        }

        /**
         * The record.
         *
         * @param own whether it is the party's own, or another's
         */
        public Facts facts(boolean own) {
            Scope scope = scope(own);
            Party recipient = MatrixCases.party(party);
            Map<String, Object> values = values(scope, own ? recipient : null);
            return new Facts() {
                @Override
                public Scope scope() {
                    return scope;
                }

                @Override
                public @Nullable Object value(String field) {
                    return values.get(field);
                }

                @Override
                public String provider() {
                    return own ? recipient.id() : "somebody-else";
                }

                @Override
                public @Nullable Object policyValue(String field) {
                    return values.get(field);
                }
            };
        }

        /** What B2 gives of the record; null for nothing. */
        public @Nullable View view(Way way, boolean own) {
            return applies(way == Way.QUERY) ? MatrixCases.view(party, type, way, own) : null;
        }

        /** Whether B2 lets figures be had in which the record counts. */
        public boolean figures(boolean own) {
            return applies(true) && MatrixCases.figures(party, type, own);
        }

        /** Whether B2 lets a yes or no about the record be had. */
        public boolean status(boolean own) {
            return applies(true)
                    && (Set.of("status", "open major y/n").contains(cell())
                            || MatrixCases.view(party, type, Way.QUERY, own) != null);
        }

        private boolean applies(boolean named) {
            return switch (circumstance) {
                case OWN_REGION, OWN_SECTOR -> true;
                case FOREIGN_REGION -> !limited("region", party);
                case FOREIGN_SECTOR -> !limited("sector", party);
                case EXPIRED_GRANT -> false;
                case WRONG_PURPOSE -> !named;
            };
        }
    }

    /** All 1,920 in the order of the matrix. */
    public static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (RecordType type : RecordType.values()) {
            for (PartyType party : PartyType.values()) {
                for (Circumstance circumstance : Circumstance.values()) {
                    cases.add(new Case(party, type, circumstance));
                }
            }
        }
        return List.copyOf(cases);
    }

    /** One party of each type, and a second insurer. */
    public static Parties parties() {
        return Parties.of(Stream.concat(
                        Arrays.stream(PartyType.values()).map(MatrixCases::party),
                        Stream.of(party(OTHER_INSURER, PartyType.INS)))
                .toList());
    }

    /** The party of a type. */
    public static Party party(PartyType type) {
        return party("party-" + type.name().toLowerCase(Locale.ROOT), type);
    }

    private static Party party(String id, PartyType type) {
        return new Party(id, type, new Party.Name(id, id), "USCC-" + id, List.of("14"), null, null, List.of());
    }

    /** The templates, filled for these parties. */
    public static List<AgreementText> texts() {
        return Arrays.stream(PartyType.values())
                .map(type -> new AgreementText(
                        party(type).id(), "standard.yaml", text(type).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static String text(PartyType type) {
        return AgreementTemplate.of(type)
                .fill(new AgreementTemplate.Blanks(
                        "standard",
                        party(type).id(),
                        LocalDate.of(2026, 1, 1),
                        LocalDate.of(2027, 6, 30),
                        "示例〔2026〕1号",
                        "示例办公室",
                        List.of("14"),
                        List.of("03"),
                        List.of(party(PartyType.INS).id()),
                        100_000));
    }

    /** Values that make a record somebody's own, and such that every condition of the matrix holds. */
    public static Map<String, Object> values(Scope scope, @Nullable Party owner) {
        String uscc = owner == null ? "USCC-OTHER" : owner.uscc();
        Map<String, Object> values = new HashMap<>();
        for (String field : List.of(
                "uscc",
                "insured",
                "applicant",
                "broker",
                "agency",
                "payee",
                "against",
                "object",
                "party",
                "agencyId")) {
            values.put(field, uscc);
        }
        values.put("items", List.of(Map.of("agency", uscc)));
        values.put("sentTo", owner == null ? List.of(scope.insurer()) : List.of(owner.id(), scope.insurer()));
        values.put("insurer", "CPIC");
        values.put("level", "重大");
        values.put("state", "已公布");
        return values;
    }

    private static @Nullable View view(PartyType party, RecordType type, Way way, boolean own) {
        String cell = AuthorisationMatrix.cell(party, type);
        List<List<String>> parts = AuthorisationMatrix.table("matrix-units.txt");
        boolean pushable = way == Way.QUERY || !sentOnly(party, type);
        for (List<String> part : parts) {
            boolean here = part.get(0).equals(type.number()) || part.get(0).equals(type.number() + " " + party);
            if (here && part.get(1).equals(cell)) {
                boolean limited = cell.startsWith("own");
                return limited && !own ? null : part(type, part, cell.equals("P"));
            }
        }
        return switch (cell) {
            case "F", "F,W", "insurers only" -> full(type);
            case "M", "M (352号)", "M own region", "major only" -> masked(type);
            case "P" -> pseudonymised(type);
            case "W,M" -> own && pushable ? full(type) : masked(type);
            case "W", "W own", "W count" -> own && pushable ? full(type) : null;
            case "own", "own lines" -> own ? full(type) : null;
            case "–", "A", "G", "status", "open major y/n" -> null;
            default -> throw new IllegalStateException("no reading of " + cell);
        };
    }

    private static boolean figures(PartyType party, RecordType type, boolean own) {
        String cell = AuthorisationMatrix.cell(party, type);
        return switch (cell) {
            case "–",
                    "G",
                    "status",
                    "open major y/n",
                    "major only",
                    "insurers only",
                    "approved report",
                    "own lines",
                    "own share",
                    "own score",
                    "own" -> false;
            // Of an insurer's own business the scope of a record tells; of other records of one's own only the record
            // does.
            case "W", "W own" -> own && party == PartyType.INS;
            default -> true;
        };
    }

    private static View part(RecordType type, List<String> row, boolean pseudonyms) {
        List<String> give = Arrays.asList(row.get(2).split(" "));
        List<String> mask = Arrays.asList(row.get(3).split(" "));
        Map<String, Manner> units = new TreeMap<>();
        for (String unit : units(type)) {
            units.put(unit, give.contains(unit) ? Manner.GIVEN : mask.contains(unit) ? Manner.MASKED : Manner.WITHHELD);
        }
        return new View(units, Map.of(), pseudonyms ? Agreement.Persons.PSEUDONYMISED : Agreement.Persons.MASKED);
    }

    /** Everything; what is sensitive about persons masked (B4, L5). */
    private static View full(RecordType type) {
        Map<String, Manner> units = new TreeMap<>();
        Map<String, Set<String>> fields = new TreeMap<>();
        for (String unit : units(type)) {
            List<FieldDefinition> members = definition(type).fieldsOf(unit);
            Set<String> sensitive = new HashSet<>();
            members.stream().filter(field -> highest(field) >= 5).forEach(field -> sensitive.add(field.name()));
            units.put(unit, sensitive.isEmpty() ? Manner.GIVEN : Manner.MASKED);
            if (!sensitive.isEmpty() && sensitive.size() < members.size()) {
                fields.put(unit, sensitive);
            }
        }
        return new View(units, fields, Agreement.Persons.MASKED);
    }

    /** Commercial secrets, persons and narratives masked (B4: L3 to L5, free text). */
    private static View masked(RecordType type) {
        Map<String, Manner> units = new TreeMap<>();
        for (String unit : units(type)) {
            boolean hidden = definition(type).fieldsOf(unit).stream()
                    .anyMatch(field -> highest(field) >= 3 || isNarrative(field, field.sensitivity()));
            units.put(unit, hidden ? Manner.MASKED : Manner.GIVEN);
        }
        return new View(units, Map.of(), Agreement.Persons.MASKED);
    }

    /** Persons pseudonymised, all else in the clear. */
    private static View pseudonymised(RecordType type) {
        Map<String, Manner> units = new TreeMap<>();
        for (String unit : units(type)) {
            boolean personal = definition(type).fieldsOf(unit).stream().anyMatch(field -> highest(field) >= 4);
            units.put(unit, personal ? Manner.MASKED : Manner.GIVEN);
        }
        return new View(units, Map.of(), Agreement.Persons.PSEUDONYMISED);
    }

    private static int highest(FieldDefinition field) {
        return Stream.concat(Stream.of(field), field.entries().stream())
                .mapToInt(FieldDefinition::sensitivity)
                .max()
                .orElseThrow();
    }

    private static boolean isNarrative(FieldDefinition field, int sensitivity) {
        return switch (field.type()) {
            case TEXT -> sensitivity == 2 && field.codes() == null && field.longestText() > LONGEST_WORD;
            case TEXTS -> sensitivity == 2 && field.codes() == null;
            case OBJECTS ->
                field.entries().stream()
                        .filter(entry -> entry.type() == FieldType.TEXT)
                        .anyMatch(entry -> isNarrative(entry, entry.sensitivity()));
            default -> false;
        };
    }

    private static List<String> units(RecordType type) {
        return definition(type).units().stream()
                .filter(unit -> !unit.equals(RecordDefinition.KEY_UNIT) && !unit.equals(RecordDefinition.SCOPE_UNIT))
                .toList();
    }

    private static RecordDefinition definition(RecordType type) {
        return SealedSamples.DEFINITIONS.of(type);
    }

    static boolean sentOnly(PartyType party, RecordType type) {
        Set<String> sent = LIMITS.getOrDefault("sender", Set.of());
        return sent.contains(party.name()) || sent.contains(party.name() + ":" + type.number());
    }

    private static boolean limited(String by, PartyType party) {
        return LIMITS.getOrDefault(by, Set.of()).contains(party.name());
    }

    private static Purpose purpose(PartyType party) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> limited("purpose " + purpose, party))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Set<String>> limits() {
        Map<String, Set<String>> limits = new HashMap<>();
        for (List<String> row : AuthorisationMatrix.table("matrix-limits.txt")) {
            limits.put(row.get(0), Set.of(row.get(1).split(" ")));
        }
        return limits;
    }
}
