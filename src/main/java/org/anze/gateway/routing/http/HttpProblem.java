package org.anze.gateway.routing.http;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;

/** What is wrong with a request before anybody looks at what it carries. */
public enum HttpProblem implements ProblemKind {
    NOT_AUTHENTICATED(
            401,
            ProblemText.senderCorrects(
                    "RST-0001",
                    "未提供身份凭证",
                    "No credentials were given",
                    "请使用网关签发的客户端证书；经批准的老系统可使用 Basic 认证。",
                    "Use the client certificate issued for this gateway, or Basic where your party file allows it.")),
    IDENTITY_REFUSED(
            401,
            ProblemText.senderCorrects(
                    "RST-0002",
                    "身份凭证不属于任何已接入的参与方",
                    "The credentials belong to no connected party",
                    "请核对证书的 CN（参与方标识）与统一社会信用代码，或核对用户名、口令及是否已获准使用 Basic 认证。",
                    "Check CN (party id) and credit code of the certificate, or name, secret and permission for Basic.")),
    IDENTITIES_DISAGREE(
            401,
            ProblemText.senderCorrects(
                    "RST-0003",
                    "客户端证书与 Authorization 头指向不同的参与方",
                    "Client certificate and Authorization header name different parties",
                    "请只使用其中一种凭证。",
                    "Use one of the two only.")),
    NOT_ALLOWED(
            403,
            ProblemText.senderCorrects(
                    "RST-0004",
                    "该参与方无权访问此资源",
                    "This party may not use this resource",
                    "如需开通，请联系网关运营方。",
                    "Ask the operator of the gateway to open it for you.")),
    UNKNOWN_PATH(
            404,
            ProblemText.senderCorrects(
                    "RST-0005",
                    "此端口没有该地址",
                    "There is no such address on this port",
                    "请对照 /api/v1/openapi.json 核对地址。",
                    "Compare with /api/v1/openapi.json.")),
    WRONG_METHOD(
            405,
            ProblemText.senderCorrects(
                    "RST-0006",
                    "该地址不支持 {0} 方法",
                    "This address does not take {0}",
                    "请使用 Allow 头列出的方法。",
                    "Use a method of the Allow header.")),
    WRONG_MEDIA_TYPE(
            415,
            ProblemText.senderCorrects(
                    "RST-0007",
                    "不支持的 Content-Type：{0}",
                    "Content-Type {0} is not supported",
                    "请按接口文档设置 Content-Type，例如 application/json、application/x-ndjson、text/csv、application/xml。",
                    "Use one of the documented types: application/json, application/x-ndjson, text/csv, application/xml.")),
    NOT_ACCEPTABLE(
            406,
            ProblemText.senderCorrects(
                    "RST-0008",
                    "无法按 Accept 头要求的格式应答",
                    "The answer cannot be given in the wanted format",
                    "请去掉 Accept 头或使用 */*。",
                    "Leave the Accept header out or use */*.")),
    BODY_TOO_LARGE(
            413,
            ProblemText.senderCorrects(
                    "RST-0009",
                    "报文超过 {0} 字节的上限",
                    "The body is longer than {0} bytes",
                    "请拆分后分批报送，或改用 SFTP 报送大文件。",
                    "Split it, or send large files by SFTP.")),
    BODY_TOO_SLOW(
            408,
            ProblemText.passes(
                    "RST-0010",
                    "报文传输过慢，已中止",
                    "The body came too slowly",
                    "请检查网络后用同一 Submission-Id 重发。",
                    "Check the network and send it again under the same Submission-Id.")),
    BODY_CUT(
            400,
            ProblemText.passes(
                    "RST-0011",
                    "报文未传完连接即中断，内容未被接收",
                    "The connection ended before the body was complete; nothing was taken",
                    "请用同一 Submission-Id 重发。",
                    "Send it again under the same Submission-Id.")),
    BAD_PARAMETER(
            400,
            ProblemText.senderCorrects(
                    "RST-0012",
                    "参数 {0} 缺失或取值不正确",
                    "Parameter {0} is missing or wrong",
                    "请对照 /api/v1/openapi.json 核对参数。",
                    "Compare with /api/v1/openapi.json.")),
    TOO_MANY_REQUESTS(
            429,
            ProblemText.passes(
                    "RST-0013",
                    "同时进行的请求过多",
                    "Too many requests at a time",
                    "请按 Retry-After 头等待后重发。",
                    "Wait as the Retry-After header says and send it again.")),
    UNREADABLE_REQUEST(
            400,
            ProblemText.senderCorrects(
                    "RST-0014",
                    "HTTP 请求不规范",
                    "This is not a proper HTTP request",
                    "请检查地址和请求头中的字符与编码。",
                    "Check the characters and the encoding of address and headers.")),
    ENCODED_BODY(
            415,
            ProblemText.senderCorrects(
                    "RST-0015",
                    "不接受压缩的报文（Content-Encoding）",
                    "Compressed bodies (Content-Encoding) are not taken",
                    "请发送未压缩的内容。",
                    "Send it uncompressed.")),
    OUR_FAULT(
            500,
            new ProblemText(
                    "RST-0016",
                    Severity.REJECT,
                    Actor.MAKER,
                    true,
                    "网关内部错误，本次请求未处理完",
                    "The gateway failed; the request was not finished",
                    "请用同一 Submission-Id 重发；如仍失败，请将 occurrence 编号告知网关运营方。",
                    "Send it again under the same Submission-Id; if it fails again, give the operator the occurrence."));

    private final int status;
    private final ProblemText text;

    HttpProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The HTTP status it is answered with. */
    int status() {
        return status;
    }

    /** What a bare status of the container means. A coding or version it does not know is the sender's fault, not ours. */
    static HttpProblem ofStatus(int status) {
        for (HttpProblem kind : values()) {
            if (kind.status == status && kind != BODY_CUT && kind != BAD_PARAMETER) {
                return kind;
            }
        }
        return status < 500 || status == 501 || status == 505 ? UNREADABLE_REQUEST : OUR_FAULT;
    }
}
