package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.rendition.Renditions;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.Regions;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.RecordUnit;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.tree.MultiProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For each record type and many random agreements: nothing of a withheld unit, and no original value of a masked field, is in
 * the view, the parcel document or any rendition; neither is a salt of such a unit, nor an unsalted hash of such a value.
 */
class LeastDisclosureTest {

    private static final int AGREEMENTS = 25;
    private static final Suite SUITE = Suite.SM;
    private static final Scope SCOPE = new Scope("140212", "03", "insurer-jia");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Regions REGIONS = regions();
    private static final EnumSet<Party.Format> FORMATS =
            EnumSet.of(Party.Format.NDJSON, Party.Format.CSV, Party.Format.XLSX, Party.Format.XML);

    private final Discloser discloser = new Discloser(purpose -> new byte[32]);

    /**
     * A value that must not be seen.
     *
     * @param text in any form it could take
     */
    private record Secret(String field, String text) {
        boolean isIn(String where) {
            String bounded = "(?<![A-Za-z0-9+/_])" + Pattern.quote(text) + "(?![A-Za-z0-9+/_])";
            boolean figures = text.length() < 12 && text.chars().allMatch(c -> c < 128);
            // Few figures are in a hash by chance, but not by themselves.
            return figures ? Pattern.compile(bounded).matcher(where).find() : where.contains(text);
        }
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void givesNothingThatIsWithheldOrMasked(RecordType type) throws IOException {
        Random random = new Random(20261122L + type.ordinal());
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
        int looked = 0;
        for (int i = 0; i < AGREEMENTS; i++) {
            Values values = new Values(definition, random);
            boolean pseudonyms = random.nextBoolean();
            PartyType recipient = random.nextBoolean() ? PartyType.PRV : PartyType.MIN;
            Map<String, Manner> manners = manners(definition, pseudonyms, random);
            Permit permit = permit(type, recipient, pseudonyms, manners);
            Sealed sealed = new Sealed(definition, values.units);
            DisclosedRecord view = discloser.disclose(sealed.record, definition, permit);
            Map<String, String> outlets = outlets(sealed, view, recipient);

            for (Secret secret : secrets(definition, values, manners)) {
                outlets.forEach((outlet, content) -> assertThat(secret.isIn(content))
                        .as("%s of %s in %s, %s", secret.field, type.code(), outlet, manners)
                        .isFalse());
                looked++;
            }
            manners.forEach((unit, manner) -> {
                if (manner != Manner.GIVEN) {
                    noSaltAndNoBareHash(sealed, unit, outlets);
                }
            });
        }
        assertThat(looked).isGreaterThan(AGREEMENTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                 | {give: [chain, notice], mask: [subject, booking, payment]}     | false",
                "                 | {give: [chain, subject, booking]}                              | false",
                "own: agency      | {give: [chain, subject, booking, payment, notice]}             | false",
                "where: amount > 1 | {give: [chain, subject, booking, payment, notice]}            | false",
                "                 | {give: [chain, subject, booking, payment, notice]}             | true",
                "                 | {mask: [chain, subject, booking, payment]}                     | true",
            })
    void refusesAHashOverFieldsThatAreNotGivenBesideIt(@Nullable String limit, String units, boolean may) {
        String text = AgreementFiles.GOOD.substring(0, AgreementFiles.GOOD.indexOf("  - type: policy"))
                + "  - type: feeLedger\n" + (limit == null ? "" : "    " + limit + "\n") + "    units: " + units + "\n";
        Agreements agreements = Agreements.load(
                List.of(new AgreementText("platform", "one.yaml", text.getBytes(StandardCharsets.UTF_8))),
                SealedSamples.DEFINITIONS,
                Parties.of(List.of(party(PartyType.PRV, Party.Format.JSON))),
                REGIONS);

        assertThat(agreements.broken().getOrDefault("platform", List.of()))
                .extracting(Finding::code)
                .isEqualTo(may ? List.of() : List.of("ACC-0150"));
    }

