package org.anze.gateway.seal.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordSealTest {

    private static final byte[] SEED = Suite.SM.hash("seed".getBytes(UTF_8));

    @ParameterizedTest
    @EnumSource(Suite.class)
    void hashesUnitsAsTheSpecificationSays(Suite suite) {
        byte[] value = CanonicalJson.write(Map.of("premiumFen", 6111583));
        RecordSeal seal = RecordSeal.of(
                suite,
                SEED,
                List.of(
                        new RecordUnit("key", CanonicalJson.write("P1")),
                        new RecordUnit("保费", value),
                        new RecordUnit("contact", null)));

        byte[] name = "保费".getBytes(UTF_8);
        byte[] salt = Arrays.copyOf(suite.hmac(SEED).code(name), 16);
        byte[] leaf = suite.hash(new byte[] {0, 0, 6}, name, salt, value);
        assertThat(new RecordSalts(suite, SEED).salt("保费")).isEqualTo(salt);
        assertThat(seal.leaves().get(1)).isEqualTo(leaf);
        assertThat(seal.leaves().get(2))
                .isEqualTo(RecordSeal.unitLeaf(
                        suite, "contact", new RecordSalts(suite, SEED).salt("contact"), "null".getBytes(UTF_8)));
        byte[] left = suite.hash(new byte[] {1}, seal.leaves().get(0), leaf);
        assertThat(seal.root())
                .isEqualTo(suite.hash(new byte[] {1}, left, seal.leaves().get(2)));
    }

    @Test
    void changesTheRootWithEveryPartOfARecord() {
        List<RecordUnit> units = units(7);
        byte[] root = RecordSeal.of(Suite.SM, SEED, units).root();

        assertThat(RecordSeal.of(Suite.SM, SEED, units).root()).isEqualTo(root);
        assertThat(RecordSeal.of(Suite.SM, Suite.SM.hash(SEED), units).root()).isNotEqualTo(root);
        assertThat(RecordSeal.of(Suite.SM, SEED, units(6)).root()).isNotEqualTo(root);
        for (int i = 0; i < 7; i++) {
            List<RecordUnit> changed = new ArrayList<>(units);
            changed.set(i, new RecordUnit("unit" + i, "1".getBytes(UTF_8)));
            assertThat(RecordSeal.of(Suite.SM, SEED, changed).root()).isNotEqualTo(root);
            changed.set(i, new RecordUnit("other", units.get(i).value()));
            assertThat(RecordSeal.of(Suite.SM, SEED, changed).root()).isNotEqualTo(root);
        }
    }

    private static List<RecordUnit> units(int count) {
        List<RecordUnit> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            units.add(new RecordUnit("unit" + i, CanonicalJson.write("value " + i)));
        }
        return units;
    }

    @Test
    void refusesASeedOrSaltOfAnotherLength() {
        assertThatThrownBy(() -> new RecordSalts(Suite.SM, new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordSeal.unitLeaf(Suite.SM, "key", new byte[15], SEED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsBackAnEntryAndNothingElse() throws FlawException {
        EntryHeader header = new EntryHeader(
                SampleSeals.LEDGER,
                17,
                "policy",
                1,
                "insurer-jia",
                "S-1",
                null,
                SEED,
                SampleSeals.NOW,
                3,
                Suite.SM.hash(SEED));
        String text = new String(header.bytes(), UTF_8);

        assertThat(EntryHeader.parse(header.bytes())).isEqualTo(header);
        assertThat(CanonicalJson.write(CanonicalJson.parse(header.bytes()))).isEqualTo(header.bytes());
        assertThat(header.leafHash(Suite.SM)).isEqualTo(Suite.SM.hash(new byte[] {0}, header.bytes()));
        for (String other : List.of(
                text.replace("anze-entry/2", "anze-entry/1"),
                text.replace("\"index\":17", "\"index\":-1"),
                text.replace("\"index\":17", "\"index\":\"17\""),
                text.replace("\"unitCount\":3", "\"unitCount\":0"),
                text.replace(",\"unitCount\":3", ""),
                text.replace("}", ",\"zone\":1}"),
                text.replace("+08:00", "Z"),
                text.replace("insurer-jia", ""),
                text.replace("gateway.example/", "gateway example/"))) {
            assertThat(other).isNotEqualTo(text);
            assertThatThrownBy(() -> EntryHeader.parse(other.getBytes(UTF_8))).isInstanceOf(FlawException.class);
        }
    }

    @Test
    void readsBackAnEntryWhoseSubmissionWasSigned() throws FlawException {
        for (EntryOrigin.Kind kind : EntryOrigin.Kind.values()) {
            EntryHeader header = signed(kind);
            String text = new String(header.bytes(), UTF_8);

            assertThat(EntryHeader.parse(header.bytes())).isEqualTo(header);
            assertThat(EntryHeader.parse(header.bytes()).origin()).isEqualTo(header.origin());
            assertThat(CanonicalJson.write(CanonicalJson.parse(header.bytes()))).isEqualTo(header.bytes());
            for (String other : List.of(
                    text.replace("\"kind\":\"" + kind.code(), "\"kind\":\"pgp"),
                    text.replace("\"kind\":\"" + kind.code() + "\"", "\"kind\":null"),
                    text.replace("\"kind\":\"" + kind.code() + "\",", ""),
                    text.replace("\"origin\":{", "\"origin\":{\"also\":1,"),
                    text.replaceFirst("\"origin\":\\{[^}]*}", "\"origin\":\"\""),
                    text.replaceFirst("\"origin\":\\{[^}]*}", "\"origin\":{}"),
                    text.replaceFirst("\"origin\":\\{[^}]*},", ""))) {
                assertThat(other).isNotEqualTo(text);
                assertThatThrownBy(() -> EntryHeader.parse(other.getBytes(UTF_8)))
                        .isInstanceOf(FlawException.class);
            }
        }
    }

    private static EntryHeader signed(EntryOrigin.Kind kind) {
        return new EntryHeader(
                SampleSeals.LEDGER,
                17,
                "policy",
                1,
                "insurer-jia",
                "S-1",
                new EntryOrigin(Suite.SM.hash(SEED), kind, SEED),
                SEED,
                SampleSeals.NOW,
                3,
                Suite.SM.hash(SEED));
    }

    @Test
    void commitsToBytesAndSignatureUnderOneSaltWithoutMixingThemUp() {
        byte[] salt = SubmissionSalt.draw();

        assertThat(salt).hasSize(32).isNotEqualTo(SubmissionSalt.draw());
        for (Suite suite : Suite.values()) {
            assertThat(SubmissionSalt.raw(suite, salt, SEED)).isEqualTo(suite.hash(new byte[] {2}, salt, SEED));
            assertThat(SubmissionSalt.evidence(suite, salt, SEED)).isEqualTo(suite.hash(new byte[] {3}, salt, SEED));
        }
        assertThatThrownBy(() -> SubmissionSalt.raw(Suite.SM, new byte[31], SEED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubmissionSalt.raw(Suite.SM, salt, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsACatalogueAndRefusesAnAmbiguousOne() throws FlawException {
        UnitCatalogue catalogue = UnitCatalogue.parse("{ \"policy/1\": [\"key\", \"scope\"] }".getBytes(UTF_8));

        assertThat(catalogue.units("policy", 1)).contains(List.of("key", "scope"));
        assertThat(catalogue.units("policy", 2)).isEmpty();
        for (String bad : List.of("{\"policy/1\":[]}", "{\"policy/1\":[\"a\",\"a\"]}")) {
            assertThatThrownBy(() -> UnitCatalogue.parse(bad.getBytes(UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String bad : List.of("[]", "{\"policy/1\":1}", "{\"policy/1\":[1]}")) {
            assertThatThrownBy(() -> UnitCatalogue.parse(bad.getBytes(UTF_8))).isInstanceOf(FlawException.class);
        }
    }
}
