package org.anze.gateway.seal.parcel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;

class MaskedValueTest {

    @Test
    void isHashedOnceForAllDocumentsOfASuite() {
        MaskedValue value = new MaskedValue("{\"name\":\"张*\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(value.hash(Suite.SM)).isSameAs(value.hash(Suite.SM)).isEqualTo(Suite.SM.hash(value.json()));
    }

    @Test
    void givesNoSuiteTheHashOfAnother() {
        MaskedValue value = new MaskedValue("null".getBytes(StandardCharsets.UTF_8));
        for (Suite suite : new Suite[] {Suite.SM, Suite.INTL, Suite.SM}) {
            assertThat(value.hash(suite)).isEqualTo(suite.hash(value.json()));
        }
    }
}
