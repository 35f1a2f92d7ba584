package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.anze.gateway.seal.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeChainTest {

    private static final Path PAGE = Path.of("docs", "spec", "fee-ledger-chain.md");

    private static Map<String, Object> first() {
        Map<String, Object> entry = new HashMap<>();
        entry.put("insurer", "insurer-jia");
        entry.put("entryNo", "F-2025-0001");
        entry.put("policyNo", "AJIA202514021200001");
        entry.put("bookDate", "2025-06-10");
        entry.put("type", "SPEND");
        entry.put("subAccount", "INSPECT");
        entry.put("amount", 300_000L);
        entry.put("payee", "91140106MAYY000693");
        entry.put("serviceNo", "S-1");
        entry.put("voucherNo", "V-1");
        entry.put("prevHash", FeeChain.START);
        return entry;
    }

    @Test
    void isWhatThePageWorksOut() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, Object> second = first();
        second.put("entryNo", "F-2025-0002");
        second.put("voucherNo", "V-2");
        second.put("prevHash", FeeChain.hash(first()::get));
        assertThat(page).contains(new String(CanonicalJson.write(first()), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(page).contains("`" + FeeChain.hash(first()::get) + "`");
        assertThat(page).contains("`" + FeeChain.hash(second::get) + "`");
        assertThat(page).contains(String.join(", ", FeeChain.FIELDS));
    }

    @ParameterizedTest
    @CsvSource({"entryNo", "policyNo", "bookDate", "payee", "serviceNo", "voucherNo", "prevHash"})
    void changesWithEveryFieldThatIsHashed(String field) {
        Map<String, Object> other = first();
        other.put(field, "x");
        assertThat(FeeChain.hash(other::get)).isNotEqualTo(FeeChain.hash(first()::get));
        other.remove(field);
        assertThat(FeeChain.hash(other::get)).isNotEqualTo(FeeChain.hash(first()::get));
    }

    @Test
    void doesNotChangeWithWhatComesLater() {
        Map<String, Object> told = first();
        told.put("toldInsuredAt", "2025-07-01T00:00:00+08:00");
        assertThat(FeeChain.hash(told::get)).isEqualTo(FeeChain.hash(first()::get));
    }

    @Test
    void hashesNoFieldThatTheTypeDoesNotHave() {
        assertThat(FeeChain.FIELDS).isSorted().allMatch(field -> SampleRecords.DEFINITIONS
                .of(org.anze.gateway.record.RecordType.FEE_LEDGER)
                .field(field)
                .isPresent());
    }
}
