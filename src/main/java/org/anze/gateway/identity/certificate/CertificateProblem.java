package org.anze.gateway.identity.certificate;

import java.security.cert.X509Certificate;
import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.Severity;

/** Why a certificate is not taken. {@code {0}} is its serial number in hexadecimal. */
public enum CertificateProblem implements ProblemKind {
    CHAIN_UNSOUND(ProblemText.senderCorrects(
            "CRT-0001",
            "证书 {0} 不是网关信任的机构签发的，或其证书链不完整",
            "Certificate {0} was not issued by an authority this gateway trusts, or its chain has a gap",
            "请使用约定机构签发的证书，并随附中间证书。",
            "Use a certificate of the agreed authority and send the intermediate ones with it.")),
    NOT_YET_VALID(ProblemText.senderCorrects(
            "CRT-0002",
            "证书 {0} 尚未生效",
            "Certificate {0} is not valid yet",
            "请核对本机时钟，或在生效之后使用该证书。",
            "Check your clock, or use it once it is valid.")),
    EXPIRED(ProblemText.senderCorrects(
            "CRT-0003",
            "证书 {0} 已过期",
            "Certificate {0} has expired",
            "请更换证书；新旧证书可以在一段时间内同时有效，见 docs/operations/identity.md。",
            "Renew it; old and new may be valid at once, see docs/operations/identity.md.")),
    REVOKED(ProblemText.senderCorrects(
            "CRT-0004",
            "证书 {0} 已被签发机构吊销",
            "Certificate {0} was revoked by its authority",
            "请停用该证书及其私钥，申请新证书。",
            "Stop using it and its key; apply for a new one.")),
    UNKNOWN_TO_AUTHORITY(ProblemText.senderCorrects(
            "CRT-0005",
            "签发机构不认识证书 {0}",
            "The authority does not know certificate {0}",
            "请向签发机构查询该证书的状态。",
            "Ask your authority about its status.")),
    REVOCATION_NOT_LEARNT(new ProblemText(
            "CRT-0006",
            Severity.REJECT,
            Actor.OPERATOR,
            true,
            "目前无法查明证书 {0} 是否已被吊销，按规定不予接受",
            "Whether certificate {0} was revoked cannot be learnt at present; by rule it is not taken",
            "请稍后重试；网关运维人员应检查吊销列表或 OCSP 服务是否可达。",
            "Try again later; the operator of the gateway has to see to the CRL or OCSP source.")),
    WRONG_USAGE(
            ProblemText.senderCorrects(
                    "CRT-0007",
                    "证书 {0} 的密钥用途不允许用于此处",
                    "The key usage of certificate {0} does not allow this use",
                    "请使用签名证书（digitalSignature）；TLS 客户端证书如有扩展用途，须含 clientAuth。双证书中的加密证书不能用于登录或签名。",
                    "Use a signing certificate (digitalSignature); extended usages, where given, must include clientAuth for TLS.")),
    TOO_WEAK(ProblemText.senderCorrects(
            "CRT-0008",
            "证书 {0} 或其上级证书的算法或密钥长度不符合要求",
            "Certificate {0} or one above it uses an algorithm or key that is too weak",
            "请使用 SM2（SM3）、P-256 及以上的 ECDSA，或 2048 位及以上的 RSA，摘要为 SHA-256 及以上。",
            "Use SM2 with SM3, ECDSA on P-256 or larger, or RSA of at least 2048 bits, with SHA-256 or better.")),
    NOT_PINNED(ProblemText.senderCorrects(
            "CRT-0009",
            "证书 {0} 未登记，或不在登记的使用期限内",
            "Certificate {0} is not registered for its party, or not at this time",
            "请把新证书的指纹报给网关运维人员，登记在该方的 certificates 中。",
            "Give its fingerprint to the operator, who enters it under certificates in the party's file."));

    private static final int LONGEST_SERIAL = 42;

    private final ProblemText text;

    CertificateProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The refusal of this certificate; of a serial number longer than RFC 5280 allows the beginning is named. */
    public SenderMustCorrect refusal(X509Certificate certificate) {
        return new SenderMustCorrect(this, Location.WHOLE, serial(certificate));
    }

    static String serial(X509Certificate certificate) {
        String hex = certificate.getSerialNumber().toString(16);
        return hex.length() > LONGEST_SERIAL ? hex.substring(0, LONGEST_SERIAL) : hex;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return this == REVOCATION_NOT_LEARNT ? 503 : 401;
    }
}
