package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.intake.returned.ReturnedSamples.Read;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs do to files wrongly: nothing of it loses a record or makes a wrong value of one. */
class MendingMistakesTest {

    private static final String AGENCY = "agency-taiyuan";
    private static final String HEADINGS =
            "服务单号,保单编号,单位名称（全称）,统一社会信用代码,所在区县,服务项目,服务日期,是否现场," + "服务内容,主要风险隐患,服务人员,费用投入,备注\n";
    private static final String TITLES = "标题\n单位\n";
    private static final String ROW = "FW-1,A,甲,,,,没有,,,,李四丰,,\n";

    private static final OwnLayout TABLE = layout(OwnLayout.Form.CSV, Set.of("姓名"));
    private static final OwnLayout JSON = layout(OwnLayout.Form.JSON, Set.of("v/n"));

    private static OwnLayout layout(OwnLayout.Form form, Set<String> personal) {
        return new OwnLayout("visits", form, null, ',', '"', false, personal, Set.of(), false, List.of());
    }

    private static List<Read> read(String text) throws IOException {
        return ReturnedSamples.read(AGENCY, "visits", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String returned() throws IOException {
        return new String(
                ReturnedSamples.giveBack(AGENCY, "visits", read(TITLES + HEADINGS + ROW), false),
                StandardCharsets.UTF_8);
    }

    private static List<RawRecord> mended(OwnLayout layout, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Content content = () -> new ByteArrayInputStream(bytes);
        Recognition recognition = Recognition.of(bytes, () -> ',', content);
        assertThat(recognition).isNotNull();
        List<RawRecord> all = new ArrayList<>();
        MendedFile.Survey survey =
                MendedFile.survey(recognition, AGENCY, layout, ReturnedSamples.TOKENS, content.open());
        try (RecordSource source =
                MendedFile.open(recognition, AGENCY, layout, ReturnedSamples.TOKENS, survey, content.open())) {
            for (RawRecord raw = source.next(); raw != null; raw = source.next()) {
                all.add(raw);
            }
        }
        return all;
    }

    private static List<String> flaws(RawRecord record) {
        return ((ReturnedRecord) record).damage().stream().map(Finding::code).toList();
    }

    private static String token(long ordinal, int rows, Map<String, String> constants) {
        return ReturnedSamples.TOKENS
                .close(AGENCY, new ReturnTokens.Content("S1", "visits", ordinal, "", List.of(), constants, rows))
                .orElseThrow();
    }

    @Test
    void readsAFileThatOnlyMentionsTheMarkAsUsual() throws IOException {
        List<Read> read = read(TITLES + HEADINGS + ROW + ROW.replace(",,\n", ",,见〔勿改动〕栏\n") + ROW);

        assertThat(read).hasSize(3);
        assertThat(read.get(0).raw()).isNotInstanceOf(ReturnedRecord.class);
    }

    @Test
    void refusesAFileWithOtherRowsAboveTheReturnedOnes() throws IOException {
        String both = TITLES + HEADINGS + ROW + returned().replace("\uFEFF", "");

        assertThatThrownBy(() -> read(both)).isInstanceOfSatisfying(SenderMustCorrect.class, refused -> assertThat(
                        refused.finding().code())
                .isEqualTo("INT-0307"));
    }

    /** What no settings of a source can say is the sender's to mend, not a fault that is tried again for ever. */
    @Test
    void refusesATableThatNoSettingsCanRead() {
        OwnLayout quoted = new OwnLayout(
                "visits", OwnLayout.Form.CSV, null, ',', ';', false, Set.of("姓名"), Set.of(), false, List.of());

        assertThatThrownBy(() -> read("\n".repeat(100) + "a,〔勿改动〕\n1,x\n"))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        refused -> assertThat(refused.finding().code()).isEqualTo("INT-0307"));
        assertThatThrownBy(() -> mended(quoted, "a;〔勿改动〕\n1;x\n"))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        refused -> assertThat(refused.finding().code()).isEqualTo("INT-0307"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canonical-claim # [{\"〔勿改动〕\":\"\",\"claimNo\":\"C1\",\"reporter\":\"张*〔#k7m2q.0〕\"}]",
                "canonical-claim-xml # <records><claim><_勿改动/><claimNo>C1</claimNo><reporter>张*〔#k7m2q.0〕</reporter></claim></records>"
            })
    void makesNoValueOfAMaskInCanonicalRecords(String input) throws IOException {
        String[] parts = input.split(" # ");

        List<Read> read = ReturnedSamples.read("insurer-wu", parts[0], parts[1].getBytes(StandardCharsets.UTF_8));

        assertThat(read.get(0).results()).allMatch(result -> result.record() == null);
        assertThat(read.get(0).findings()).isNotEmpty();
    }

    @Test
    void refusesTheRowsOfAFileThatOnlyHasTheHeading() throws IOException {
        List<Read> read = read(HEADINGS.strip() + ",〔勿改动〕\n" + ROW.strip() + ",\n");

        assertThat(read.get(0).findings()).extracting(Finding::code).contains("INT-0306");
    }

    @Test
    void refusesReturnedObjectsWithinOtherJson() {
        byte[] nested = "{\"data\":[{\"a\":1},{\"〔勿改动〕\":\"A1.x\"}]}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Recognition.of(nested, () -> ',', () -> new ByteArrayInputStream(nested)))
                .isInstanceOf(SenderMustCorrect.class);
    }

    @Test
    void knowsTheKeyWhenAProgramWroteItInAscii() throws IOException {
        byte[] ascii = "[{\"\\u3014\\u52ff\\u6539\\u52a8\\u3015\":\"A1.x\"}]".getBytes(StandardCharsets.UTF_8);

        assertThat(Recognition.of(ascii, () -> ',', () -> new ByteArrayInputStream(ascii)))
                .isNotNull();
    }

    @Test
    void takesTheUnitFromNoOtherRow() throws IOException {
        String file = "金额,〔勿改动〕\n1," + token(0, 1, Map.of("@unit", "万元")) + "\n2," + token(1, 1, Map.of("@unit", "元"))
                + "\n50000,\n";

        List<RawRecord> records = mended(TABLE, file);

        assertThat(records.get(0).value("@unit")).isEqualTo("万元");
        assertThat(records.get(1).value("@unit")).isEqualTo("元");
        assertThat(records.get(2).value("@unit")).isNull();
    }

    @Test
    void takesTheUnitThatAllRowsShare() throws IOException {
        String file = "金额,〔勿改动〕\n50000,\n1," + token(0, 1, Map.of("@unit", "万元")) + "\n";

        assertThat(mended(TABLE, file).get(0).value("@unit")).isEqualTo("万元");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,T0;b,↑7.1;c,T1;d,↑8.1",
                "a,T0;c,T1;b,↑7.1;d,↑8.1",
                "a,T0;b,↑8.1;c,T1;d,↑7.1",
                "a,T0;c,T1",
                "a,;b,↑7.1;c,;d,↑8.1"
            })
    void refusesRowsThatLeftTheirRecord(String rows) throws IOException {
        String file = "内容,〔勿改动〕\n"
                + rows.replace(';', '\n')
                        // A token may hold any two letters.
                        .replace("T0", "①")
                        .replace("T1", "②")
                        .replace("①", token(7, 2, Map.of()))
                        .replace("②", token(8, 2, Map.of()));

        List<RawRecord> records = mended(TABLE, file);

        boolean together = rows.startsWith("a,T0;b,↑7.1;c");
        assertThat(records).allSatisfy(record -> {
            if (together) {
                assertThat(flaws(record)).isEmpty();
            } else {
                assertThat(flaws(record)).contains("INT-0309");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"张**", "张*", "***", "138****0000"})
    void refusesAMaskThatNobodyRestores(String mask) throws IOException {
        String file = "姓名,备注,〔勿改动〕\n" + mask + ",x," + token(0, 1, Map.of()) + "\n";

        assertThat(flaws(mended(TABLE, file).get(0))).contains("INT-0308");
    }

    private static final String OF_ZHANG_SAN = "{\"n\":\"张*〔#aaaaa.0〕\"}";
    private static final String OF_ZHANG_SI = "{\"n\":\"张*〔#aaaaa.1〕\"}";

    /** Two people with the same mask, of whom the sender gets back only that. */
    private static String twoZhangs(String list) {
        List<ReturnTokens.Kept> kept = List.of(
                new ReturnTokens.Kept("v[0]/n", 0, "张三", false), new ReturnTokens.Kept("v[1]/n", 0, "张四", false));
        String token = ReturnedSamples.TOKENS
                .close(AGENCY, new ReturnTokens.Content("S1", "visits", 0, "aaaaa", kept, Map.of(), 1))
                .orElseThrow();
        return "[{\"〔勿改动〕\":\"" + token + "\",\"v\":[" + list + "]}]";
    }

    private static List<String> names(RawRecord record) {
        return ((Repeated) record)
                .items("v").stream()
                        .map(item -> String.valueOf(item.value("n")))
                        .toList();
    }

    @Test
    void refusesAListFromWhichAPersonWasTakenOut() throws IOException {
        assertThat(flaws(mended(JSON, twoZhangs(OF_ZHANG_SAN + "," + OF_ZHANG_SI))
                        .get(0)))
                .isEmpty();
        assertThat(flaws(mended(JSON, twoZhangs(OF_ZHANG_SAN)).get(0))).contains("INT-0309");
    }

    @Test
    void givesEachMaskItsOwnPersonWhenOneWasPutInFront() throws IOException {
        String list = "{\"n\":\"张五\"}," + OF_ZHANG_SAN + "," + OF_ZHANG_SI;

        RawRecord record = mended(JSON, twoZhangs(list)).get(0);

        assertThat(flaws(record)).isEmpty();
        assertThat(names(record)).containsExactly("张五", "张三", "张四");
        assertThat(((Leaves) record).text(0)).isEqualTo("张五");
        assertThat(((Leaves) record).text(1)).isEqualTo("张三");
    }

    @Test
    void givesEachMaskItsOwnPersonWhenTheListWasTurnedRound() throws IOException {
        RawRecord record =
                mended(JSON, twoZhangs(OF_ZHANG_SI + "," + OF_ZHANG_SAN)).get(0);

        assertThat(flaws(record)).isEmpty();
        assertThat(names(record)).containsExactly("张四", "张三");
    }

    @Test
    void guessesNobodyForAMaskWithoutItsTag() throws IOException {
        RawRecord record =
                mended(JSON, twoZhangs("{\"n\":\"张*\"}," + OF_ZHANG_SI)).get(0);

        assertThat(flaws(record)).contains("INT-0308");
        assertThat(names(record)).containsExactly("张*", "张四");
        assertThat(flaws(mended(TABLE, twoRows("张*〔#aaaaa.0〕", "张*")).get(1))).contains("INT-0308");
    }

    /** Two rows about different people with the same mask, each with its own token. */
    private static String twoRows(String first, String second) {
        String[] tokens = new String[2];
        for (int i = 0; i < 2; i++) {
            List<ReturnTokens.Kept> kept =
                    List.of(new ReturnTokens.Kept("姓名", 0, List.of("张三", "张四").get(i), false));
            tokens[i] = ReturnedSamples.TOKENS
                    .close(
                            AGENCY,
                            new ReturnTokens.Content(
                                    "S1", "visits", i, List.of("aaaaa", "bbbbb").get(i), kept, Map.of(), 1))
                    .orElseThrow();
        }
        return "姓名,〔勿改动〕\n" + first + "," + tokens[0] + "\n" + second + "," + tokens[1] + "\n";
    }

    @Test
    void refusesRowsWhoseTokensWereSortedAwayFromThem() throws IOException {
        List<RawRecord> inPlace = mended(TABLE, twoRows("张*〔#aaaaa.0〕", "张*〔#bbbbb.0〕"));
        assertThat(inPlace).extracting(row -> row.value("姓名")).containsExactly("张三", "张四");
        assertThat(inPlace).allSatisfy(row -> assertThat(flaws(row)).isEmpty());

        List<RawRecord> apart = mended(TABLE, twoRows("张*〔#bbbbb.0〕", "张*〔#aaaaa.0〕"));

        assertThat(apart).extracting(row -> row.value("姓名")).containsExactly("张*", "张*");
        assertThat(apart).allSatisfy(row -> assertThat(flaws(row)).contains("INT-0308"));
    }

    @Test
    void putsAMaskIntoNoOtherColumn() throws IOException {
        String file = twoRows("张*〔#aaaaa.0〕", "x").replace("姓名,", "备注,");

        assertThat(flaws(mended(TABLE, file).get(0))).contains("INT-0308");
    }

    @Test
    void takesWhatWasWrittenOverAMaskWithoutItsTag() throws IOException {
        List<RawRecord> rows = mended(TABLE, twoRows("李五〔#aaaaa.0〕", "李*六〔#bbbbb.0〕"));

        assertThat(rows.get(0).value("姓名")).isEqualTo("李五");
        assertThat(flaws(rows.get(0))).isEmpty();
        assertThat(flaws(rows.get(1))).contains("INT-0308");
    }

    @ParameterizedTest
    @ValueSource(strings = {"张*〔#aaaaa.0〕", "联系 138****0000〔#aaaaa.0〕"})
    void refusesMasksThatWereCopiedIntoAnOrdinaryFile(String cell) {
        String file = TITLES + HEADINGS + ROW + ROW.replace("李四丰", cell);

        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(SenderMustCorrect.class, refused -> assertThat(
                        refused.finding().code())
                .isEqualTo("INT-0311"));
    }

    /** Before the first record is appended, and not only at the head of the file. */
    @Test
    void refusesAMaskFarDownInALargeFileWhenItIsInspected() {
        byte[] file = (TITLES + HEADINGS + ROW.repeat(3_000) + ROW.replace("李四丰", "李**〔#aaaaa.0〕") + ROW)
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ReturnedSamples.READING.inspect(
                        AGENCY, ReturnedSamples.mapping(AGENCY, "visits"), () -> new ByteArrayInputStream(file)))
                .isInstanceOfSatisfying(SenderMustCorrect.class, refused -> {
                    assertThat(refused.finding().code()).isEqualTo("INT-0311");
                    assertThat(refused.finding().location().line()).isEqualTo(3_004);
                });
    }

    @Test
    void refusesAReturnedSheetUnderAnotherName() throws IOException {
        Path sample = Path.of("mappings", "insurer-ji", "samples", "policies", "formula-in-premium.in.xlsx");
        List<Read> rejected = ReturnedSamples.read("insurer-ji", "policies", Files.readAllBytes(sample)).stream()
                .filter(Read::isRejected)
                .toList();
        byte[] returned = ReturnedSamples.giveBack("insurer-ji", "policies", rejected, false);

        byte[] renamed = Workbooks.renamed(returned, "承保清单");

        assertThatThrownBy(() -> ReturnedSamples.read("insurer-ji", "policies", renamed))
                .isInstanceOf(SenderMustCorrect.class);
    }

    @Test
    void refusesATokenAfterItsTime() throws IOException {
        ReturnTokens longAgo = new ReturnTokens(
                SampleKeys.inMemory(),
                Clock.offset(
                        Clock.systemUTC(), ReturnTokens.VALID.plusMinutes(1).negated()));
        String token = longAgo.close(
                        AGENCY, new ReturnTokens.Content("S1", "visits", 0, "aaaaa", List.of(), Map.of(), 1))
                .orElseThrow();

        assertThat(flaws(mended(TABLE, "姓名,〔勿改动〕\n张三," + token + "\n").get(0))).containsExactly("INT-0310");
    }

    @Test
    void refusesAMaskedNumberInOtherTexts() throws IOException {
        String file = "姓名,备注,〔勿改动〕\n张三,联系 138****0000," + token(0, 1, Map.of()) + "\n";

        assertThat(flaws(mended(TABLE, file).get(0))).contains("INT-0308");
    }

    @Test
    void asksTheDirectoryOfAWorkbookOnlyWithinLimits() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            zip.write("<sheet name=\"退回改正\"/>".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 10_001; i++) {
                zip.putNextEntry(new ZipEntry("e" + i));
            }
        }
        byte[] zip = out.toByteArray();