    private static void noSaltAndNoBareHash(Sealed sealed, String unit, Map<String, String> outlets) {
        byte[] value = sealed.values.get(unit);
        List<byte[]> telling = new ArrayList<>(List.of(sealed.salts.salt(unit)));
        for (Suite suite : Suite.values()) {
            telling.add(suite.hash(value));
            telling.add(suite.hash(new byte[] {0}, value));
        }
        for (String algorithm : List.of("MD5", "SHA-1")) {
            try {
                telling.add(MessageDigest.getInstance(algorithm).digest(value));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        for (byte[] bytes : telling) {
            for (String form : List.of(
                    HexFormat.of().formatHex(bytes),
                    Base64.getEncoder().withoutPadding().encodeToString(bytes),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
                outlets.forEach(
                        (outlet, content) -> assertThat(content).as(outlet).doesNotContain(form));
            }
        }
    }

    /** Each unit given, masked or withheld by chance, as far as an agreement may. */
    private static Map<String, Manner> manners(RecordDefinition definition, boolean pseudonyms, Random random) {
        Map<String, Manner> manners = new TreeMap<>();
        for (String unit : definition.units()) {
            if (unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT)) {
                continue;
            }
            int highest = definition.fieldsOf(unit).stream()
                    .flatMap(field -> Stream.concat(Stream.of(field), field.entries().stream()))
                    .mapToInt(FieldDefinition::sensitivity)
                    .max()
                    .orElse(1);
            boolean guessable =
                    definition.fieldsOf(unit).stream().anyMatch(field -> FieldMask.GUESSABLE.contains(field.name()));
            boolean mayGive = highest < (pseudonyms ? 4 : 5) && !guessable;
            int drawn = random.nextInt(mayGive ? 3 : 2);
            manners.put(unit, drawn == 2 ? Manner.GIVEN : drawn == 1 ? Manner.MASKED : Manner.WITHHELD);
        }
        if (manners.values().stream().allMatch(manner -> manner == Manner.WITHHELD)) {
            manners.put(definition.units().get(2), Manner.MASKED);
        }
        return manners;
    }

    private static Permit permit(
            RecordType type, PartyType recipient, boolean pseudonyms, Map<String, Manner> manners) {
        String text = AgreementFiles.GOOD
                .replace(
                        "recipient: platform",
                        "recipient: platform\npersons: " + (pseudonyms ? "pseudonymised" : "masked"))
                .replace("type: policy", "type: " + type.code())
                .replace("      give: [parties, period]\n", list("give", manners, Manner.GIVEN))
                .replace("      mask: [premium]\n", list("mask", manners, Manner.MASKED));
        Agreements agreements = Agreements.load(
                List.of(new AgreementText("platform", "one.yaml", text.getBytes(StandardCharsets.UTF_8))),
                SealedSamples.DEFINITIONS,
                Parties.of(List.of(party(recipient, Party.Format.JSON))),
                REGIONS);
        assertThat(agreements.broken()).isEmpty();
        return (Permit) AgreementFiles.decide(agreements, "platform", type, SCOPE, MAY);
    }

    private static String list(String key, Map<String, Manner> manners, Manner manner) {
        List<String> units = manners.entrySet().stream()
                .filter(entry -> entry.getValue() == manner)
                .map(Map.Entry::getKey)
                .toList();
        return units.isEmpty() ? "" : "      " + key + ": [" + String.join(", ", units) + "]\n";
    }

    private static Party party(PartyType type, Party.Format format) {
        Party.Delivery delivery = new Party.Delivery(
                Party.Channel.SFTP, null, format, Map.of(), null, 0, null, null, null, null, null, null);
        return new Party("platform", type, new Party.Name("平台", "platform"), "x", List.of(), null, delivery, List.of());
    }

    /** Everything that leaves, by name, as text. */
    private static Map<String, String> outlets(Sealed sealed, DisclosedRecord view, PartyType type) throws IOException {
        Map<String, String> outlets = new LinkedHashMap<>();
        StringBuilder shown = new StringBuilder();
        for (DisclosedRecord.Unit unit : view.units()) {
            if (unit.value() != null) {
                shown.append(new String(unit.value(), StandardCharsets.UTF_8)).append('\n');
            }
        }
        outlets.put("view", shown.toString());
        outlets.put("parcel", new String(parcel(sealed, view), StandardCharsets.UTF_8));
        for (Party.Format format : FORMATS) {
            for (Parcel.Rendition file : new Renditions(SealedSamples.DEFINITIONS, OutboundMappings.none())
                    .render(party(type, format), 1, List.of(view))) {
                outlets.put(file.name(), format == Party.Format.XLSX ? unzip(file.content()) : text(file.content()));
            }
        }
        return outlets;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static String unzip(byte[] workbook) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(text(zip.readAllBytes()));
            }
        }
        return all.toString();
    }

