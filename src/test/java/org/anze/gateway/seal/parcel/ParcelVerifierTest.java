package org.anze.gateway.seal.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParcelVerifierTest {

    private static final SampleLedger LEDGER = new SampleLedger(Suite.SM, 9);
    private static final byte[] GOOD = LEDGER.goodParcel();

    private static Verdict verify(byte[] parcel) {
        return LEDGER.verifier().verify(parcel, SampleLedger.renditions());
    }

    private static void assertFlaw(Flaw expected, byte[] parcel) {
        assertThat(verify(parcel)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> assertThat(failed.flaw())
                .as(failed.where())
                .isEqualTo(expected));
    }

    /** What the gateway itself could send with its own key if it were dishonest or broken. */
    private static byte[] forged(Consumer<ForgedParcel> change) {
        try {
            ForgedParcel parcel = new ForgedParcel(GOOD);
            change.accept(parcel);
            return parcel.signedBy(LEDGER.gateway);
        } catch (FlawException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void assertForged(Flaw expected, Consumer<ForgedParcel> change) {
        assertFlaw(expected, forged(change));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void saysWhatIsProven(Suite suite) {
        SampleLedger ledger = new SampleLedger(suite, 9);

        Verdict verdict = ledger.verifier().verify(ledger.goodParcel(), SampleLedger.renditions());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
            assertThat(verified.head())
                    .isEqualTo(new ParcelHead(SampleSeals.LEDGER, "prv-14", 7, SampleSeals.NOW.plusSeconds(60)));
            assertThat(verified.signer()).isEqualTo(SampleSeals.SIGNER);
            assertThat(verified.checkpoint()).isEqualTo(ledger.checkpoint().checkpoint());
            assertThat(verified.entries())
                    .isEqualTo(new Verdict.Entries(4, 1, 6, Map.of("policy", 3L, "claim", 1L), 3 * 5 + 3, 3, 3));
            assertThat(verified.withheld()).isEqualTo(Map.of("policy", List.of("premium")));
            assertThat(verified.agreements()).containsExactly(new Agreement("agreement-prv-14", 3));
            assertThat(verified.withdrawals()).containsExactly(new Withdrawal("policy", "P-0", 2));
            assertThat(verified.renditions()).extracting(Rendition::name).containsExactly(SampleLedger.RENDITION_NAME);
            assertThat(verified.statement()).isNull();
        });
    }

    @Test
    void writesTheCanonicalFormOfItself() throws FlawException {
        assertThat(CanonicalJson.write(CanonicalJson.parse(GOOD))).isEqualTo(GOOD);
    }

    @Test
    void acceptsEveryChoiceOfEntries() {
        for (int set = 1; set < 1 << 9; set++) {
            int chosen = set;
            long[] indexes =
                    LongStream.range(0, 9).filter(i -> (chosen >> i & 1) == 1).toArray();
            assertThat(verify(LEDGER.sign(LEDGER.parcel(1, indexes))).verified())
                    .isTrue();
        }
    }

    @Test
    void acceptsEmptyParcels() {
        assertThat(verify(LEDGER.sign(LEDGER.parcel(1))).verified()).isTrue();
        assertThat(verify(LEDGER.sign(LEDGER.parcel(1).withdrawal(new Withdrawal("policy", "P-0", 1))))
                        .verified())
                .isTrue();
        SampleLedger nothing = new SampleLedger(Suite.SM, 0);
        assertThat(nothing.verifier()
                        .verify(
                                nothing.sign(nothing.writer(1).statement("AGREEMENT_WITHDRAWN")),
                                SampleLedger.renditions()))
                .isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
                    assertThat(verified.statement()).isEqualTo("AGREEMENT_WITHDRAWN");
                    assertThat(verified.entries().firstIndex()).isEqualTo(-1);
                });
    }

    @Test
    void refusesAWrongLeaf() {
        assertForged(Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("value", Map.of("name", "另一企业")));
        assertForged(Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 4)
                .put("hash", Base64Text.encode(new byte[32])));
        assertForged(Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("salt", Base64Text.encode(new byte[16])));
        assertForged(Flaw.ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("provider", "insurer-yi"));
    }

    @Test
    void refusesAnIndexBeyondTheSize() {
        assertForged(Flaw.INDEX_BEYOND_SIZE, parcel -> {
            parcel.object("evidence", "entries", 3, "header").put("index", 9L);
            parcel.object("manifest").put("lastIndex", 9L);
        });
    }

    @Test
    void refusesAnEntryAtAnotherPlace() {
        assertForged(Flaw.ROOT_WRONG, parcel -> {
            parcel.object("evidence", "entries", 3, "header").put("index", 7L);
            parcel.object("manifest").put("lastIndex", 7L);
        });
        assertForged(Flaw.INDEX_ORDER, parcel -> Collections.swap(parcel.list("evidence", "entries"), 1, 2));
        assertForged(Flaw.INDEX_ORDER, parcel -> {
            List<Object> entries = parcel.list("evidence", "entries");
            entries.add(1, entries.get(1));
            parcel.object("manifest").put("entryCount", 5L);
        });
    }

    @Test
    void refusesAProofThatIsTooShortOrTooLong() {
        assertForged(Flaw.PROOF_TOO_SHORT, parcel -> parcel.list("evidence", "inclusion")
                .remove(0));
        assertForged(Flaw.PROOF_TOO_LONG, parcel -> parcel.list("evidence", "inclusion")
                .add(Base64Text.encode(new byte[32])));
        assertForged(Flaw.ROOT_WRONG, parcel -> parcel.list("evidence", "inclusion")
                .set(0, Base64Text.encode(new byte[32])));
        assertForged(
                Flaw.MALFORMED, parcel -> parcel.list("evidence", "inclusion").set(0, Base64Text.encode(new byte[31])));
        assertForged(
                Flaw.MALFORMED, parcel -> parcel.list("evidence", "inclusion").set(0, 1L));
    }

    @Test
    void refusesProofsInAnEmptyParcel() throws FlawException {
        ForgedParcel empty = new ForgedParcel(LEDGER.sign(LEDGER.parcel(1)));
        empty.list("evidence", "inclusion").add(Base64Text.encode(new byte[32]));

        assertFlaw(Flaw.PROOF_TOO_LONG, empty.signedBy(LEDGER.gateway));
    }

    @Test
    void refusesAnotherRoot() {
        assertForged(Flaw.ROOT_WRONG, parcel -> {
            Checkpoint real = LEDGER.checkpoint().checkpoint();
            parcel.object("evidence")
                    .put(
                            "checkpoint",
                            new Checkpoint(real.origin(), real.size(), new byte[32], real.suite(), real.time())
                                    .sign(LEDGER.gateway.signer())
                                    .note());
        });
    }

    @Test
    void refusesACheckpointOfAnotherSizeLedgerSuiteOrSigner() {
        Checkpoint real = LEDGER.checkpoint().checkpoint();
        assertForged(Flaw.CHECKPOINT_SIZE_DIFFERS, parcel -> parcel.object("manifest")
                .put("checkpointSize", 10L));
        assertForged(Flaw.LEDGER_DIFFERS, parcel -> parcel.object("evidence")
                .put(
                        "checkpoint",
                        new Checkpoint(SampleSeals.SIGNER, real.size(), real.root(), real.suite(), real.time())
                                .sign(LEDGER.gateway.signer())
                                .note()));
        assertForged(Flaw.SUITE_MISMATCH, parcel -> parcel.object("evidence")
                .put(
                        "checkpoint",
                        new Checkpoint(real.origin(), real.size(), real.root(), Suite.INTL, real.time())
                                .sign(SampleSeals.gateway(Suite.INTL).signer())
                                .note()));
        assertForged(Flaw.SIGNER_UNKNOWN, parcel -> parcel.object("evidence")
                .put(
                        "checkpoint",
                        real.sign(new PrivateKeySigner(SampleSeals.SIGNER, SampleSeals.key(Suite.SM, "other")))
                                .note()));
        assertForged(Flaw.CHECKPOINT_SIGNATURE_WRONG, parcel -> parcel.object("evidence")
                .put("checkpoint", LEDGER.checkpoint().note().replace(".123+08", ".124+08")));
        assertForged(Flaw.CHECKPOINT_MALFORMED, parcel -> parcel.object("evidence")
                .put("checkpoint", LEDGER.checkpoint().note() + "\n"));
    }

    @Test
    void refusesAnUnknownSigner() throws FlawException {
        SampleSeals.Authority authority = LEDGER.gateway.authority();
        ForgedParcel renamed = new ForgedParcel(GOOD);
        renamed.object("signature").put("key", "other.example");
        assertFlaw(Flaw.SIGNER_UNKNOWN, renamed.unsigned());

        SealCertificate other =
                authority.issue("other.example", LEDGER.gateway.key().publicKey());
        ForgedParcel foreignLedger = new ForgedParcel(GOOD);
        foreignLedger.top.put("certificate", other.pem());
        foreignLedger.object("signature").put("key", "other.example");
        assertFlaw(Flaw.SIGNER_UNKNOWN, foreignLedger.signedBy(LEDGER.gateway));

        ForgedParcel otherKey = new ForgedParcel(GOOD);
        assertFlaw(
                Flaw.SIGNATURE_WRONG,
                otherKey.signedOnly(new PrivateKeySigner(SampleSeals.SIGNER, SampleSeals.key(Suite.SM, "other"))));
    }

    @Test
    void refusesAForeignOrExpiredCertificate() throws FlawException {
        SampleSeals.Gateway gateway = LEDGER.gateway;
        ForgedParcel foreign = new ForgedParcel(GOOD);
        foreign.top.put(
                "certificate",
                SampleSeals.authority(Suite.SM, "Another CA")
                        .issue(SampleSeals.SIGNER, gateway.key().publicKey())
                        .pem());
        assertFlaw(Flaw.CERTIFICATE_FOREIGN, foreign.unsigned());

        ForgedParcel expired = new ForgedParcel(GOOD);
        expired.top.put(
                "certificate",
                gateway.authority()
                        .form(SampleSeals.SIGNER, gateway.key().publicKey())
                        .valid(SampleSeals.NOT_BEFORE, Duration.ofDays(30))
                        .signedBy(gateway.authority().key())
                        .pem());
        assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, expired.unsigned());

        ForgedParcel authority = new ForgedParcel(GOOD);
        authority.top.put("certificate", gateway.authority().certificate().pem());
        assertFlaw(Flaw.CERTIFICATE_MALFORMED, authority.unsigned());
        authority.top.put("certificate", "none");
        assertFlaw(Flaw.CERTIFICATE_MALFORMED, authority.unsigned());
    }

    @Test
    void refusesAnotherSuiteThanTheKeys() {
        assertForged(Flaw.SUITE_MISMATCH, parcel -> parcel.object("manifest").put("suite", "INTL"));
        assertForged(Flaw.SUITE_MISMATCH, parcel -> parcel.object("manifest").put("suite", "sm"));
    }

    @Test
    void refusesUnitsThatDifferFromTheSchema() {
        assertForged(Flaw.UNIT_COUNT_DIFFERS, parcel -> parcel.list("evidence", "entries", 0, "units")
                .remove(6));
        assertForged(Flaw.UNIT_COUNT_DIFFERS, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("unitCount", 8L));
        assertForged(Flaw.UNIT_NAMES_DIFFER, parcel -> parcel.object("evidence", "entries", 0, "units", 6)
                .put("name", "remarks"));
        assertForged(
                Flaw.UNIT_NAMES_DIFFER,
                parcel -> Collections.swap(parcel.list("evidence", "entries", 0, "units"), 0, 1));
        assertForged(Flaw.SCHEMA_UNKNOWN, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("schemaVersion", 2L));
        assertForged(Flaw.SCHEMA_UNKNOWN, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("recordType", "hazard"));
    }

    @Test
    void refusesTwoValuesForOneUnit() {
        assertForged(Flaw.UNIT_TWICE, parcel -> {
            List<Object> units = parcel.list("evidence", "entries", 0, "units");
            units.set(6, new LinkedHashMap<>(parcel.object("evidence", "entries", 0, "units", 2)));
        });
        assertForged(Flaw.UNIT_TWICE, parcel -> {
            List<Object> units = parcel.list("evidence", "entries", 0, "units");
            units.add(units.get(2));
        });
        assertForged(Flaw.UNIT_TWICE, parcel -> parcel.object("evidence", "entries", 0, "units", 5)
                .put("value", "x"));
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("hash", Base64Text.encode(new byte[32])));
    }

    @Test
    void refusesAMaskedValueWithoutHash() {
        assertForged(Flaw.MASKED_WITHOUT_HASH, parcel -> parcel.object("evidence", "entries", 0, "units", 5)
                .remove("hash"));
    }

    @Test
    void refusesUnitsOfAnotherShape() {
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .remove("salt"));
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("salt", Base64Text.encode(new byte[15])));
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("evidence", "entries", 0, "units", 4)
                .put("why", "x"));
        assertForged(Flaw.MALFORMED, parcel -> parcel.list("evidence", "entries", 0, "units")
                .set(4, "premium"));
        assertForged(Flaw.MALFORMED, parcel -> parcel.list("evidence", "entries", 0, "units")
                .set(4, null));
    }

    @Test
    void refusesAWithheldListThatDiffersFromTheEntries() {
        assertForged(
                Flaw.WITHHELD_LIST_DIFFERS, parcel -> parcel.object("manifest").put("withheld", Map.of()));
        assertForged(Flaw.WITHHELD_LIST_DIFFERS, parcel -> parcel.object("manifest")
                .put("withheld", Map.of("policy", List.of("contact", "premium"))));
        assertForged(Flaw.WITHHELD_LIST_DIFFERS, parcel -> parcel.object("manifest")
                .put("withheld", Map.of("policy", List.of("premium"), "claim", List.of())));
        assertForged(Flaw.WITHHELD_LIST_DIFFERS, parcel -> parcel.object("manifest")
                .put("withheld", Map.of("policy", List.of("premium", "premium"))));
    }

    @Test
    void refusesAManifestWithOtherCounts() {
        assertForged(
                Flaw.ENTRY_COUNT_DIFFERS, parcel -> parcel.object("manifest").put("entryCount", 5L));
        assertForged(Flaw.ENTRY_COUNT_DIFFERS, parcel -> parcel.list("evidence", "entries")
                .remove(3));
        assertForged(
                Flaw.INDEX_RANGE_DIFFERS, parcel -> parcel.object("manifest").put("firstIndex", 0L));
        assertForged(
                Flaw.INDEX_RANGE_DIFFERS, parcel -> parcel.object("manifest").put("lastIndex", 7L));
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("manifest").remove("lastIndex"));
        assertForged(Flaw.MALFORMED, parcel -> parcel.object("manifest").put("entryCount", 0L));
    }

    @Test
    void refusesAHeaderOfAnotherLedger() {
        assertForged(Flaw.LEDGER_DIFFERS, parcel -> parcel.object("evidence", "entries", 1, "header")
                .put("ledger", "gateway.example/other"));
        assertForged(Flaw.LEDGER_DIFFERS, parcel -> parcel.object("manifest").put("ledger", "gateway.example/other"));
    }

    @Test
    void refusesAnEmptyReplacementWithContent() {
        assertForged(
                Flaw.STATEMENT_NOT_EMPTY, parcel -> parcel.object("manifest").put("statement", "AGREEMENT_WITHDRAWN"));
    }

    @Test
    void refusesChangedOrMissingRenditions() {
        ParcelVerifier verifier = LEDGER.verifier();

        assertThat(verifier.verify(GOOD, name -> null))
                .isEqualTo(new Verdict.Failed(Flaw.RENDITION_MISSING, SampleLedger.RENDITION_NAME));
        for (int i = 0; i < SampleLedger.RENDITION.length; i++) {
            byte[] changed = SampleLedger.RENDITION.clone();
            changed[i] ^= 1;
            assertThat(verifier.verify(GOOD, name -> changed))
                    .isEqualTo(new Verdict.Failed(Flaw.RENDITION_DIFFERS, SampleLedger.RENDITION_NAME));
        }
        assertForged(Flaw.RENDITION_DIFFERS, parcel -> parcel.object("manifest", "renditions", 0)
                .put("size", 1L));
    }

    @Test
    void refusesRenditionNamesThatLeaveTheFolder() {
        for (String name : List.of("../seal.key", "a/b", "a\\b", ".hidden", "..", "a\nb", "x".repeat(201))) {
            assertForged(Flaw.RENDITION_NAME, parcel -> parcel.object("manifest", "renditions", 0)
                    .put("name", name));
        }
        assertForged(Flaw.RENDITION_NAME, parcel -> {
            List<Object> renditions = parcel.list("manifest", "renditions");
            renditions.add(renditions.get(0));
        });
    }

    @Test
    void refusesTrailingBytesAndOtherLayouts() {
        String text = new String(GOOD, UTF_8);

        for (String other : List.of(
                text + "\n",
                text + "\u0000",
                " " + text,
                text.substring(0, text.length() - 1),
                text.replaceFirst(":", ": "),
                "\ufeff" + text,
                text + text,
                "",
                "null",
                "[]")) {
            assertThat(verify(other.getBytes(UTF_8)).verified()).isFalse();
        }
        assertFlaw(Flaw.NOT_CANONICAL, (text + "\n").getBytes(UTF_8));
        assertFlaw(Flaw.TOO_LARGE, new byte[CanonicalJson.MAX_BYTES + 1]);
    }

    @Test
    void refusesMembersThatAreMissingUnexpectedOrOfAnotherType() throws FlawException {
        List<List<Object>> objects = List.of(
                List.of(),
                List.of("manifest"),
                List.of("evidence"),
                List.of("signature"),
                List.of("evidence", "entries", 0),
                List.of("evidence", "entries", 0, "header"),
                List.of("evidence", "withdrawals", 0),
                List.of("manifest", "agreements", 0),
                List.of("manifest", "renditions", 0));
        for (List<Object> path : objects) {
            for (String member : new ForgedParcel(GOOD).object(path.toArray()).keySet()) {
                assertRefused(path, object -> object.remove(member));
                assertRefused(path, object -> object.put(member, true));
                assertRefused(path, object -> object.put(member, new LinkedHashMap<>(Map.of("a", 1))));
            }
            assertRefused(path, object -> object.put("zusatz", 1));
        }
    }

    private static void assertRefused(List<Object> path, Consumer<Map<String, Object>> change) throws FlawException {
        ForgedParcel parcel = new ForgedParcel(GOOD);
        change.accept(parcel.object(path.toArray()));
        boolean resign = parcel.top.get("manifest") instanceof Map && parcel.top.get("signature") instanceof Map;
        byte[] bytes = resign ? parcel.signedBy(LEDGER.gateway) : parcel.unsigned();
        if (!Arrays.equals(bytes, GOOD)) {
            assertThat(verify(bytes).verified()).isFalse();
        }
    }

    @Test
    void refusesAnotherFormat() {
        assertForged(Flaw.UNKNOWN_FORMAT, parcel -> parcel.object("manifest").put("format", "anze-parcel/1"));
        assertForged(Flaw.UNKNOWN_FORMAT, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("format", "anze-entry/1"));
    }

    @Test
    void refusesEvidenceThatTheManifestDoesNotName() throws FlawException {
        ForgedParcel parcel = new ForgedParcel(GOOD);
        parcel.object("evidence", "withdrawals", 0).put("businessKey", "P-3");

        assertFlaw(Flaw.EVIDENCE_DIGEST_WRONG, parcel.unsigned());
        parcel.list("evidence", "withdrawals").clear();
        assertFlaw(Flaw.EVIDENCE_DIGEST_WRONG, parcel.unsigned());
    }

    /** What somebody on the way could make of a parcel without the key, even if he had a right hash, salt, value or proof for it. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesWhatSomebodyOnTheWayMakesOfIt(Suite suite) throws FlawException {
        SampleLedger ledger = new SampleLedger(suite, 9);
        for (String unit : List.of("insured", "contact", "premium")) {
            for (char manner : "gmw".toCharArray()) {
                byte[] other = ledger.sign(ledger.parcel(
                        1,
                        name -> name.equals(unit)
                                ? manner
                                : Map.of("premium", 'w', "contact", 'm').getOrDefault(name, 'g'),
                        1,
                        2,
                        4,
                        6));
                boolean same = manner == Map.of("premium", 'w', "contact", 'm').getOrDefault(unit, 'g');
                assertOnTheWay(ledger, same ? null : Flaw.EVIDENCE_DIGEST_WRONG, other);
            }
        }
        assertOnTheWay(ledger, Flaw.EVIDENCE_DIGEST_WRONG, ledger.sign(ledger.parcel(1, 1, 2, 3, 6)));
        assertOnTheWay(ledger, Flaw.ENTRY_COUNT_DIFFERS, ledger.sign(ledger.parcel(1, 1, 2, 6)));
        assertOnTheWay(ledger, Flaw.EVIDENCE_DIGEST_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 5)
                .put("masked", Map.of("mobile", "139****0000")));
        Checkpoint real = ledger.checkpoint().checkpoint();
        assertOnTheWay(ledger, Flaw.EVIDENCE_DIGEST_WRONG, parcel -> parcel.object("evidence")
                .put(
                        "checkpoint",
                        new Checkpoint(
                                        real.origin(),
                                        real.size(),
                                        real.root(),
                                        real.suite(),
                                        real.time().plusSeconds(1))
                                .sign(ledger.gateway.signer())
                                .note()));
        assertOnTheWay(ledger, Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("value", Map.of("name", "另一企业")));
        assertOnTheWay(ledger, Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("salt", Base64Text.encode(new byte[16])));
        assertOnTheWay(ledger, Flaw.RECORD_ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "units", 4)
                .put("hash", Base64Text.encode(new byte[32])));
        assertOnTheWay(ledger, Flaw.UNIT_NAMES_DIFFER, parcel -> parcel.object("evidence", "entries", 0, "units", 2)
                .put("name", "insurer"));
        assertOnTheWay(ledger, Flaw.ROOT_WRONG, parcel -> parcel.object("evidence", "entries", 0, "header")
                .put("provider", "insurer-yi"));
        assertOnTheWay(ledger, Flaw.ROOT_WRONG, parcel -> parcel.list("evidence", "inclusion")
                .set(0, Base64Text.encode(new byte[32])));
    }

    private static void assertOnTheWay(SampleLedger ledger, @Nullable Flaw expected, Consumer<ForgedParcel> change)
            throws FlawException {
        ForgedParcel parcel = new ForgedParcel(ledger.sign(ledger.parcel(1, 1, 2, 4, 6)));
        change.accept(parcel);
        Verdict verdict = ledger.verifier().verify(parcel.unsigned(), SampleLedger.renditions());
        assertThat(verdict instanceof Verdict.Failed failed ? failed.flaw() : null)
                .isEqualTo(expected);
    }

    /** With entries and proof of another parcel, as they stand there. */
    private static void assertOnTheWay(SampleLedger ledger, @Nullable Flaw expected, byte[] other)
            throws FlawException {
        Map<String, Object> evidence = new ForgedParcel(other).object("evidence");
        assertOnTheWay(ledger, expected, parcel -> {
            parcel.object("evidence").put("entries", evidence.get("entries"));
            parcel.object("evidence").put("inclusion", evidence.get("inclusion"));
        });
    }

    /** Every byte of a parcel, each with every bit in turn of its place. */
    @Test
    void refusesEveryChangedByteOfASmallParcel() {
        SampleLedger ledger = new SampleLedger(Suite.SM, 2);
        byte[] parcel = ledger.sign(ledger.parcel(1, 1));
        ParcelVerifier verifier = ledger.verifier();
        assertThat(verifier.verify(parcel, name -> null).verified()).isTrue();

        for (int i = 0; i < parcel.length; i++) {
            parcel[i] ^= (byte) (1 << i % 8);
            assertThat(verifier.verify(parcel, name -> null).verified())
                    .as("byte %d", i)
                    .isFalse();
            parcel[i] ^= (byte) (1 << i % 8);
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesRandomChangesOfALargerParcel(Suite suite) {
        SampleLedger ledger = new SampleLedger(suite, 60);
        byte[] parcel = ledger.sign(ledger.parcel(1, 0, 3, 4, 5, 17, 30, 31, 32, 33, 58, 59));
        ParcelVerifier verifier = ledger.verifier();
        assertThat(verifier.verify(parcel, name -> null).verified()).isTrue();
        Random random = new Random(9);

        for (int i = 0; i < 600; i++) {
            int at = random.nextInt(parcel.length);
            byte before = parcel[at];
            parcel[at] += (byte) (1 + random.nextInt(255));
            assertThat(verifier.verify(parcel, name -> null).verified())
                    .as("byte %d", at)
                    .isFalse();
            parcel[at] = before;
        }
    }

    @Test
    void believesNoOtherAnchorAndNoOtherCatalogue() {
        ParcelVerifier otherTrust = new ParcelVerifier(
                SampleLedger.CATALOGUE,
                SampleSeals.authority(Suite.SM, "Another CA").trust());
        ParcelVerifier otherCatalogue =
                new ParcelVerifier(new UnitCatalogue(Map.of("policy/1", List.of("key"))), LEDGER.gateway.trust());

        assertThat(otherTrust.verify(GOOD, SampleLedger.renditions()))
                .isEqualTo(new Verdict.Failed(Flaw.CERTIFICATE_FOREIGN, "certificate"));
        assertThat(otherCatalogue.verify(GOOD, SampleLedger.renditions()))
                .isEqualTo(new Verdict.Failed(Flaw.UNIT_COUNT_DIFFERS, "evidence.entries[0].units"));
    }

    @Test
    void doesNotWriteWhatItWouldRefuse() {
        ParcelWriter writer = LEDGER.parcel(1, 4);

        assertThatThrownBy(() -> writer.entry(LEDGER.header(4), new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] header = LEDGER.header(5).bytes();
        List<DisclosedUnit> units = LEDGER.disclosed(5, unit -> 'g');
        assertThatThrownBy(() -> writer.entry(header, 6, "claim", units)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.entry(header, 50, "claim", units)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.entry(header, 5, "claim", units.subList(1, 3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.entry(Arrays.copyOf(header, 40), 5, "claim", units))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] elsewhere = new String(header, UTF_8)
                .replace(SampleSeals.LEDGER, SampleSeals.LEDGER + "2")
                .getBytes(UTF_8);
        assertThatThrownBy(() -> writer.entry(elsewhere, 5, "claim", units))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEDGER.sign(LEDGER.parcel(1, 4).statement("X")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LEDGER.parcel(1).rendition("../x", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEDGER.writer(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        LEDGER.parcel(1).sign(SampleSeals.gateway(Suite.INTL).signer(), LEDGER.gateway.certificate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
