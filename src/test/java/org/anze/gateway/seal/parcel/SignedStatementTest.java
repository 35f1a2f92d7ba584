package org.anze.gateway.seal.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedStatementTest {

    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesAReceipt(Suite suite) throws FlawException {
        SampleLedger ledger = new SampleLedger(suite, 1);

        SignedStatement statement =
                SignedStatement.verify(ledger.receipt(), SignedStatement.RECEIPT_FORMAT, ledger.gateway.trust());

        assertThat(statement.signer()).isEqualTo(SampleSeals.SIGNER);
        assertThat(statement.issuedAt()).isEqualTo(SampleSeals.NOW);
        assertThat(statement.body()).containsEntry("accepted", 2L);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesEachOfThoseSignedTogetherByItself(Suite suite) throws FlawException {
        SampleLedger ledger = new SampleLedger(suite, 1);

        for (int count = 2; count <= 17; count++) {
            List<byte[]> receipts = ledger.receiptsTogether(count);
            assertThat(receipts).hasSize(count);
            for (int i = 0; i < count; i++) {
                SignedStatement statement =
                        SignedStatement.verify(receipts.get(i), SignedStatement.RECEIPT_FORMAT, ledger.gateway.trust());
                assertThat(statement.body()).containsEntry("submission", "S-20261122-%04d".formatted(i + 1));
            }
        }
    }

    @Test
    void saysNothingOfTheOthersButHowManyThereAre() throws FlawException {
        SampleLedger ledger = new SampleLedger(Suite.SM, 1);

        List<byte[]> receipts = ledger.receiptsTogether(3);

        assertThat(text(receipts.get(0))).contains("S-20261122-0001").doesNotContain("S-20261122-0002");
        assertThat(CanonicalJson.parseObject(receipts.get(2)).get("batch"))
                .isInstanceOfSatisfying(Map.class, batch -> assertThat(batch.keySet())
                        .containsExactly("index", "path", "root", "size"));
        assertThat(ledger.receiptsTogether(1)).singleElement().satisfies(alone -> assertThat(text(alone))
                .startsWith("{\"body\":"));
        assertThat(ledger.receiptsTogether(0)).isEmpty();
    }

    @Test
    void refusesAReceiptOutOfItsPlaceAmongThoseSignedTogether() {
        SampleLedger ledger = new SampleLedger(Suite.SM, 1);
        String first = text(ledger.receiptsTogether(3).get(0));
        String second = text(ledger.receiptsTogether(3).get(1));
        String batch = first.substring(1, first.indexOf("\"body\""));

        assertFlaw(ledger, first.replace(batch, ""), Flaw.SIGNATURE_WRONG);
        assertFlaw(ledger, first.replace("\"index\":0", "\"index\":1"), Flaw.ROOT_WRONG);
        assertFlaw(ledger, first.replace("\"index\":0", "\"index\":3"), Flaw.INDEX_BEYOND_SIZE);
        assertFlaw(ledger, first.replace("\"size\":3", "\"size\":4"), Flaw.SIGNATURE_WRONG);
        assertFlaw(ledger, first.replace("\"size\":3", "\"size\":1"), Flaw.MALFORMED);
        assertFlaw(ledger, first.replace("S-20261122-0001", "S-20261122-0009"), Flaw.ROOT_WRONG);
        assertFlaw(ledger, first.replace("\"path\":[\"", "\"path\":[7,\""), Flaw.MALFORMED);
        assertFlaw(ledger, first.replaceAll("\"path\":\\[\"[^]]*", "\"path\":["), Flaw.PROOF_TOO_SHORT);
        assertFlaw(ledger, first.replaceAll("(\"path\":\\[)(\"[^,]*\",)", "$1$2$2"), Flaw.PROOF_TOO_LONG);
        assertFlaw(ledger, second.replaceAll("\"batch\":.*?,\"body\"", quoted(batch) + "\"body\""), Flaw.ROOT_WRONG);
        assertFlaw(ledger, text(ledger.receipt()).replace("{\"body\"", "{" + batch + "\"body\""), Flaw.SIGNATURE_WRONG);
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static String text(byte[] document) {
        return new String(document, UTF_8);
    }

    private static void assertFlaw(SampleLedger ledger, String receipt, Flaw expected) {
        assertFlaw(ledger, receipt, SignedStatement.RECEIPT_FORMAT, expected);
    }

    private static void assertFlaw(SampleLedger ledger, String receipt, String format, Flaw expected) {
        assertThatThrownBy(() -> SignedStatement.verify(receipt.getBytes(UTF_8), format, ledger.gateway.trust()))
                .as(receipt)
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(expected));
    }

    /** A signature over the root of several statements is none over a statement that says the same. */
    @Test
    void takesNoSignatureOfOneKindForTheOther() throws FlawException {
        SampleLedger ledger = new SampleLedger(Suite.SM, 1);
        Map<String, Object> top =
                CanonicalJson.parseObject(ledger.receiptsTogether(2).get(0));
        Map<?, ?> batch = (Map<?, ?>) top.remove("batch");
        top.put(
                "body",
                Map.of(
                        "format",
                        SignedStatement.RECEIPT_FORMAT,
                        "issuedAt",
                        SealTime.write(SampleSeals.NOW),
                        "root",
                        batch.get("root"),
                        "size",
                        batch.get("size")));
        assertFlaw(ledger, text(CanonicalJson.write(top)), Flaw.SIGNATURE_WRONG);

        top.put("body", Map.of("format", "anze-statements/1", "root", batch.get("root"), "size", batch.get("size")));
        assertFlaw(ledger, text(CanonicalJson.write(top)), "anze-statements/1", Flaw.MALFORMED);
    }

    /** A body that says what the root of others says is signed as a body, with a time, and so is no signature over that root. */
    @Test
    void takesNoSignatureOverAStatementForOneOverARoot() throws FlawException {
        SampleLedger ledger = new SampleLedger(Suite.SM, 1);
        Map<String, Object> together =
                CanonicalJson.parseObject(ledger.receiptsTogether(2).get(0));
        Map<?, ?> batch = (Map<?, ?>) together.get("batch");
        byte[] alike = SignedStatement.sign(
                Map.of(
                        "format",
                        "anze-statements/1",
                        "issuedAt",
                        SealTime.write(SampleSeals.NOW),
                        "root",
                        batch.get("root"),
                        "size",
                        batch.get("size")),
                ledger.gateway.signer(),
                ledger.gateway.certificate());

        together.put("signature", CanonicalJson.parseObject(alike).get("signature"));

        assertFlaw(ledger, text(CanonicalJson.write(together)), Flaw.SIGNATURE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesEveryChangedByteAndAnotherFormat(boolean together) {
        SampleLedger ledger = new SampleLedger(Suite.SM, 9);
        byte[] receipt = together ? ledger.receiptsTogether(5).get(4) : ledger.receipt();

        for (int i = 0; i < receipt.length; i++) {
            byte[] changed = receipt.clone();
            changed[i] ^= (byte) (1 << i % 7);
            assertThatThrownBy(() ->
                            SignedStatement.verify(changed, SignedStatement.RECEIPT_FORMAT, ledger.gateway.trust()))
                    .as("byte %d", i)
                    .isInstanceOf(FlawException.class);
        }
        assertThatThrownBy(() -> SignedStatement.verify(receipt, "anze-parcel/2", ledger.gateway.trust()))
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(Flaw.UNKNOWN_FORMAT));
        assertThatThrownBy(() -> SignedStatement.verify(
                        ledger.goodParcel(), SignedStatement.RECEIPT_FORMAT, ledger.gateway.trust()))
                .isInstanceOf(FlawException.class);
    }

    @Test
    void signsNoStatementWithoutFormatAndTime() {
        SampleSeals.Gateway gateway = SampleSeals.gateway(Suite.SM);

        assertThatThrownBy(() -> SignedStatement.sign(Map.of("format", "x/1"), gateway.signer(), gateway.certificate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
