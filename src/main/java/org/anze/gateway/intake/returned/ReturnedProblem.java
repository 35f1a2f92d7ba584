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
            "第 {0} 行“{1}”仍为〔请填写〕：原内容无法读取或过长，未予退回",
            "Line {0}, {1} still reads 〔请填写〕: the original could not be read or was too long, and was not returned",
            "请对照原文件填写该栏；整行损坏的请填写全部各栏。",
            "Fill it in from the original file; where a whole row was damaged, fill in all of it.")),
    NO_TOKEN_OPENS(ProblemText.senderCorrects(
            "INT-0306",
            "文件带有退回文件的〔勿改动〕标记，但其中没有一条能够打开，第 {0} 行不能按退回文件接收",
            "The file has the mark 〔勿改动〕 of a returned file, but not one of them opens; line {0} cannot be taken as returned",
            "改正退回的记录请保留〔勿改动〕一栏；报送一般文件请删去该栏（键、元素），并把被遮盖的内容填写完整。",
            "Keep the 〔勿改动〕 of the returned records; for an ordinary file remove that column, key or element, and write masked"
                    + " values in full.")),
    MIXED(
            ProblemText.senderCorrects(
                    "INT-0307",
                    "退回的记录与其他内容混在一个文件里（第 {0} 行附近），其他内容会被漏掉，因此整份未接收",
                    "Returned records stand in one file with other content (near line {0}), which would be passed over; nothing was taken",
                    "请把退回改正的文件单独报送，其中只保留退回文件原有的表（工作簿只留“退回改正”一张表）；其他记录另报一份。",
                    "Send the mended file by itself, with only the sheet, list or array it came with; send other records separately.")),
    MASK_LEFT(ProblemText.senderCorrects(
            "INT-0308",
            "第 {0} 行“{1}”仍是被遮盖的内容（含星号），网关不能补回",
            "Line {0}, {1} is still masked (with asterisks) and the gateway cannot bring the original back",
            "请填写完整的值，或从退回的原文件恢复该行的〔勿改动〕和该栏。",
            "Write the full value, or restore 〔勿改动〕 and this cell from the returned file.")),
    ROWS_PARTED(ProblemText.senderCorrects(
            "INT-0309",
            "第 {0} 行起的几行原属同一条记录，现已被移动、增减或打乱",
            "The rows from line {0} on belonged to one record and were moved, added to, removed or shuffled",
            "请不要排序、插入或删除这些行；从退回的原文件恢复它们的次序和〔勿改动〕，需要增减行时请改正原文件。",
            "Do not sort, insert or delete such rows; restore their order and 〔勿改动〕, or correct the original file.")),
    TOKEN_EXPIRED(ProblemText.senderCorrects(
            "INT-0310",
            "第 {0} 行的〔勿改动〕已过期（退回后 {1} 天内有效），网关不再补回被遮盖的内容",
            "The 〔勿改动〕 on line {0} is out of date (it is good for {1} days); what was masked is not brought back any more",
            "请重新取一次退回文件后改正；或清空该栏并填写完整的值。",
            "Get the returned file once more and mend that; or empty the column and write the full values.")),
    MASKED_ELSEWHERE(ProblemText.senderCorrects(
            "INT-0311",
            "第 {0} 行有取自退回文件的内容（〔勿改动〕一栏或带〔#…〕的遮盖值），但这不是一份完整的退回文件，网关不能补回原值",
            "Line {0} has content of a returned file (the column 〔勿改动〕, or masks with 〔#…〕), but this is not a whole returned"
                    + " file, so the originals cannot be brought back",
            "请在退回的原文件里改正并报送该文件（保留工作表名和〔勿改动〕一栏）；或在本文件中填写完整的值并删去该栏。",
            "Mend the returned file itself and send that, with its sheet's name and 〔勿改动〕; or write full values here and remove"
                    + " that column.")),
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
