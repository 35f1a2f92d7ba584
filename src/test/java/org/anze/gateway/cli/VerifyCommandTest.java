package org.anze.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.SampleLedger;
import org.anze.gateway.seal.proof.SampleProofs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {

    private static final SampleLedger LEDGER = new SampleLedger(Suite.SM, 9);

    @TempDir
    Path folder;

    private Path trust;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeTrustAnchor() throws IOException {
        trust = Files.writeString(
                folder.resolve("seal-ca.crt"),
                LEDGER.gateway.authority().certificate().pem());
    }

    private int run(String... arguments) {
        return new CommandLine(new VerifyCommand(SampleLedger.CATALOGUE))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int verify(Path path, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = path.toString();
        arguments[1] = "--trust";
        arguments[2] = trust.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(arguments);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path goodParcel() throws IOException {
        write(SampleLedger.RENDITION_NAME, SampleLedger.RENDITION);
        return write("000007.parcel.json", LEDGER.goodParcel());
    }

    @Test
    void saysInChineseWhatIsProven() throws IOException {
        int exit = verify(goodParcel());

        assertThat(out.toString())
                .contains("验证通过", "第 7 号交换包，发给 prv-14", "4 条记录（claim 1, policy 3；台账序号 1 至 6）", "共 9 条")
                .contains("18 个披露单元给出原值", "3 个给出脱敏值", "不予提供的单元（policy）：premium", "agreement-prv-14 第 3 版")
                .contains("撤回 1 条", SampleLedger.RENDITION_NAME)
                .doesNotContain("张三", "13800000000", "P-0");
        assertThat(exit).isZero();
    }

    @Test
    void saysInEnglishWhatIsProven() throws IOException {
        int exit = verify(goodParcel(), "--lang", "en");

        assertThat(out.toString())
                .contains(
                        "verified",
                        "Parcel 7 for prv-14",
                        "ledger positions 1 to 6",
                        "Withheld units (policy): premium")
                .doesNotContainPattern("[一-龥]");
        assertThat(exit).isZero();
    }

    @Test
    void namesTheFlawAndWhereItIs() throws IOException {
        Path parcel = goodParcel();
        write(SampleLedger.RENDITION_NAME, "other".getBytes(UTF_8));

        assertThat(verify(parcel)).isEqualTo(1);
        assertThat(verify(parcel, "--lang", "en")).isEqualTo(1);
        assertThat(out.toString())
                .contains("验证不通过", "随附文件的大小或摘要与清单不符。", "位置：" + SampleLedger.RENDITION_NAME)
                .contains("NOT verified", "Size or digest of a rendition differs", "[RENDITION_DIFFERS]");
    }

    @Test
    void failsWhenOneOfSeveralFails() throws IOException {
        byte[] bad = LEDGER.goodParcel();
        bad[bad.length / 2] ^= 1;
        Path failing = write("bad.parcel.json", bad);

        assertThat(run(goodParcel().toString(), failing.toString(), "--trust", trust.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("验证通过", "验证不通过");
    }

    @Test
    void saysWhatAProofBundleProvesAndAtWhichLevel() throws IOException {
        SampleProofs proofs = new SampleProofs(Suite.INTL);
        Path bundle = write("P-4.proof.json", proofs.full());
        Path everybody = Files.writeString(folder.resolve("trust.txt"), proofs.trust());

        assertThat(run(bundle.toString(), "--trust", everybody.toString())).isZero();
        assertThat(out.toString())
                .contains("证明包验证通过", "发给 prv-14，用途 PREVENTION", "台账 gateway.example/ledger 序号 4")
                .contains("5 个披露单元给出原值", "不予提供的单元：premium", "时间戳：2026-11-22T09:30:05.000+08:00")
                .contains("见证方：witness.example/one, witness.example/two", "保证等级 3", "水印：应急管理厅")
                .doesNotContain("张三", "13800000000");
    }

    @Test
    void refusesABundleWhoseStampItCannotJudge() throws IOException {
        SampleProofs proofs = new SampleProofs(Suite.INTL);
        Path bundle = write("P-4.proof.json", proofs.full());
        Path sealOnly = Files.writeString(folder.resolve("trust.txt"), proofs.sealTrust());

        assertThat(run(bundle.toString(), "--trust", sealOnly.toString(), "--lang", "en"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("NOT verified", "[STAMP_UNTRUSTED]");
    }

    @Test
    void checksTheBundlesOfAFolderToo() throws IOException {
        SampleProofs proofs = new SampleProofs(Suite.SM);
        write("a.proof.json", proofs.plain());
        assertThat(verify(folder)).isZero();
        write(
                "b.proof.json",
                new String(proofs.plain(), UTF_8).replace("6111585", "1").getBytes(UTF_8));
        assertThat(verify(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("[RECORD_ROOT_WRONG]");
    }

    @Test
    void checksTheSeriesInAFolder() throws IOException {
        write("000001.parcel.json", LEDGER.sign(LEDGER.parcel(1, 0, 1)));
        write("000002.parcel.json", LEDGER.sign(LEDGER.parcel(2, 2)));
        write("ignored.json", new byte[0]);

        assertThat(verify(folder)).isZero();
        assertThat(out.toString()).contains("第 1 至 2 号交换包连续", "共 3 条记录");
    }

    @Test
    void refusesAGapADoubleOrAShrinkingLedgerInAFolder() throws IOException {
        write("a.parcel.json", LEDGER.sign(LEDGER.parcel(1, 0)));
        write("b.parcel.json", LEDGER.sign(LEDGER.parcel(3, 2)));
        assertThat(verify(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("[NUMBER_GAP]", "1 → 3");

        write("b.parcel.json", LEDGER.sign(LEDGER.parcel(1, 2)));
        assertThat(verify(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("[NUMBER_TWICE]");

        SampleLedger younger = new SampleLedger(Suite.SM, 4);
        write("b.parcel.json", younger.sign(younger.parcel(2, 2)));
        assertThat(verify(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("[CHECKPOINT_SHRANK]");
    }

    @Test
    void refusesAForkedLedgerInAFolder() throws IOException {
        SampleLedger forked = new SampleLedger(Suite.SM, 8);
        forked.appendAs(8, 17);
        write("a.parcel.json", LEDGER.sign(LEDGER.parcel(1, 0)));
        write("b.parcel.json", forked.sign(forked.parcel(2, 1)));

        assertThat(verify(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("[CHECKPOINT_FORKED]");
    }

    @Test
    void verifiesAReceipt() throws IOException {
        Path receipt = write("policies.csv.receipt.json", LEDGER.receipt());
        assertThat(verify(receipt)).isZero();
        assertThat(out.toString()).contains("回执验证通过", "gateway.example");

        write("policies.csv.receipt.json", LEDGER.goodParcel());
        assertThat(verify(receipt)).isEqualTo(1);
    }

    @Test
    void refusesAnEmptyFolder() throws IOException {
        assertThat(verify(Files.createDirectory(folder.resolve("empty")))).isEqualTo(1);
    }

    @Test
    void exitsWithTwoWhenTheArgumentsMakeNoSense() throws IOException {
        Path parcel = goodParcel();

        assertThat(run()).isEqualTo(2);
        assertThat(run(parcel.toString(), "--lang", "fr", "--trust", trust.toString()))
                .isEqualTo(2);
        assertThat(run(parcel.toString(), "--trust", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(verify(folder.resolve("none.parcel.json"))).isEqualTo(2);
        assertThat(err.toString()).contains("--trust");
    }

    @Test
    void knowsTheUnitsOfEveryRecordTypeByItself() {
        assertThat(UnitCatalogue.builtIn().units("policy", 1)).isPresent();
    }
}
