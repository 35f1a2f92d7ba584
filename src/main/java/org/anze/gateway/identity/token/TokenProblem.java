package org.anze.gateway.identity.token;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What is wrong with an access token, or with a request for one. */
public enum TokenProblem implements ProblemKind {
    MALFORMED(
            401,
            ProblemText.senderCorrects(
                    "TOK-0001",
                    "令牌格式不正确，或不是本网关签发的",
                    "The token is malformed or was not issued by this gateway",
                    "请从 POST /oauth2/token 取得令牌，原样放入 Authorization: Bearer。网关重启后须重新取得。",
                    "Get one from POST /oauth2/token and send it unchanged as Bearer. After a restart of the gateway get a new one.")),
    EXPIRED(
            401,
            ProblemText.senderCorrects(
                    "TOK-0002",
                    "令牌已过期",
                    "The token has expired",
                    "请重新取得令牌；令牌最长有效 15 分钟。",
                    "Get a new one; tokens live 15 minutes at most.")),
    OTHER_AUDIENCE(
            401,
            ProblemText.senderCorrects(
                    "TOK-0003",
                    "令牌不是发给本网关使用的",
                    "The token is not meant for this gateway",
                    "请使用本网关签发的令牌。",
                    "Use one of this gateway.")),
    BOUND_TO_ANOTHER(
            401,
            ProblemText.senderCorrects(
                    "TOK-0004",
                    "令牌绑定的客户端证书与本次连接的不同",
                    "The token is bound to another client certificate than this connection's",
                    "请用取得令牌时的客户端证书建立连接（RFC 8705）。",
                    "Connect with the client certificate it was obtained with (RFC 8705).")),
    WITHDRAWN(
            401,
            ProblemText.senderCorrects(
                    "TOK-0005",
                    "令牌所依据的口令或授权已变更，令牌失效",
                    "The secret or permission behind the token has changed; it no longer stands",
                    "请用新的口令重新取得令牌；如被停用，请联系网关运营方。",
                    "Get a new one with the new secret; if it was withdrawn ask the operator.")),
    SCOPE_MISSING(
            403,
            ProblemText.senderCorrects(
                    "TOK-0006",
                    "令牌的范围（scope）不含此操作",
                    "The token's scope does not cover this",
                    "请在申请令牌时带上所需的 scope：submit、feed、query、log。",
                    "Ask for the scope you need: submit, feed, query, log.")),
    CLIENT_REFUSED(
            401,
            ProblemText.senderCorrects(
                    "TOK-0007",
                    "无法凭所给的证书或口令取得令牌",
                    "No token for these credentials",
                    "请核对 client_id（参与方标识）、口令或客户端证书，并请网关运营方确认已开通令牌（party.yaml 的 tokens）。",
                    "Check client_id (the party's id), secret or certificate, and that tokens are opened in your party's file.")),
    REQUEST_REFUSED(
            400,
            ProblemText.senderCorrects(
                    "TOK-0008",
                    "令牌申请不正确：{0}",
                    "The token request is not correct: {0}",
                    "请以 application/x-www-form-urlencoded 发送 grant_type=client_credentials，scope 只写已开通的范围。",
                    "Send grant_type=client_credentials as a form, and only scopes that are open to you."));

    private final int status;
    private final ProblemText text;

    TokenProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }
}
