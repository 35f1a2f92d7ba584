package org.anze.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.jspecify.annotations.Nullable;

/** Makes the signed receipts of submissions ({@code anze-receipt/1}, docs/spec/seal-v1.md §8). Safe for several threads. */
public final class Receipts {

    /** Parked records that a receipt names; the others are counted. */
    static final int AWAITING_SHOWN = 100;

    private final Signer signer;
    private final SealCertificate certificate;

    /** With the gateway's sealing key and its certificate. */
    public Receipts(Signer signer, SealCertificate certificate) {
        this.signer = signer;
        this.certificate = certificate;
    }

    /** Passes while what is signed now can be believed; see {@link SealingTime#require}. */
    void requireValid(Instant now) {
        SealingTime.require(certificate, now);
    }

    /**
     * What the receipt of a submission says that ends.
     *
     * @param awaiting its parked records, one more than {@link #AWAITING_SHOWN} when there are more
     */
    Map<String, @Nullable Object> first(
            Append.SubmissionRef submission,
            SubmissionProgress counts,
            List<ParkedStore.Awaiting> awaiting,
            SignedCheckpoint checkpoint,
            Instant now) {
        Map<String, @Nullable Object> body = body(submission, counts, checkpoint, now);
        if (!awaiting.isEmpty()) {
            body.put(
                    "awaiting",
                    awaiting.stream()
                            .limit(AWAITING_SHOWN)
                            .map(Receipts::waiting)
                            .toList());
            body.put("awaitingComplete", awaiting.size() <= AWAITING_SHOWN);
        }
        return body;
    }

    /** What its second receipt says, when nothing of it waits any more; it names the first one by its digest. */
    Map<String, @Nullable Object> supplement(
            Append.SubmissionRef submission,
            SubmissionProgress counts,
            byte[] first,
            SignedCheckpoint checkpoint,
            Instant now) {
        Map<String, @Nullable Object> body = body(submission, counts, checkpoint, now);
        body.put("supplementOf", Base64Text.encode(signer.suite().hash(first)));
        return body;
    }

    /** The receipts, in their order, with one signature; none sees what another says: each has a salt that nobody can guess. */
    List<byte[]> sign(List<Map<String, @Nullable Object>> bodies) {
        return SignedStatement.sign(bodies, signer, certificate);
    }

    private static Map<String, @Nullable Object> body(
            Append.SubmissionRef submission, SubmissionProgress counts, SignedCheckpoint checkpoint, Instant now) {
        Finding refusal = counts.refusal();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("format", SignedStatement.RECEIPT_FORMAT);
        body.put("issuedAt", SealTime.write(now));
        body.put("submission", submission.id());
        body.put("messageId", submission.messageId());
        body.put("party", submission.party());
        body.put("receivedAt", SealTime.write(submission.receivedAt()));
        body.put("rawDigest", Base64Text.encode(submission.rawDigest()));
        body.put("salt", Base64Text.encode(submission.salt()));
        body.put("origin", submission.origin() == null ? null : origin(submission.origin()));
        body.put("status", counts.verdict());
        body.put("records", counts.records());
        body.put("received", counts.received());
        body.put("accepted", counts.accepted());
        body.put("acceptedWithWarnings", counts.warned());
        body.put("rejected", counts.rejected());
        body.put("duplicate", counts.duplicate());
        body.put("parked", counts.parked());
        body.put("skipped", counts.skipped());
        if (counts.firstEntry() != null && counts.lastEntry() != null) {
            body.put("firstEntry", counts.firstEntry());
            body.put("lastEntry", counts.lastEntry());
        }
        List<Map<String, @Nullable Object>> problems = new ArrayList<>();
        if (refusal != null) {
            problems.add(problem(refusal));
        }
        body.put("problems", problems);
        body.put("checkpoint", checkpoint.note());
        return body;
    }

    private static Map<String, @Nullable Object> origin(EntryOrigin signature) {
        Map<String, @Nullable Object> origin = new LinkedHashMap<>();
        origin.put("commitment", Base64Text.encode(signature.commitment()));
        origin.put("kind", signature.kind().code());
        origin.put("signer", Base64Text.encode(signature.signer()));
        return origin;
    }

    private static Map<String, @Nullable Object> waiting(ParkedStore.Awaiting record) {
        Map<String, @Nullable Object> waiting = new LinkedHashMap<>();
        waiting.put("line", record.line());
        waiting.put("recordType", record.type().code());
        waiting.put("businessKey", record.businessKey());
        waiting.put("awaitedType", record.awaitedType().code());
        waiting.put("awaitedKey", record.awaitedKey());
        waiting.put("until", SealTime.write(record.until()));
        return waiting;
    }

    private static Map<String, @Nullable Object> problem(Finding finding) {
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put("code", finding.code());
        problem.put("zh", finding.zh());
        problem.put("en", finding.en());
        problem.put("remedyZh", finding.remedyZh());
        problem.put("remedyEn", finding.remedyEn());
        problem.put("line", finding.location().line());
        problem.put("column", finding.location().column());
        return problem;
    }
}