        assertThat(Recognition.of(zip, () -> ',', () -> new ByteArrayInputStream(zip)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":[1,{\"b\":2}]}",
                "{\"x\":[{\"b\":1},3]}",
                "{\"x\":[{\"b\":1},{},{\"b\":2}]}",
                "{\"x/b\":2}",
                "{\"/\":2}",
                "{\"\":1,\"x\":{\"\":2}}",
                "{\"x\":1,\"x/b\":2}"
            })
    void writesEveryJsonThatIsLegal(String json) throws IOException {
        SourceFormat format = SourceFormat.of(SourceSettings.of(SourceSettings.Format.JSON), List.of());
        RawRecord record;
        try (SourceReader reader = format.open(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            record = reader.next();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FixFile file = FixFile.open(
                new FixFile.Source(AGENCY, "S1", JSON), ReturnedSamples.TOKENS, OwnLayout.Form.JSON, Set.of(), out)) {
            file.add(record, List.of());
        }

        String text = out.toString(StandardCharsets.UTF_8);
        RawRecord again = mended(JSON, text).get(0);

        if (json.contains("\"x\":1,") || json.contains("\"/\"")) {
            assertThat(text).contains("无法按原样写回");
            assertThat(again.columns()).isEmpty();
        } else {
            assertThat(again.columns()).isEqualTo(record.columns());
            record.columns().forEach(column -> assertThat(again.values(column)).isEqualTo(record.values(column)));
        }
    }

    @Test
    void keepsTextsOfAWorkbookAsTheyAre() throws IOException {
        String cell = "编号_x0041_止";
        String longText = "长".repeat(40_000);
        List<Read> read = read(TITLES
                + HEADINGS.replace("备注", "=备注")
                + ROW.replace("甲", cell).replace(",,\n", "," + longText + ",\n"));
        byte[] returned = ReturnedSamples.giveBack(AGENCY, "visits", read, true);

        List<Read> again = ReturnedSamples.read(AGENCY, "visits", returned);

        assertThat(again.get(0).raw().value("单位名称（全称）")).isEqualTo(cell);
        assertThat(Workbooks.sheet(returned, Marks.SHEET).get(0)).contains("'=备注");
        assertThat(again.get(0).findings()).extracting(Finding::code).contains("INT-0305");
    }

    @ParameterizedTest
    @ValueSource(strings = {"＝1+1", "＋1", "－x", "＠x", " =1", "\u3000=1", "\n=1"})
    void letsNoFormulaInFullWidthThrough(String cell) {
        assertThat(Formulas.neutralise(cell)).startsWith("'");
        assertThat(Formulas.restore(Formulas.neutralise(cell))).isEqualTo(cell);
    }
}