    private static byte[] parcel(Sealed sealed, DisclosedRecord view) {
        SampleSeals.Gateway gateway = SampleSeals.gateway(SUITE);
        byte[] leaf = sealed.header.leafHash(SUITE);
        ParcelWriter writer = new ParcelWriter(
                new ParcelHead(SampleSeals.LEDGER, "platform", 1, SampleSeals.NOW.plusSeconds(60)),
                new Checkpoint(SampleSeals.LEDGER, 1, TreeHasher.root(SUITE, List.of(leaf)), SUITE, SampleSeals.NOW)
                        .sign(gateway.signer()));
        List<DisclosedUnit> units = new ArrayList<>();
        for (DisclosedRecord.Unit unit : view.units()) {
            units.add(
                    switch (unit.manner()) {
                        case GIVEN -> new DisclosedUnit.Given(unit.name(), unit.salt(), unit.value());
                        case MASKED -> new DisclosedUnit.Masked(unit.name(), unit.hash(), unit.masked());
                        case WITHHELD -> new DisclosedUnit.Withheld(unit.name(), unit.hash());
                    });
        }
        writer.entry(sealed.header, units);
        writer.inclusion(MultiProof.create(SUITE, (level, i) -> leaf, new long[] {0}, 1));
        return writer.sign(gateway.signer(), gateway.certificate());
    }

    private static List<Secret> secrets(RecordDefinition definition, Values values, Map<String, Manner> manners) {
        List<Secret> secrets = new ArrayList<>();
        manners.forEach((unit, manner) -> {
            if (manner == Manner.GIVEN) {
                return;
            }
            for (FieldDefinition field : definition.fieldsOf(unit)) {
                if (field.type() != FieldType.OBJECTS) {
                    FieldMask mask = manner == Manner.WITHHELD ? FieldMask.OMIT : FieldMask.of(field);
                    secrets.addAll(values.secrets(field.name(), mask));
                }
                for (FieldDefinition part : field.entries()) {
                    FieldMask mask = manner == Manner.WITHHELD ? FieldMask.OMIT : FieldMask.part(part);
                    secrets.addAll(values.secrets(field.name() + "." + part.name(), mask));
                }
            }
        });
        return secrets;
    }

    /** Values of all fields, each like no other. */
    private static final class Values {
        private final Map<String, Map<String, Object>> units = new LinkedHashMap<>();
        private final Map<String, List<String>> whole = new LinkedHashMap<>();
        private final Map<String, List<String>> numbers = new LinkedHashMap<>();
        private final Random random;

        Values(RecordDefinition definition, Random random) {
            this.random = random;
            for (FieldDefinition field : definition.fields()) {
                if (!field.unit().equals(RecordDefinition.SCOPE_UNIT)) {
                    units.computeIfAbsent(field.unit(), unit -> new LinkedHashMap<>())
                            .put(field.name(), value(field.name(), field));
                }
            }
        }

        private Object value(String name, FieldDefinition field) {
            return switch (field.type()) {
                case OBJECTS -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    field.entries().forEach(part -> object.put(part.name(), value(name + "." + part.name(), part)));
                    yield List.of(object);
                }
                case TEXTS -> List.of(written(name));
                case MONEY, INTEGER -> {
                    long fen = 100_000_000_001L + random.nextInt(900_000_000) * 997L;
                    tell(name, String.valueOf(fen), fen / 100 + "." + String.format("%02d", fen % 100));
                    yield fen;
                }
                case PERCENT -> {
                    long percent = 100_001L + random.nextInt(800_000);
                    tell(
                            name,
                            String.valueOf(percent),
                            new java.math.BigDecimal(percent).movePointLeft(4).toPlainString());
                    yield percent;
                }
                case DATE -> day(name);
                case INSTANT -> {
                    String day = day(name);
                    String time = day + "T0" + random.nextInt(10) + ":17:31";
                    // The day is not found by itself where a time follows it.
                    tell(name, day, time);
                    yield time + "+08:00";
                }
                case BOOLEAN -> random.nextBoolean();
                case CODE -> code(name, field);
                case TEXT -> written(name);
            };
        }

