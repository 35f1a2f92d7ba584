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
import org.anze.gateway.seal.parcel.SignedStatement;
import org.jspecify.annotations.Nullable;

/** Makes the signed receipt of a submission ({@code anze-receipt/1}, docs/spec/seal-v1.md). Safe for several threads. */
public final class Receipts {

    private final Signer signer;
    private final SealCertificate certificate;

    /** With the gateway's sealing key and its certificate. */
    public Receipts(Signer signer, SealCertificate certificate) {
        this.signer = signer;
        this.certificate = certificate;
    }

    /** The receipt of a submission that ends with this batch. */
    byte[] make(Append last, SubmissionProgress counts, SignedCheckpoint checkpoint, Instant now) {
        Append.SubmissionRef submission = last.submission();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("format", SignedStatement.RECEIPT_FORMAT);
        body.put("issuedAt", SealTime.write(now));
        body.put("submission", submission.id());
        body.put("messageId", submission.messageId());
        body.put("party", submission.party());
        body.put("receivedAt", SealTime.write(submission.receivedAt()));
        body.put("rawDigest", Base64Text.encode(submission.rawDigest()));
        body.put("status", counts.verdict(last.refusal()));
        body.put("records", counts.records());
        body.put("received", counts.received());
        body.put("accepted", counts.accepted());
        body.put("acceptedWithWarnings", counts.warned());
        body.put("rejected", counts.rejected());
        body.put("duplicate", counts.duplicate());
        if (counts.firstEntry() != null && counts.lastEntry() != null) {
            body.put("firstEntry", counts.firstEntry());
            body.put("lastEntry", counts.lastEntry());
        }
        List<Map<String, @Nullable Object>> problems = new ArrayList<>();
        if (last.refusal() != null) {
            problems.add(problem(last.refusal()));
        }
        body.put("problems", problems);
        body.put("checkpoint", checkpoint.note());
        return SignedStatement.sign(body, signer, certificate);
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
