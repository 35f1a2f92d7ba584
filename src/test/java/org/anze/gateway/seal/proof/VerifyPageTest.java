package org.anze.gateway.seal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.RecordUnit;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.MaskedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page around the second verifier: what a court reads. */
class VerifyPageTest {

    private static final Set<Flaw> OF_FILES_OR_SERIES = EnumSet.of(
            Flaw.UNREADABLE, Flaw.NUMBER_GAP, Flaw.NUMBER_TWICE, Flaw.CHECKPOINT_SHRANK, Flaw.CHECKPOINT_FORKED);

    @TempDir
    Path folder;

    @Test
    void holdsTheUnitsOfThisVersion() throws Exception {
        Map<String, Object> known = CanonicalJson.parseLaidOut(
                Files.readAllBytes(Path.of("src/main/resources/org/anze/gateway/seal/units-v1.json")));
        assertThat(CanonicalJson.parseLaidOut(block("units").getBytes(UTF_8))).isEqualTo(known);
    }

    @Test
    void namesUnitsAndFieldsAsTheGatewayDoes() throws Exception {
        String labels = new String(CanonicalJson.write(labels()), UTF_8);
        Path expected = Path.of("target", "verify-labels.json");
        Files.createDirectories(expected.getParent());
        Files.writeString(expected, labels);
        assertThat(block("labels"))
                .as("the block \"labels\" of verify.html, as it should be, is in " + expected)
                .isEqualTo(labels);
    }

    @Test
    void hasASentenceForEachFlawAndFetchesNothing() throws IOException {
        String page = Files.readString(ScriptVerdicts.PAGE);
        for (Flaw flaw : Flaw.values()) {
            assertThat(page.contains("        " + flaw + ": '"))
                    .as(flaw.name())
                    .isEqualTo(!OF_FILES_OR_SERIES.contains(flaw));
        }
        assertThat(page).doesNotContain("http:", "https:", " src=", " href=", "@import", "url(", "fetch(", "XMLHttp");
    }

    @Test
    void tellsACourtWhatIsProvedAndWhatNot() throws Exception {
        assumeTrue(VerifierBrowser.isPossible(), "chromium and chromedriver are needed for the page: skipped");
        byte[] bundle = bundle();
        Path good = Files.write(folder.resolve("P-1.proof.json"), bundle);
        byte[] changed = new String(bundle, UTF_8).replace("样例机械", "其他机械").getBytes(UTF_8);
        Path bad = Files.write(folder.resolve("changed.proof.json"), changed);
        try (VerifierBrowser browser = new VerifierBrowser(folder.resolve("profile"))) {
            String report = judge(browser, good);
            assertThat(report)
                    .contains("验证通过", "保单", "样例机械", "6111587 分", "61115.87 元", "不予提供", "脱敏", "一级（已签封）")
                    .contains("本验证证明了什么", "本验证没有证明什么", "certificates-office 2026", "CLAIM_CASE");
            Path picture = Path.of("target", "verify-page.png");
            Files.createDirectories(picture.getParent());
            Files.write(picture, browser.driver.getScreenshotAs(OutputType.BYTES));
            assertThat(judge(browser, bad))
                    .contains("验证不通过", "RECORD_ROOT_WRONG")
                    .doesNotContain("其他机械");
        }
    }

    @Test
    void letsTheBrowserForbidTheNetwork() throws Exception {
        assumeTrue(VerifierBrowser.isPossible(), "chromium and chromedriver are needed for the page: skipped");
        try (VerifierBrowser browser = new VerifierBrowser(folder.resolve("profile"))) {
            Object forbidden = browser.driver.executeAsyncScript("const done = arguments[0];"
                    + "document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));"
                    + "new Image().src = 'http://127.0.0.1:9/leak';");

            assertThat(forbidden).isEqualTo("img-src");
        }
    }

    private static String judge(VerifierBrowser browser, Path file) {
        browser.driver.navigate().refresh();
        WebElement trust = browser.driver.findElement(By.id("trust"));
        browser.driver.executeScript(
                "arguments[0].value = arguments[1];",
                trust,
                SampleSeals.gateway(Suite.SM).authority().certificate().pem());
        browser.driver
                .findElement(By.id("documents"))
                .sendKeys(file.toAbsolutePath().toString());
        browser.driver.findElement(By.cssSelector("[data-test='verify']")).click();
        new WebDriverWait(browser.driver, Duration.ofSeconds(30))
                .until(open -> !open.findElements(By.cssSelector("[data-test='verdict'], [data-test='trouble']"))
                        .isEmpty());
        return browser.driver.findElement(By.id("report")).getText();
    }

