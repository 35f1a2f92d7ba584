package org.anze.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger in which each of the 1,920 decisions of {@link MatrixCases} has its records: of every type one of each
 * party's own and others that are nobody's, at the own and the foreign place and in the foreign sector; and the
 * agreements that the templates make. For the tests that take the matrix through push, pull, query and statistics.
 */
public final class MatrixLedger {

    /** How many records that are nobody's own stand in each place, so that no figure is too small to be shown. */
    public static final int COPIES = 6;

    private static final Logger LOG = LoggerFactory.getLogger(MatrixLedger.class);
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final int DAYS = 365;
    private static final Set<Circumstance> PLACES =
            EnumSet.of(Circumstance.OWN_REGION, Circumstance.FOREIGN_REGION, Circumstance.FOREIGN_SECTOR);
    private static final Map<PartyType, Own> SENSES = Map.of(
            PartyType.INS, Own.INSURER,
            PartyType.BRK, Own.BROKER,
            PartyType.AGY, Own.AGENCY,
            PartyType.ENT, Own.ENTERPRISE);

    public final DataSource pool;
    public final JdbcClient jdbc;
    public final LedgerReader reader;
    private final RecordSealer sealer;
    private final LedgerTransaction ledger;
    private final Agreements agreements;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Wanted, Sample> ofCases = new HashMap<>();
    private final Map<String, List<Sample>> batches = new LinkedHashMap<>();
    private long submissions;

    /**
     * A record of the ledger.
     *
     * @param index in the ledger
     * @param owner whose own it is; null for nobody's
     * @param record as it was sealed
     */
    public record Sample(
            long index,
            RecordType type,
            Circumstance place,
            @Nullable PartyType owner,
            Scope scope,
            String provider,
            String businessKey,
            CanonicalRecord record) {

        Sample at(long position) {
            return new Sample(position, type, place, owner, scope, provider, businessKey, record);
        }
    }

    private record Wanted(
            RecordType type, Circumstance place, @Nullable PartyType owner, String insurer) {}

