package org.anze.gateway.seal.parcel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    void refusesEveryChangedByteAndAnotherFormat() {
        SampleLedger ledger = new SampleLedger(Suite.SM, 9);
        byte[] receipt = ledger.receipt();

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
