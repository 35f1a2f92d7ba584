package org.anze.gateway.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeedlesTest {

    private static final String NAME = "王甲乙丙丁戊精密铸造";

    private static Needles<String> needles() {
        Needles<String> needles = new Needles<>();
        needles.value("name", NAME);
        needles.hashes("hash", "the name", NAME.getBytes(StandardCharsets.UTF_8));
        needles.value("percent", "12.3457");
        needles.value("day", "1931-05-07");
        needles.value("amount", "100000997001");
        return needles;
    }

    static Stream<byte[]> spellings() throws Exception {
        byte[] utf8 = NAME.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("xl/sheet1.xml"));
            zip.write(("<t>" + NAME + "</t>").getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(named)) {
            zip.putNextEntry(new ZipEntry(NAME + ".txt"));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(utf8);
        }
        byte[] sm3 =
                MessageDigest.getInstance("SM3", new BouncyCastleProvider()).digest(utf8);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(utf8);
        String encoded =
                Base64.getEncoder().encodeToString(("{\"name\":\"" + NAME + "\"}").getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                ("a" + NAME + "b").getBytes(StandardCharsets.UTF_8),
                ("a" + NAME + "b").getBytes(Charset.forName("GB18030")),
                NAME.getBytes(StandardCharsets.UTF_16BE),
                NAME.getBytes(StandardCharsets.UTF_16LE),
                ascii("/records?name=" + URLEncoder.encode(NAME, StandardCharsets.UTF_8)),
                ascii(HexFormat.of().formatHex(utf8)),
                ascii("{\"a\":\"" + encoded + "\"}"),
                ascii("{\"a\":\"" + Base64.getEncoder().encodeToString(ascii("{\"b\":\"" + encoded + "\"}")) + "\"}"),
                archive.toByteArray(),
                named.toByteArray(),
                packed.toByteArray(),
                sm3,
                ascii(HexFormat.of().formatHex(sm3)),
                ascii("\"" + Base64.getEncoder().encodeToString(sm3) + "\""),
                ascii(HexFormat.of().withUpperCase().formatHex(md5)),
                ascii(Base64.getUrlEncoder().withoutPadding().encodeToString(md5)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void findsAValueInEverySpelling(byte[] content) {
        assertThat(needles().in(content)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.3457%", "\"1931-05-07\"", "from-1931-05-07.csv", "{\"a\":100000997001}", ",12.3457,"})
    void findsFiguresThatStandByThemselves(String text) {
        assertThat(needles().in(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"112.3457", "1931-05-071", "王甲乙丙丁戊精密铸", "a12.3457b"})
    void doesNotFindWhatOnlyLooksLikeIt(String text) {
        assertThat(needles().in(text)).isEmpty();
    }

    @Test
    void tellsWhoseAValueIs() {
        Needles<String> needles = needles();
        needles.value("twin", NAME);
        assertThat(needles.in(NAME).get(0).owners()).containsExactly("name", "twin");
        assertThat(needles.in(new byte[0])).isEmpty();
    }

    @Test
    void looksThroughMuchInLittleTime() throws IOException {
        byte[] large = new byte[8 << 20];
        new java.util.Random(1).nextBytes(large);
        byte[] name = NAME.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, large, large.length - name.length, name.length);
        assertThat(needles().in(large)).hasSize(1);
    }
}
