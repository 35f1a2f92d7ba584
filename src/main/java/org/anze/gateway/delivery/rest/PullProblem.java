package org.anze.gateway.delivery.rest;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What the feed for pulling recipients and the public log refuse. */
public enum PullProblem implements ProblemKind {
    NO_PULL_FEED(
            403,
            ProblemText.senderCorrects(
                    "RST-0201",
                    "该参与方未开通拉取方式的订阅流",
                    "This party has no feed to pull",
                    "如需改用拉取方式，请联系网关运营方。",
                    "Ask the operator if you want to pull.")),
    BAD_RANGE(
            400,
            ProblemText.senderCorrects(
                    "RST-0202",
                    "参数 {0} 超出允许范围 {1}",
                    "Parameter {0} is outside {1}",
                    "请对照 /api/v1/openapi.json 核对参数。",
                    "Compare with /api/v1/openapi.json.")),
    NO_RECEIPT(
            400,
            ProblemText.senderCorrects(
                    "RST-0203",
                    "内容不是回执，或一次超过 {0} 份",
                    "This is no receipt, or there are more than {0}",
                    "回执形如 {\"parcel\":17,\"status\":\"ACKNOWLEDGED\"}，也可为此类对象的数组。",
                    "A receipt looks like {\"parcel\":17,\"status\":\"ACKNOWLEDGED\"}; an array of them will do too.")),
    UNKNOWN_PARCEL(
            404,
            ProblemText.senderCorrects(
                    "RST-0204",
                    "没有编号为 {0} 的交换包",
                    "There is no parcel {0} of yours",
                    "请核对交换包编号；同一请求中的其他回执已记录。",
                    "Check the number; the other receipts of the same request were recorded.")),
    TOO_MANY_POLLS(
            429,
            ProblemText.passes(
                    "RST-0205",
                    "同时等待的拉取请求过多",
                    "Too many polls wait at a time",
                    "请等待前一个拉取请求返回后再发起。",
                    "Wait for the answer to your earlier poll.")),
    NO_SUCH_TILE(
            404,
            ProblemText.senderCorrects(
                    "RST-0206",
                    "当前检查点的树中没有此项",
                    "The tree of the newest checkpoint has no such part",
                    "请先取得最新检查点，再按其大小请求。",
                    "Fetch the newest checkpoint and ask within its size."));

    private final int status;
    private final ProblemText text;

    PullProblem(int status, ProblemText text) {
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
