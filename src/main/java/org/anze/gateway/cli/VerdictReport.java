package org.anze.gateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.Rendition;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.parcel.Verdict;
import org.anze.gateway.seal.proof.ProofVerdict;

/** Says what a verdict means, in Chinese or English. For one thread. */
final class VerdictReport {

    private final PrintWriter out;
    private final boolean english;

    VerdictReport(PrintWriter out, boolean english) {
        this.out = out;
        this.english = english;
    }

    void flush() {
        out.flush();
    }

    private void say(String zh, String en, Object... values) {
        out.println(String.format(english ? en : zh, values));
    }

    void verified(Path file, Verdict.Verified parcel) {
        say("✔ %s：验证通过", "✔ %s: verified", file);
        say(
                "  第 %d 号交换包，发给 %s，%s 准备，由 %s 签署；证书由所信任的机构签发，当时有效。",
                "  Parcel %d for %s, prepared %s, signed by %s with a trusted certificate that was valid then.",
                parcel.head().number(),
                plain(parcel.head().recipient()),
                SealTime.write(parcel.head().preparedAt()),
                parcel.signer());
        say(
                "  台账 %s 的检查点：共 %d 条，时间 %s，签名有效。",
                "  Checkpoint of ledger %s: %d entries at %s, signature valid.",
                parcel.checkpoint().origin(),
                parcel.checkpoint().size(),
                SealTime.write(parcel.checkpoint().time()));
        if (parcel.statement() != null) {
            say(
                    "  本包为空，替代一个不得再提供的交换包，原因代码 %s。",
                    "  This parcel is empty: it stands in for one that may no longer be given, reason %s.",
                    plain(parcel.statement()));
        }
        entries(parcel);
        agreements(parcel.agreements());
        if (!parcel.withdrawals().isEmpty()) {
            say(
                    "  撤回 %d 条此前提供过的记录。",
                    "  Withdraws %d records that were given earlier.",
                    parcel.withdrawals().size());
        }
        if (!parcel.renditions().isEmpty()) {
            say(
                    "  随附文件与清单一致：%s。",
                    "  Renditions are those of the manifest: %s.",
                    parcel.renditions().stream().map(Rendition::name).collect(Collectors.joining(", ")));
        }
    }

    private void entries(Verdict.Verified parcel) {
        Verdict.Entries entries = parcel.entries();
        if (entries.count() == 0) {
            return;
        }
        say(
                "  %d 条记录（%s；台账序号 %d 至 %d）确已封存在该台账中，未被改动。",
                "  %d records (%s; ledger positions %d to %d) are sealed in that ledger and unchanged.",
                entries.count(),
                entries.byType().entrySet().stream()
                        .map(type -> plain(type.getKey()) + " " + type.getValue())
                        .collect(Collectors.joining(", ")),
                entries.firstIndex(),
                entries.lastIndex());
        units(entries);
        parcel.withheld()
                .forEach((type, units) -> say(
                        "  不予提供的单元（%s）：%s。",
                        "  Withheld units (%s): %s.", plain(type), plain(String.join(", ", units))));
    }

    private void agreements(List<Agreement> agreements) {
        agreements.forEach(agreement -> say(
                "  依据共享授权 %s 第 %d 版。",
                "  Given under agreement %s, version %d.", plain(agreement.id()), agreement.version()));
    }

    private void units(Verdict.Entries entries) {
        say(
                "  %d 个披露单元给出原值，与封存时一致；%d 个给出脱敏值（是网关的陈述，原值的哈希可核对）；%d 个不予提供。",
                "  %d units give the original value as sealed; %d give a masked value (the gateway's statement); %d are"
                        + " withheld.",
                entries.given(),
                entries.masked(),
                entries.withheld());
    }

    void proof(Path file, ProofVerdict verdict) {
        if (verdict instanceof ProofVerdict.Failed failed) {
            failed(file, new Verdict.Failed(failed.flaw(), failed.where()));
        } else if (verdict instanceof ProofVerdict.Verified proof) {
            verified(file, proof);
        }
    }

    private void verified(Path file, ProofVerdict.Verified proof) {
        say("✔ %s：证明包验证通过", "✔ %s: proof bundle verified", file);
        say(
                "  发给 %s，用途 %s，%s 准备，由 %s 签署；证书由所信任的机构签发，当时有效。",
                "  For %s, purpose %s, prepared %s, signed by %s with a trusted certificate that was valid then.",
                plain(proof.head().recipient()),
                proof.head().purpose() == null ? "-" : plain(proof.head().purpose()),
                SealTime.write(proof.head().preparedAt()),
                proof.signer());
        say(
                "  %s 报送的 %s 一条，台账 %s 序号 %d，检查点共 %d 条，时间 %s。",
                "  A record of %s, type %s, ledger %s, position %d; checkpoint of %d entries at %s.",
                plain(proof.header().provider()),
                plain(proof.header().recordType()),
                proof.checkpoint().origin(),
                proof.header().index(),
                proof.checkpoint().size(),
                SealTime.write(proof.checkpoint().time()));
        units(proof.units());
        if (!proof.withheld().isEmpty()) {
            say("  不予提供的单元：%s。", "  Withheld units: %s.", plain(String.join(", ", proof.withheld())));
        }
        agreements(proof.agreements());
        if (proof.stampedAt() != null) {
            say("  时间戳：%s。", "  Time stamp: %s.", SealTime.write(proof.stampedAt()));
        }
        if (!proof.witnesses().isEmpty()) {
            say("  见证方：%s。", "  Witnesses: %s.", String.join(", ", proof.witnesses()));
        }
        say(
                "  保证等级 %d：%s",
                "  Assurance level %d: %s",
                proof.assurance().level(),
                english ? proof.assurance().en() : proof.assurance().zh());
        if (proof.head().watermark() != null) {
            say("  水印：%s", "  Watermark: %s", plain(proof.head().watermark()));
        }
    }

    void failed(Path file, Verdict.Failed failed) {
        say("✘ %s：验证不通过", "✘ %s: NOT verified", file);
        out.println("  " + (english ? failed.flaw().en() : failed.flaw().zh()) + " [" + failed.flaw() + "]");
        if (!failed.where().isEmpty()) {
            say("  位置：%s", "  Where: %s", plain(failed.where()));
        }
    }

    void series(Path folder, List<Verdict.Verified> parcels) {
        long first = parcels.stream().mapToLong(p -> p.head().number()).min().orElseThrow();
        long last = parcels.stream().mapToLong(p -> p.head().number()).max().orElseThrow();
        long records = parcels.stream().mapToLong(p -> p.entries().count()).sum();
        say(
                "✔ %s：发给 %s 的第 %d 至 %d 号交换包连续、无重号，检查点没有缩小；共 %d 条记录。",
                "✔ %s: parcels to %s, %d to %d, have no gap and no double, and checkpoints never shrink; %d records.",
                folder,
                plain(parcels.get(0).head().recipient()),
                first,
                last,
                records);
    }

    void receipt(Path file, SignedStatement receipt) {
        say("✔ %s：回执验证通过", "✔ %s: receipt verified", file);
        say(
                "  由 %s 于 %s 签署；证书由所信任的机构签发，当时有效。",
                "  Signed by %s at %s with a trusted certificate that was valid then.",
                receipt.signer(),
                SealTime.write(receipt.issuedAt()));
    }

    void nothingFound(Path folder) {
        say("✘ %s：没有找到 *.parcel.json 或 *.proof.json", "✘ %s: no *.parcel.json or *.proof.json found", folder);
    }

    /** Text from a file never controls the terminal. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
