package org.anze.gateway.intake.soap;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What intake over SOAP refuses. */
public enum SoapProblem implements ProblemKind {
    MALFORMED(
            400,
            ProblemText.senderCorrects(
                    "SOP-0001",
                    "报文不是规范的 XML，或层数、属性数等超出限制",
                    "The message is not well-formed XML, or passes a limit such as its depth",
                    "请检查指出的位置；不要在报文中截断或拼接字符串。",
                    "Look at the place given; do not cut or paste XML text.")),
    DOCUMENT_TYPE(
            400,
            ProblemText.senderCorrects(
                    "SOP-0002",
                    "报文不得包含 DOCTYPE 或自定义实体",
                    "The message must hold no DOCTYPE and no entities of its own",
                    "请删除 DOCTYPE 声明。",
                    "Remove the DOCTYPE.")),
    NO_ENVELOPE(
            400,
            ProblemText.senderCorrects(
                    "SOP-0003",
                    "报文不是含有 Body 的 SOAP 信封",
                    "The message is no SOAP envelope with a body",
                    "请使用 SOAP 1.1 或 1.2 的 Envelope/Body。",
                    "Use Envelope and Body of SOAP 1.1 or 1.2.")),
    WRONG_OPERATION(
            400,
            ProblemText.senderCorrects(
                    "SOP-0004",
                    "操作应为 {0}",
                    "The operation must be {0}",
                    "请核对 Body 下第一个元素的名称与命名空间。",
                    "Check name and namespace of the first element in the body.")),
    NO_PAYLOAD(
            400,
            ProblemText.senderCorrects(
                    "SOP-0005",
                    "没有找到报文内容 {0}，或内容为空",
                    "There is no payload at {0}, or it is empty",
                    "请核对内容所在的元素。",
                    "Check the element that holds the payload.")),
    MIXED_PAYLOAD(
            400,
            ProblemText.senderCorrects(
                    "SOP-0006",
                    "报文内容应为一段文本（CDATA）或一个 XML 元素，且只出现一次",
                    "The payload must be one text (CDATA) or one XML element, and appear once",
                    "请只保留一种写法。",
                    "Keep one of the two.")),
    STILL_PROCESSING(
            200,
            ProblemText.passes(
                    "SOP-0007",
                    "已接收，仍在处理，批次编号 {0}",
                    "Received and being processed as submission {0}",
                    "请稍后用相同内容重发以取得最终结果，不会重复入账。",
                    "Send the same content again later for the final answer; nothing is counted twice.")),
    FOREIGN_ADDRESS(
            403,
            ProblemText.senderCorrects(
                    "SOP-0008",
                    "此地址属于另一参与方",
                    "This address belongs to another party",
                    "请使用以本方标识结尾的地址。",
                    "Use the address that ends with your own party id.")),
    UNKNOWN_SUBMISSION(
            404,
            ProblemText.senderCorrects(
                    "SOP-0009",
                    "没有这个报送批次",
                    "There is no such submission of yours",
                    "请核对批次编号；只能查询本方报送的批次。",
                    "Check the id; you can only look up submissions of your own.")),
    BAD_ELEMENT(
            400,
            ProblemText.senderCorrects(
                    "SOP-0010",
                    "元素 {0} 缺失或内容不正确",
                    "Element {0} is missing or wrong",
                    "请对照 /soap/v1?wsdl 核对报文。",
                    "Compare with /soap/v1?wsdl.")),
    NO_PULL_FEED(
            403,
            ProblemText.senderCorrects(
                    "SOP-0011",
                    "该参与方未开通拉取方式的订阅流",
                    "This party has no feed to pull",
                    "如需改用拉取方式，请联系网关运营方。",
                    "Ask the operator if you want to pull.")),
    UNKNOWN_PARCEL(
            404,
            ProblemText.senderCorrects(
                    "SOP-0012", "没有编号为 {0} 的交换包", "There is no parcel {0} of yours", "请核对交换包编号。", "Check the number.")),
    OUR_FAULT(
            500,
            ProblemText.operatorMends(
                    "SOP-0013",
                    "网关内部错误，本次请求未处理完",
                    "The gateway failed; the request was not finished",
                    "请用同一报送编号重发；如仍失败，请联系网关运营方。",
                    "Send it again under the same submission id; if it fails again, ask the operator.")),
    NOT_SIGNED(
            401,
            ProblemText.senderCorrects(
                    "SOP-0101",
                    "报文没有覆盖 Body 和 Timestamp 的唯一签名",
                    "The message lacks the one signature that covers body and timestamp",
                    "请对整个 Body 和 wsu:Timestamp 做一次 X.509 签名。",
                    "Sign the whole body and wsu:Timestamp once, with your X.509 certificate.")),
    SIGNATURE_INVALID(
            401,
            ProblemText.senderCorrects(
                    "SOP-0102",
                    "签名或签名证书无效，或报文在签名后被改动",
                    "The signature or its certificate is invalid, or the message was changed afterwards",
                    "请使用网关签发且在有效期内的证书签名，签名后不要改动或重排报文。",
                    "Sign with a valid certificate issued for this gateway and do not touch the message afterwards.")),
    EXPIRED(
            401,
            ProblemText.senderCorrects(
                    "SOP-0103",
                    "时间戳已过期、在未来或有效期过长",
                    "The timestamp is expired, in the future, or lives too long",
                    "请校准时钟，重新生成时间戳并签名后再发送。",
                    "Set the clock, make a fresh timestamp, sign and send.")),
    REPLAYED(
            401,
            ProblemText.senderCorrects(
                    "SOP-0104",
                    "同一签名报文已收到过",
                    "The same signed message came before",
                    "重发时请重新生成时间戳并签名；同一报送编号不会重复入账。",
                    "To send again make a fresh timestamp and sign; the same submission id is not counted twice.")),
    UNKNOWN_SIGNER(
            401,
            ProblemText.senderCorrects(
                    "SOP-0105",
                    "签名证书不属于任何已接入的参与方",
                    "The signing certificate belongs to no connected party",
                    "请核对证书的 CN（参与方标识）与统一社会信用代码。",
                    "Check CN (party id) and credit code of the certificate.")),
    WEAK_ALGORITHM(
            401,
            ProblemText.senderCorrects(
                    "SOP-0106",
                    "签名或摘要算法不在允许之列",
                    "The signature or digest algorithm is not allowed",
                    "请使用 rsa-sha256 或 ecdsa-sha256 及以上算法、sha256 及以上摘要和 exc-c14n 规范化。",
                    "Use rsa-sha256 or ecdsa-sha256 or stronger, sha256 or stronger, and exclusive C14N.")),
    BUSY(
            503,
            ProblemText.passes(
                    "SOP-0107",
                    "签名报文过多，请稍后再发",
                    "Too many signed messages at the moment",
                    "请在数分钟后重发。",
                    "Send it again in a few minutes."));

    private final int status;
    private final ProblemText text;

    SoapProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The HTTP status where it is not told inside an envelope. */
    public int status() {
        return status;
    }
}
