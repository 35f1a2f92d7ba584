package org.anze.gateway.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneTimeCodesTest {

    /** The secret of the vectors of RFC 6238, appendix B. */
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    private final OneTimeCodes codes = new OneTimeCodes();

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void givesTheCodesOfTheStandard(long time, String code) {
        assertThat(codes.code(SECRET, Instant.ofEpochSecond(time))).isEqualTo(code);
    }

    @Test
    void takesOneStepBackAndOneAheadAndNoOther() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        for (int step = -3; step <= 3; step++) {
            String code = codes.code(SECRET, now.plusSeconds(30L * step));
            assertThat(codes.step(SECRET, code, now).isPresent())
                    .as("step %d", step)
                    .isEqualTo(Math.abs(step) <= 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000000", "05047", "0504711", "０５０４７１", "-50471"})
    void takesNothingThatOnlyLooksLikeIt(String code) {
        assertThat(codes.step(SECRET, code, Instant.ofEpochSecond(1_111_111_111)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void writesSecretsInBaseThirtyTwo(String bytes, String text) {
        assertThat(OneTimeCodes.base32(bytes.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(text);
    }

    @Test
    void makesSecretsOfAHundredAndSixtyBits() {
        assertThat(codes.newSecret()).hasSize(20).isNotEqualTo(codes.newSecret());
    }

    @Test
    void drawsAPictureWithoutScriptStyleOrAddress() {
        String picture = QrImage.svg(QrImage.address("Anze 安责网关", "secadmin", SECRET));

        assertThat(picture).startsWith("<svg").endsWith("</svg>").doesNotContain("style", "script", "href", "http");
        assertThat(QrImage.address("Anze 安责网关", "secadmin", SECRET))
                .isEqualTo("otpauth://totp/Anze%20%E5%AE%89%E8%B4%A3%E7%BD%91%E5%85%B3:secadmin"
                        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Anze%20%E5%AE%89%E8%B4%A3%E7%BD%91%E5%85%B3&algorithm=SHA1&digits=6&period=30");
    }
}
