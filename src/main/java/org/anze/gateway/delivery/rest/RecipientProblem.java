package org.anze.gateway.delivery.rest;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** Why a parcel cannot be posted to a recipient for now. */
public enum RecipientProblem implements ProblemKind {
    CERTIFICATE_REFUSED(ProblemText.operatorMends(
            "RST-0301",
            "接收方服务器 {0} 的证书已过期、尚未生效、名称不符，或其签发机构不受信任",
            "The certificate of the recipient's server {0} has expired, is not valid yet, is for another name or of an"
                    + " authority that is not trusted",
            "请接收方更换服务器证书；改用别的签发机构的，由网关运维更新 data/pki/tls-ca.crt 并重启。交换包等待，换好后自动续发。",
            "Have the recipient renew it; for another authority the operator adds that to data/pki/tls-ca.crt and restarts."
                    + " Parcels wait and go on by themselves."));

    private final ProblemText text;

    RecipientProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
