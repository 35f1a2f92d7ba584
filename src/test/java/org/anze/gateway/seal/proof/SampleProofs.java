package org.anze.gateway.seal.proof;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.SampleLedger;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Bundles cut from the sample ledger, with an authority that stamps and two witnesses. */
public final class SampleProofs {

    static final int SIZE = 9;

    final Suite suite;
    final SampleLedger ledger;
    final SignedCheckpoint checkpoint;
    final SampleStamps.Holder stampRoot;
    final SampleStamps.Holder stamper;
    final SampleWitnesses.Witness ed25519 = SampleWitnesses.ed25519("witness.example/one");
    final SampleWitnesses.Witness sm2 = SampleWitnesses.sm2("witness.example/two");

    /** Over a new sample ledger of nine. */
    public SampleProofs(Suite suite) {
        this.suite = suite;
        this.ledger = new SampleLedger(suite, SIZE);
        this.checkpoint = ledger.checkpoint();
        SampleStamps.Scheme scheme = SampleStamps.Scheme.of(suite);
        this.stampRoot =
                new SampleStamps.Form(scheme, "Sample Stamp CA").authority().selfSigned();
        this.stamper = new SampleStamps.Form(scheme, "Sample Stamper")
                .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
                .issued(stampRoot);
    }

    byte[] text() {
        return checkpoint.checkpoint().text();
    }

    Stamp stamp() {
        return new Stamp(new SampleStamps.Token(stamper, suite, text()).write(), List.of(stamper.pem()));
    }

    List<String> cosignatures() {
        return List.of(ed25519.cosign(text()), sm2.cosign(text()));
    }

    Origin origin(int index) {
        return new Origin(
                suite.hash(SampleLedger.RAW),
                SampleLedger.SALT,
                ledger.header(index).origin() == null ? null : SampleLedger.EVIDENCE);
    }

    ProofWriter writer(int index) {
        return writer(index, unit -> Map.of("premium", 'w', "contact", 'm').getOrDefault(unit, 'g'));
    }

    ProofWriter writer(int index, Function<String, Character> manner) {
        ProofHead head = new ProofHead(
                SampleSeals.LEDGER,
                "prv-14",
                SampleSeals.NOW.plusSeconds(60),
                "PREVENTION",
                "应急管理厅 王五 2026-11-22 第 17 号案");
        return new ProofWriter(
                        head,
                        checkpoint,
                        ledger.header(index),
                        ledger.disclosed(index, manner),
                        ledger.inclusion(index))
                .agreement(new Agreement("agreement-prv-14", 3));
    }

    byte[] sign(ProofWriter writer) {
        return writer.sign(ledger.gateway.signer(), ledger.gateway.certificate());
    }

    /** A bundle with everything: stamp, two witnesses, origin. */
    public byte[] full() {
        return sign(writer(4).origin(origin(4)).stamp(stamp()).cosignatures(cosignatures()));
    }

    /** Nothing but the seal. */
    public byte[] plain() {
        return sign(writer(2));
    }

    public String sealTrust() {
        return ledger.gateway.authority().certificate().pem();
    }

    public String trust() {
        return "# 样例信任文件\n[seal]\n" + sealTrust() + "\n[stamp]\n" + stampRoot.pem() + "[witness]\n" + ed25519.vkey()
                + "\n" + sm2.vkey() + "\n";
    }
}
