package org.anze.gateway.origin;

import static org.anze.gateway.problem.ProblemText.senderCorrects;

import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.SenderMustCorrect;

/** Why a sender's own signature is refused (V-S10), and with it the submission. */
public enum OriginProblem implements ProblemKind {
    SIGNATURE_REQUIRED(senderCorrects(
            "ORG-0001",
            "本方约定报送内容须签名，本次没有签名",
            "This party's submissions must be signed, and this one is not",
            "请附上分离式签名：SFTP 先传或同传 .p7s 文件，REST 用 Origin-Signature 头，队列用 OriginSignature 属性。",
            "Add a detached signature: a .p7s file by SFTP, the header Origin-Signature by REST, the property"
                    + " OriginSignature in a queue.")),
    MALFORMED(senderCorrects(
            "ORG-0002",
            "来源签名不是规范的 {0}",
            "The origin signature is not well-formed {0}",
            "CMS 须为 DER 编码的 SignedData（或其 Base64）；JWS 须为不带载荷的紧凑格式 header..signature。",
            "CMS must be SignedData in DER (or its Base64); JWS must be compact without payload: header..signature.")),
    TOO_LARGE(
            senderCorrects(
                    "ORG-0003",
                    "来源签名超过 {0} 字节",
                    "The origin signature is longer than {0} bytes",
                    "签名中只附签名证书和必要的中间证书，不要附内容、吊销列表或时间戳。",
                    "Put in the signer's certificate and needed intermediate ones; no content, revocation lists or time stamps.")),
    NOT_DETACHED(senderCorrects(
            "ORG-0004",
            "来源签名带有内容，应为分离式签名",
            "The origin signature has content in it; it must be detached",
            "请以分离方式（detached）签名。",
            "Sign detached.")),
    NOT_ONE_SIGNER(senderCorrects(
            "ORG-0005",
            "来源签名应恰有一个签名者",
            "An origin signature has exactly one signer",
            "请只用一个证书签名一次。",
            "Sign once, with one certificate.")),
    UNSIGNED_PART(senderCorrects(
            "ORG-0006",
            "来源签名含有签名未覆盖的部分：{0}",
            "The origin signature holds a part that the signature does not cover: {0}",
            "请去掉未签名属性、副署、时间戳和吊销列表。",
            "Leave out unsigned attributes, counter signatures, time stamps and revocation lists.")),
    ATTRIBUTE(senderCorrects(
            "ORG-0007",
            "签名属性 {0} 缺失、重复或不正确",
            "The signed attribute {0} is missing, there twice or wrong",
            "请带签名属性（contentType、messageDigest 各一个）签名。",
            "Sign with signed attributes: contentType and messageDigest, one of each.")),
    ALGORITHM(senderCorrects(
            "ORG-0008",
            "来源签名的算法不在允许之列：{0}",
            "The algorithm of the origin signature is not allowed: {0}",
            "请使用 SM2（SM3）、P-256 或 P-384 的 ECDSA、2048 位及以上的 RSA，摘要为 SHA-256 及以上。",
            "Use SM2 with SM3, ECDSA on P-256 or P-384, or RSA of at least 2048 bits, with SHA-256 or better.")),
    KEY(senderCorrects(
            "ORG-0009",
            "签名证书的密钥与签名算法不符，或密钥过短",
            "The key of the signer's certificate does not fit the algorithm, or is too short",
            "请核对算法与证书；RSA 不少于 2048 位。",
            "Check algorithm and certificate; RSA needs at least 2048 bits.")),
    CERTIFICATES(senderCorrects(
            "ORG-0010",
            "来源签名没有附签名证书，或附有与之无关的证书",
            "The origin signature lacks its signer's certificate, or holds certificates that have nothing to do with it",
            "请附签名证书；如有中间证书，一并附上，不附其他证书。",
            "Put in the signer's certificate, intermediate ones where there are, and no others.")),
    OTHER_PARTY(senderCorrects(
            "ORG-0011",
            "来源签名的证书不属于报送方",
            "The certificate of the origin signature does not belong to the submitting party",
            "请用本方的证书签名。",
            "Sign with a certificate of your own.")),
    WRONG(senderCorrects(
            "ORG-0012",
            "来源签名验证不通过",
            "The origin signature does not verify",
            "请核对签名程序；签名后不要改动签名文件。",
            "Check your signing program; do not touch the signature afterwards.")),
    CONTENT_DIFFERS(senderCorrects(
            "ORG-0013",
            "来源签名签的是别的内容，或内容在签名后被改动",
            "The origin signature is about other content, or the content was changed after it was signed",
            "请对实际报送的字节签名；签名后不要转换编码、换行或重新压缩。",
            "Sign the very bytes you send; do not convert, wrap or compress them afterwards.")),
    HEADER(senderCorrects(
            "ORG-0014",
            "JWS 头参数 {0} 缺失、重复或不允许",
            "The JWS header parameter {0} is missing, there twice or not allowed",
            "请用 alg 和 x5c；crit 只能含 b64；不得含 jku、jwk、x5u。",
            "Use alg and x5c; crit may hold b64 only; no jku, jwk, x5u."));

    private static final String RULE = "V-S10";

    private final ProblemText text;

    OriginProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The refusal of a whole submission for this reason. */
    SenderMustCorrect refusal(Object... arguments) {
        return new SenderMustCorrect(Finding.of(this, RULE, null, Location.WHOLE, arguments), null);
    }
}
