package org.anze.gateway.intake.returned;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What is wrong with a file that was returned to its sender, or that its sender sends in again. */
public enum ReturnedProblem implements ProblemKind {
    TOKEN_INVALID(ProblemText.senderCorrects(
            "INT-0301",
            "第 {0} 行“〔勿改动〕”一栏的内容已被改动、截断，或不是发给本方的",
            "The content of 〔勿改动〕 on line {0} was changed or cut off, or was not given to this party",
            "请从退回的原文件中原样复制该栏；不再需要网关补回个人信息时，可把该栏清空并填写完整的值。",
            "Copy it unchanged from the returned file; or empty it and write the full values yourself.")),
    OTHER_MAPPING(ProblemText.senderCorrects(
            "INT-0302",
            "第 {0} 行退自以映射 {1} 报送的内容，不能以 {2} 报送",
            "Line {0} was returned from a submission under mapping {1} and cannot be sent under {2}",
            "请按退回时的同一映射报送该文件，或分成几个文件。",
            "Send the file under the same mapping it was returned from, or split it.")),
    NOT_FILLED_IN(ProblemText.senderCorrects(
            "INT-0305",
            "第 {0} 行“{1}”仍为〔请填写〕：原内容无法读取，未予退回",
            "Line {0}, {1} still reads 〔请填写〕: the original could not be read and was not returned",
            "请对照原文件填写该栏；整行损坏的请填写全部各栏。",
            "Fill it in from the original file; where a whole row was damaged, fill in all of it.")),
    NOTHING_TO_RETURN(ProblemText.senderCorrects(
            "INT-0303",
            "该报送没有可按原样式退回改正的记录",
            "There are no records of this submission to be returned in its own layout",
            "整份被拒收时请按回执改正原文件；个别问题可用 layout=list 取问题清单。",
            "Correct the original when the whole was refused; ask with layout=list for the list of findings.")),
    LAYOUT_CHANGED(ProblemText.operatorMends(
            "INT-0304",
            "映射 {0} 在报送之后改动过，已不能按原样式退回",
            "Mapping {0} was changed after the submission; its records cannot be returned in their own layout any more",
            "请按问题清单改正原文件后重报。",
            "Correct the original by the list of findings and send it again."));

    private final ProblemText text;

    ReturnedProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