    /** A fresh store with all the records. */
    public static MatrixLedger open() {
        try {
            return new MatrixLedger();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private MatrixLedger() throws IOException, SQLException {
        pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(org.anze.gateway.keys.SampleKeys.inMemory());
        sealer = new RecordSealer(Suite.SM, cipher);
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        ledger = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        agreements = Agreements.load(
                MatrixCases.texts(),
                SealedSamples.DEFINITIONS,
                MatrixCases.parties(),
                CodeTables.load(Path.of("codes")).regions());
        if (!agreements.broken().isEmpty()) {
            throw new IllegalStateException(agreements.broken().toString());
        }
        // Policies first: other records say whose they are by their policy.
        List<RecordType> types = new ArrayList<>(List.of(RecordType.values()));
        types.remove(RecordType.POLICY);
        types.add(0, RecordType.POLICY);
        for (RecordType type : types) {
            for (Circumstance place : PLACES) {
                for (PartyType owner : PartyType.values()) {
                    add(type, place, owner, new Case(owner, type, place).scope(true));
                }
                Set<Scope> others = new LinkedHashSet<>();
                for (PartyType party : PartyType.values()) {
                    others.add(new Case(party, type, place).scope(false));
                }
                for (int copy = 0; copy < COPIES; copy++) {
                    for (Scope scope : others) {
                        add(type, place, null, scope);
                    }
                }
            }
        }
        append();
    }

    /** The gateway's seal. */
    public static SampleSeals.Gateway gateway() {
        return GATEWAY;
    }

    /** The agreements that the templates make. */
    public Agreements agreements() {
        return agreements;
    }

    /** A clock that stands. */
    public static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    /** A moment at which every agreement has ended. */
    public static Instant afterwards() {
        return new Case(PartyType.PRV, RecordType.POLICY, Circumstance.EXPIRED_GRANT).now();
    }

    /** The parties, all served over the same channel. */
    public static Parties parties(Party.Channel channel) {
        String endpoint = "https://localhost:1/parcels";
        Party.Delivery delivery = new Party.Delivery(
                channel, endpoint, Party.Format.JSON, Map.of(), null, 0, null, null, null, null, null, null);
        return Parties.of(Arrays.stream(PartyType.values())
                .map(type -> {
                    Party party = MatrixCases.party(type);
                    return new Party(
                            party.id(), type, party.name(), party.uscc(), party.regions(), null, delivery, List.of());
                })
                .toList());
    }

    /** All records, by their position in the ledger. */
    public List<Sample> samples() {
        return samples;
    }

    /**
     * The record of a case.
     *
     * @param own the party's own, or nobody's
     */
    public Sample of(Case each, boolean own) {
        Circumstance place = place(each.circumstance());
        Scope scope = each.scope(own);
        Sample sample = ofCases.get(new Wanted(each.type(), place, own ? each.party() : null, scope.insurer()));
        if (sample == null || !sample.scope().equals(scope)) {
            throw new IllegalStateException("no record for " + each);
        }
        return sample;
    }

    /** Whether an agreement reaches the business of the record's insurer: an agency's names those it works for. */
    public boolean inReach(PartyType party, Sample sample) {
        return party != PartyType.AGY || isOfInsurer(sample);
    }

    /** Credit code of the unit that a record is about, as it says itself or its policy does; null when neither tells. */
    public @Nullable Object unit(Sample sample) {
        if (sample.type() != RecordType.ENDORSEMENT) {
            return sample.record().value(sample.type() == RecordType.POLICY ? "insured" : "uscc");
        }
        Object policy = sample.record().value("policyNo");
        return samples.stream()
                .filter(other -> other.type() == RecordType.POLICY
                        && other.scope().insurer().equals(sample.scope().insurer())
                        && other.businessKey().equals(policy))
                .map(this::unit)
                .findFirst()
                .orElseThrow();
    }

    /** Whether the record is of the business of the insurer among the sixteen. */
    public boolean isOfInsurer(Sample sample) {
        return sample.scope().insurer().equals(MatrixCases.party(PartyType.INS).id());
    }

    /** Where the record of a circumstance is. */
    public static Circumstance place(Circumstance circumstance) {
        return PLACES.contains(circumstance) ? circumstance : Circumstance.OWN_REGION;
    }

    private void add(RecordType type, Circumstance place, @Nullable PartyType owner, Scope scope) {
        int number = samples.size();
        Party party = owner == null ? null : MatrixCases.party(owner);
        boolean told = owner != null && isTold(owner, type);
        String provider = party == null ? "somebody-else" : told ? "sender-" + place.ordinal() : party.id();
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
        CanonicalRecord.Builder builder = CanonicalRecord.of(
                definition, scope, UnreadRecord.at(number, Location.ofLine(2)), field -> Location.ofLine(2));
        Map<String, Object> telling = MatrixCases.values(scope, party);
        boolean distinct = false;
        for (FieldDefinition field : definition.fields()) {
            if (field.unit().equals(RecordDefinition.SCOPE_UNIT)) {
                continue;
            }
            Object value = value(field, number);
            if (field.name().equals("policyNo") && type != RecordType.POLICY) {
                value = ofCases.get(new Wanted(RecordType.POLICY, place, owner, scope.insurer()))
                        .businessKey();
            } else if (type == RecordType.ROSTER && field.name().equals("asOf")) {
                // One headcount line of many days of one year: lists are counted by their line 0.
                value = LocalDate.of(2026, 1, 1).plusDays(number % DAYS).toString();
                distinct = true;
            } else if (isLine(definition, field)) {
                value = 0L;
            } else if (telling.containsKey(field.name())) {
                value = telling(field, telling.get(field.name()), value);
            } else if (type == RecordType.FEE_LEDGER && field.name().equals("type")) {
                value = "BUDGET";
            } else if (definition.key().contains(field.name())
                    && field.type() != FieldType.CODE
                    && field.type() != FieldType.BOOLEAN) {
                value = keyValue(field, number);
                distinct = true;
            }
            builder.set(field.name(), value);
        }
        if (!distinct && !told) {
            // Only who sent it tells these records apart from those of the other places.
            builder.set(definition.key().get(0), "UNIT-" + number);
        }
        CanonicalRecord record = builder.build();
        Sample sample = new Sample(number, type, place, owner, scope, provider, record.businessKey(), record);
        samples.add(sample);
        ofCases.putIfAbsent(new Wanted(type, place, owner, scope.insurer()), sample);
        batches.computeIfAbsent(provider, key -> new ArrayList<>()).add(sample);
    }

    private static boolean isLine(RecordDefinition definition, FieldDefinition field) {
        return field.name().equals("line") && definition.key().contains("line");
    }

    /** Whether records of a type say themselves that they are the party's own; then somebody else has sent them. */
    private static boolean isTold(PartyType owner, RecordType type) {
        Own sense = SENSES.get(owner);
        return sense != null
                && (sense == Own.INSURER || sense.isToldByFields(type))
                && !MatrixCases.sentOnly(owner, type);
    }

    @SuppressWarnings("unchecked")
    private static Object telling(FieldDefinition field, Object told, Object sample) {
        if (field.type() != FieldType.OBJECTS) {
            return field.type() == FieldType.TEXTS && !(told instanceof List) ? List.of(told) : told;
        }
        Map<String, Object> object = new LinkedHashMap<>((Map<String, Object>) ((List<?>) sample).get(0));
        object.putAll((Map<String, Object>) ((List<?>) told).get(0));
        return List.of(object);
    }

    private static Object keyValue(FieldDefinition field, int number) {
        return switch (field.type()) {
            case INTEGER, MONEY, PERCENT -> (long) number;
            case DATE -> LocalDate.of(2020, 1, 1).plusDays(number).toString();
            case INSTANT -> LocalDate.of(2020, 1, 1).plusDays(number) + "T08:00:00+08:00";
            default -> "KEY-" + number;
        };
    }

    /** A value of which a mask leaves something else. */
    private static Object value(FieldDefinition field, int number) {
        return switch (field.type()) {
            case TEXT -> "王甲乙" + number + "，手机13800000000，证件110101199003071234";
            case TEXTS -> List.of("手机13800000000，证件110101199003071234");
            case CODE -> field.codes() != null && field.codes().contains("伤残9") ? "伤残9" : "K1";
            case INTEGER -> 17L;
            case MONEY -> 12_345_678L;
            case PERCENT -> 123_456L;
            case DATE -> "2026-03-04";
            case INSTANT -> "2026-03-04T05:06:07+08:00";
            case BOOLEAN -> true;
            case OBJECTS -> {
                Map<String, Object> object = new LinkedHashMap<>();
                field.entries().forEach(part -> object.put(part.name(), value(part, number)));
                yield List.of(object);
            }
        };
    }

    private void append() throws SQLException {
        List<Sample> placed = new ArrayList<>();
        for (Map.Entry<String, List<Sample>> batch : batches.entrySet()) {
            long seq = ++submissions;
            jdbc.sql("insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state,"
                            + " received_at) values (?, ?, ?, ?, 'REST', 'policies', '', 1, 'RECEIVED', now())")
                    .params(seq, "S" + seq, batch.getKey(), "M" + seq)
                    .update();
            Append.SubmissionRef submission = new Append.SubmissionRef(
                    seq, "S" + seq, batch.getKey(), "M" + seq, new byte[32], new byte[32], MatrixCases.NOW);
            List<PreparedRecord> prepared = new ArrayList<>();
            for (Sample sample : batch.getValue()) {
                prepared.add(
                        sealer.prepare(submission, new ValidRecord(sample.record(), sample.scope(), List.of()), 0));
                Sample at = sample.at(placed.size());
                placed.add(at);
                ofCases.replace(
                        new Wanted(at.type(), at.place(), at.owner(), at.scope().insurer()), sample, at);
            }
            SampleEntries.append(
                    ledger,
                    reader,
                    new Append(submission, 0, prepared.size(), prepared, List.of(), true, null),
                    MatrixCases.NOW);
        }
        samples.clear();
        samples.addAll(placed);
        if (reader.size() != samples.size()) {
            throw new IllegalStateException(reader.size() + " entries of " + samples.size());
        }
    }

    /** Writes a matrix where people find it, and says so. */
    public static void print(String way, long compared, String matrix) throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/matrix-" + way + ".txt"), matrix);
        LOG.info("{}: {} decisions, {} comparisons, 0 differences; target/matrix-{}.txt", way, 1920, compared, way);
    }
}
