package org.anze.gateway.evidence;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What asking for evidence can be refused with. */
public enum EvidenceProblem implements ProblemKind {
    NOT_COSIGNED(ProblemText.passes(
            "EVD-0101",
            "还没有经见证方会签的检查点",
            "No checkpoint has been cosigned by a witness yet",
            "请稍后再取；未配置见证方时请取 /log/checkpoint。",
            "Ask again later; where no witness is configured, ask for /log/checkpoint.")),
    SEAL_KEY_IS_NEW(ProblemText.passes(
            "EVD-0102",
            "封签密钥已更换，还没有用新密钥签名的检查点",
            "The sealing key was changed, and no checkpoint is signed with the new one yet",
            "下一次入账之后再取；此前的记录也将随新检查点证明。",
            "Ask again after the next entry; records from before are then proved under the new checkpoint.")),
    CERTIFICATE_UNUSABLE(ProblemText.operatorMends(
            "EVD-0201",
            "接收方 {0} 的加密证书 {1} 不可用：{2}",
            "the encryption certificate {1} of recipient {0} cannot be used: {2}",
            "把该方有效的加密证书（PEM，与台账同一算法套件）放到 parties/<一方>/{1}；在此之前不向它投递。",
            "Put the party's valid encryption certificate (PEM, of the ledger's suite) at parties/<party>/{1}; nothing is"
                    + " delivered to it before."));

    private final ProblemText text;

    EvidenceProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
