package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agreement that masks one field of a unit and all of another, from the agreement's file to the recipient's. */
class PartlyMaskedFeedTest {

    private static final Pattern CHARACTER = Pattern.compile("&#x([0-9a-f]+);");

    @TempDir
    private Path folder;

    private FeedFixture fixture;

    @BeforeEach
    void appendAPolicy() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        Path agreement = folder.resolve("city-observer/agreements/observed.yaml");
        fixture.writeAgreement(Files.readString(agreement)
                .replace(
                        "give: [parties, period, limits]",
                        "give: [parties]\n      mask: [limits.perAccident, headcount]"));
        fixture.append(List.of(fixture.samples.record(
                RecordType.POLICY,
                1,
                Operation.CREATE,
                "policyNo",
                "P-1",
                "insured",
                "91140212MAXX00015K",
                "perPersonDeath",
                40_000_000L,
                "perAccident",
                500_000_000L,
                "insuredCount",
                12L)));
    }

    private String receivedAs(String format) throws Exception {
        Path file = folder.resolve("city-observer/party.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("channel: REST", "channel: SFTP")
                        .replace("https://localhost:1/parcels", "sftp://nobody@localhost:1/in")
                        .replace("parcelSize: 3", "parcelSize: 3\n  format: " + format));
        fixture.writeAgreement(Files.readString(folder.resolve("city-observer/agreements/observed.yaml")));
        drain(fixture.start());
        byte[] content = fixture.received.get(0).renditions().get(0).content();
        return format.equals("XLSX") ? unpacked(content) : new String(content, StandardCharsets.UTF_8);
    }

    private static String unpacked(byte[] workbook) throws IOException {
        List<String> parts = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.add(CHARACTER
                        .matcher(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16))));
            }
        }
        return String.join("\n", parts);
    }

    @ParameterizedTest
    @CsvSource({"CSV", "XLSX"})
    void marksInATableTheMaskedColumnsOnly(String format) throws Exception {
        assertThat(receivedAs(format))
                .contains("每次事故限额（脱敏）", "每人死亡伤残限额（元）", "承保人数（脱敏）", "每次事故限额、承保人数")
                .doesNotContain("每人死亡伤残限额（脱敏）", "每人死亡伤残限额、", "5000000.00")
                .contains("400000");
    }

    @Test
    void namesInNdjsonTheFieldOfThePartlyMaskedUnitAndTheWholeOfTheOther() throws Exception {
        assertThat(receivedAs("NDJSON"))
                .contains("\"masked\":[\"headcount\",\"limits.perAccident\"]", "\"perPersonDeath\":40000000")
                .doesNotContain("500000000");
    }

    @Test
    void namesInXmlTheFieldsOfThePartlyMaskedUnit() throws Exception {
        assertThat(receivedAs("XML"))
                .contains("<limits manner=\"masked\" masked=\"perAccident\">", "<headcount manner=\"masked\">")
                .contains("<perPersonDeath type=\"money\">40000000</perPersonDeath>");
    }
}
