package org.anze.gateway.routing.http;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.anze.gateway.delivery.rest.PullProblem;
import org.anze.gateway.identity.certificate.CertificateProblem;
import org.anze.gateway.identity.token.TokenProblem;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.admission.AdmissionProblem;
import org.anze.gateway.intake.rest.RestProblem;
import org.anze.gateway.intake.returned.ReturnedProblem;
import org.anze.gateway.intake.soap.SoapProblem;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.reconcile.ReconcileProblem;

/**
 * The HTTP status of a problem. Problems of the HTTP packages know theirs and some of the desk's are listed here; of all
 * others, what may be tried again is 503 and what the sender must correct is 422: understood, but not acceptable.
 */
final class ProblemStatus {

    private static final Map<String, Integer> BY_CODE = byCode();

    private ProblemStatus() {}

    private static Map<String, Integer> byCode() {
        Map<String, Integer> codes = new HashMap<>();
        for (HttpProblem problem : HttpProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (RestProblem problem : RestProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (PullProblem problem : PullProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (SoapProblem problem : SoapProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (CertificateProblem problem : CertificateProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (TokenProblem problem : TokenProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (QueryProblem problem : QueryProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (AdmissionProblem problem : AdmissionProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        for (ReconcileProblem problem : ReconcileProblem.values()) {
            codes.put(problem.code(), problem.status());
        }
        codes.put(KeyProblem.KEY_DESTROYED.code(), 410);
        codes.put(KeyProblem.CONTENT_DESTROYED.code(), 410);
        codes.put(LedgerProblem.ARCHIVED.code(), 410);
        codes.put(LedgerProblem.UNITS_ARCHIVED.code(), 410);
        codes.put(IntakeProblem.ID_CONFLICT.code(), 409);
        codes.put(IntakeProblem.TOO_LARGE.code(), 413);
        codes.put(IntakeProblem.EMPTY.code(), 400);
        codes.put(IntakeProblem.ID_MALFORMED.code(), 400);
        codes.put(IntakeProblem.MAPPING_NOT_ALLOWED.code(), 403);
        codes.put(IntakeProblem.CHANNEL_CLOSED.code(), 403);
        codes.put(IntakeProblem.BODY_BROKEN.code(), 400);
        codes.put(ProducedAt.Problem.MALFORMED.code(), 400);
        codes.put(ReturnedProblem.NOTHING_TO_RETURN.code(), 404);
        codes.put(LedgerProblem.VERSION_CONFLICT.code(), 409);
        return Collections.unmodifiableMap(codes);
    }

    static int of(GatewayProblem problem) {
        Integer status = BY_CODE.get(problem.finding().code());
        if (status != null) {
            return status;
        }
        return problem instanceof TryAgainLater ? 503 : 422;
    }
}