    /** A policy of the real catalogue; its people are withheld, its parties masked. */
    private static byte[] bundle() {
        Suite suite = Suite.SM;
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        byte[] seed = suite.hash("court".getBytes(UTF_8));
        List<RecordUnit> units = new ArrayList<>();
        for (String name : UnitCatalogue.builtIn().units("policy", 1).orElseThrow()) {
            Object value =
                    switch (name) {
                        case "key" -> Map.of("policyNo", "P-1", "insured", "样例机械");
                        case "premium" -> Map.of("premium", 6111587L);
                        default -> null;
                    };
            units.add(new RecordUnit(name, value == null ? null : CanonicalJson.write(value)));
        }
        RecordSeal seal = RecordSeal.of(suite, seed, units);
        byte[] raw = SubmissionSalt.raw(suite, new byte[32], new byte[32]);
        EntryHeader header = new EntryHeader(
                SampleSeals.LEDGER,
                0,
                "policy",
                1,
                "insurer-jia",
                "S-1",
                null,
                raw,
                SampleSeals.NOW,
                units.size(),
                seal.root());
        SignedCheckpoint checkpoint = new Checkpoint(
                        SampleSeals.LEDGER, 1, header.leafHash(suite), suite, SampleSeals.NOW)
                .sign(gateway.signer());
        RecordSalts salts = new RecordSalts(suite, seed);
        List<DisclosedUnit> disclosed = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            String name = units.get(i).name();
            byte[] value = units.get(i).value();
            disclosed.add(
                    name.equals("people")
                            ? new DisclosedUnit.Withheld(name, seal.leaves().get(i))
                            : name.equals("parties")
                                    ? new DisclosedUnit.Masked(
                                            name,
                                            seal.leaves().get(i),
                                            new MaskedValue(CanonicalJson.write(Map.of("insured", "样例**"))))
                                    : new DisclosedUnit.Given(
                                            name, salts.salt(name), value == null ? "null".getBytes(UTF_8) : value));
        }
        ProofHead head = new ProofHead(
                SampleSeals.LEDGER,
                "bureau-datong",
                SampleSeals.NOW.plusSeconds(60),
                "CLAIM_CASE",
                "certificates-office 2026");
        return new ProofWriter(head, checkpoint, header, disclosed, List.of())
                .agreement(new Agreement("case-17", 1))
                .sign(gateway.signer(), gateway.certificate());
    }

    private static String block(String id) throws IOException {
        String page = Files.readString(ScriptVerdicts.PAGE);
        String begin = "<script type=\"application/json\" id=\"" + id + "\">";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    private static Map<String, Object> labels() throws IOException {
        Properties texts = new Properties();
        texts.load(new StringReader(Files.readString(Path.of("src/main/resources/messages.properties"))));
        RecordDefinitions definitions = RecordDefinitions.load();
        Map<String, Object> labels = new TreeMap<>();
        for (RecordType type : RecordType.values()) {
            for (int version = 1;
                    UnitCatalogue.builtIn().units(type.code(), version).isPresent();
                    version++) {
                RecordDefinition definition = definitions.of(type, version);
                Map<String, Object> units = new LinkedHashMap<>();
                for (String unit : definition.units()) {
                    units.put(
                            unit,
                            Map.of("fields", fields(definition, unit), "zh", texts.getProperty("unit." + unit, unit)));
                }
                labels.put(type.code() + "/" + version, Map.of("units", units, "zh", type.zh()));
            }
        }
        return labels;
    }

    private static Map<String, Object> fields(RecordDefinition definition, String unit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (unit.equals(RecordDefinition.KEY_UNIT)) {
            fields.put("businessKey", List.of("业务主键", "TEXT"));
            fields.put("version", List.of("版本", "INTEGER"));
            fields.put("operation", List.of("操作", "CODE"));
        }
        if (unit.equals(RecordDefinition.SCOPE_UNIT)) {
            fields.put("insurer", List.of("保险机构", "TEXT"));
            fields.put("riskRegion", List.of("风险所在地区划", "CODE"));
            fields.put("sector", List.of("行业领域", "CODE"));
            return fields;
        }
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            fields.put(field.name(), List.of(field.zh(), field.type().name()));
        }
        return fields;
    }
}
