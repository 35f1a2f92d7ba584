package org.anze.gateway.query;

import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.feed.ParcelMaker;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.proof.ProofHead;
import org.anze.gateway.seal.proof.ProofWriter;
import org.anze.gateway.seal.proof.Stamp;
import org.anze.gateway.seal.tree.MultiProof;
import org.jspecify.annotations.Nullable;

/**
 * Proof bundles out of the ledger, under the checkpoint that most others have vouched for. The origin's evidence is left out: it
 * would let a recipient look for withheld values by guessing the submission. Safe for several threads.
 */
final class LedgerProofs implements ProofMaker {

    private final LedgerReader ledger;
    private final LongFunction<CheckpointEvidence.Evidence> evidence;
    private final Signer signer;
    private final SealCertificate certificate;

    /** @param evidence the checkpoint over so many first entries, and who vouches for it */
    LedgerProofs(
            LedgerReader ledger,
            LongFunction<CheckpointEvidence.Evidence> evidence,
            Signer signer,
            SealCertificate certificate) {
        this.ledger = ledger;
        this.evidence = evidence;
        this.signer = signer;
        this.certificate = certificate;
    }

    @Override
    public byte[] prove(DisclosedRecord record, Asker asker, @Nullable String watermark, Instant now) {
        long index = record.sealed().index();
        CheckpointEvidence.Evidence of = evidence.apply(index + 1);
        List<byte[]> inclusion = MultiProof.create(
                signer.suite(),
                ledger.tree(),
                new long[] {index},
                of.checkpoint().checkpoint().size());
        ProofHead head = new ProofHead(
                of.checkpoint().checkpoint().origin(),
                asker.party().id(),
                now,
                asker.purpose().name(),
                watermark);
        ProofWriter writer = new ProofWriter(
                        head, of.checkpoint(), ParcelMaker.header(record), ParcelMaker.units(record), inclusion)
                .agreement(new Agreement(record.agreement(), record.agreementVersion()))
                .cosignatures(of.cosignatures());
        if (of.stamp() != null) {
            writer.stamp(new Stamp(of.stamp().token(), of.stamp().chain()));
        }
        return writer.sign(signer, certificate);
    }
}
