package org.anze.gateway.identity;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** Why a secret could not be checked. */
public enum SecretProblem implements ProblemKind {
    BUSY(ProblemText.passes(
            "SEC-0001",
            "正在核对的口令过多，本次未核对",
            "Too many secrets are being checked; this one was not looked at",
            "请按 Retry-After 头等待后重试；改用客户端证书则不受影响。",
            "Wait as the Retry-After header says and try again; client certificates are not concerned."));

    private final ProblemText text;

    SecretProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