        private String day(String name) {
            String day = String.format(
                    "19%02d-%02d-%02d", 10 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
            tell(name, day);
            return day;
        }

        private String code(String name, FieldDefinition field) {
            String code = field.codes() != null && field.codes().contains("伤残9")
                    ? "伤残9"
                    : "K" + Long.toString(Math.abs(random.nextLong()), 36);
            tell(name, code);
            return code;
        }

        /** What people write, with numbers in it that are looked for by themselves where the rest may be seen. */
        private String written(String name) {
            String word = "q" + Long.toHexString(random.nextLong() | 1L << 62) + "z";
            String mobile = "13" + (100_000_000 + random.nextInt(900_000_000));
            String identity = "110101" + (1930 + random.nextInt(60)) + "0" + (1 + random.nextInt(9)) + "1"
                    + random.nextInt(9) + (1000 + random.nextInt(9000));
            String text = word + "，手机" + mobile + "，证件" + identity + "，家住新区";
            tell(name, word, text);
            numbers.put(name, List.of(mobile, identity));
            return text;
        }

        private void tell(String name, String... forms) {
            whole.put(name, List.of(forms));
        }

        List<Secret> secrets(String name, FieldMask mask) {
            List<Secret> secrets = new ArrayList<>();
            if (mask != FieldMask.KEEP) {
                numbers.getOrDefault(name, List.of()).forEach(number -> secrets.add(new Secret(name, number)));
                if (mask != FieldMask.FREE_TEXT && mask != FieldMask.FREE_TEXTS) {
                    whole.getOrDefault(name, List.of()).forEach(form -> secrets.add(new Secret(name, form)));
                }
            }
            return secrets;
        }
    }

    /** The record as the ledger has it, with real salts and leaves. */
    private static final class Sealed implements SealedRecord.Units {
        private final RecordDefinition definition;
        private final Map<String, byte[]> values = new LinkedHashMap<>();
        private final RecordSalts salts = new RecordSalts(SUITE, SUITE.hash("seed".getBytes(StandardCharsets.UTF_8)));
        private final EntryHeader header;
        private final SealedRecord record;

        Sealed(RecordDefinition definition, Map<String, Map<String, Object>> units) {
            this.definition = definition;
            Map<String, Object> key = units.get(RecordDefinition.KEY_UNIT);
            key.put("version", 1L);
            key.put("op", "CREATE");
            List<RecordUnit> sealed = new ArrayList<>();
            for (String unit : definition.units()) {
                Object content = unit.equals(RecordDefinition.SCOPE_UNIT)
                        ? Map.of("insurer", SCOPE.insurer(), "riskRegion", "140212", "sector", "03")
                        : units.get(unit);
                values.put(unit, CanonicalJson.write(content));
                sealed.add(new RecordUnit(unit, values.get(unit)));
            }
            RecordSeal seal = RecordSeal.of(SUITE, SUITE.hash("seed".getBytes(StandardCharsets.UTF_8)), sealed);
            this.header = new EntryHeader(
                    SampleSeals.LEDGER,
                    0,
                    definition.type().code(),
                    definition.version(),
                    "insurer-jia",
                    "S-1",
                    null,
                    SUITE.hash("raw".getBytes(StandardCharsets.UTF_8)),
                    SampleSeals.NOW,
                    definition.units().size(),
                    seal.root());
            this.record = new SealedRecord(
                    0,
                    definition.type(),
                    definition.version(),
                    "insurer-jia",
                    "S-1",
                    definition.businessKey(key::get),
                    1,
                    Operation.CREATE,
                    SCOPE,
                    header.bytes(),
                    this);
        }

        @Override
        public byte[] hash(int position) {
            String unit = definition.units().get(position);
            return RecordSeal.unitLeaf(SUITE, unit, salts.salt(unit), values.get(unit));
        }

        @Override
        public SealedRecord.OpenUnit open(int position) {
            String unit = definition.units().get(position);
            return new SealedRecord.OpenUnit(salts.salt(unit), values.get(unit));
        }
    }

    private static Regions regions() {
        try {
            return CodeTables.load(Path.of("codes")).regions();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
