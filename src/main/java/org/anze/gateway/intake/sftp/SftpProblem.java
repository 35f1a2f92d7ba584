package org.anze.gateway.intake.sftp;

import static org.anze.gateway.problem.ProblemText.senderCorrects;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a file dropped by SFTP, before anybody looks into it. */
public enum SftpProblem implements ProblemKind {
    NAME_NOT_ALLOWED(senderCorrects(
            "SFT-0001",
            "文件名不可用：{0}",
            "file name cannot be used: {0}",
            "文件名用 UTF-8，最多 180 字节；不要以点或空格开头，不要含 / \\ : * ? \" < > | 或控制字符。",
            "Use UTF-8 names of at most 180 bytes, not beginning with a dot or space, without / \\ : * ? \" < > | or"
                    + " control characters.")),
    NOT_PERMITTED(senderCorrects(
            "SFT-0002",
            "此处不允许该操作",
            "this is not permitted here",
            "只能写入 in/；out/ 与 receipts/ 只可读取和删除；不能建目录或链接。",
            "Write to in/ only; out/ and receipts/ can be read and deleted; no folders or links can be made.")),
    FILE_TOO_LARGE(senderCorrects(
            "SFT-0003",
            "文件超过上限 {0} 字节",
            "the file is larger than the limit of {0} bytes",
            "请拆成几个文件再报送。",
            "Split it into several files.")),
    HOME_FULL(ProblemText.passes(
            "SFT-0004",
            "目录已满：上限 {0} 字节",
            "the home is full: the limit is {0} bytes",
            "等待已报送的文件处理完，或删除 in/、out/ 中不用的文件后重试。",
            "Wait until the files sent so far are processed, or delete what is not needed, and try again.")),
    TOO_MANY_FILES(ProblemText.passes(
            "SFT-0005",
            "目录中文件太多：上限 {0} 个",
            "too many files in the home: the limit is {0}",
            "取走并删除 receipts/ 中的回执后重试。",
            "Fetch and delete the receipts in receipts/ and try again.")),
    BEING_WRITTEN(ProblemText.passes(
            "SFT-0006",
            "该文件正在被另一个连接写入",
            "another connection is writing this file",
            "等另一个连接结束后重试。",
            "Try again when the other connection has finished.")),
    NOT_COMPLETE(senderCorrects(
            "SFT-0007",
            "该文件没有完整关闭过，不能改成正式名",
            "the file was never closed completely and cannot get its final name",
            "续传或重新上传，关闭成功后再改名。",
            "Resume or repeat the upload, and rename after the close succeeded.")),
    OK_WITHOUT_FILE(senderCorrects(
            "SFT-0008",
            ".ok 对应的文件不存在或没有完整关闭",
            "the file that the .ok stands for is missing or was not closed completely",
            "先完整上传文件，再放 .ok。",
            "Upload the file completely first, then put the .ok.")),
    NO_MAPPING(senderCorrects(
            "SFT-0009",
            "没有与此文件名对应的映射",
            "no mapping is configured for this file name",
            "按约定的文件名报送，或联系网关运维登记新的文件名。",
            "Use the agreed file names, or ask the operator to register this one.")),
    DROP_CLOSED(senderCorrects(
            "SFT-0010",
            "本单位没有开通 SFTP 报送",
            "SFTP intake is not open to this party",
            "联系网关运维开通。",
            "Ask the gateway operator to open it.")),
    UPLOAD_SPOILED(senderCorrects(
            "SFT-0011",
            "上传过程中有写入失败，文件不完整，未被接收",
            "a write failed during the upload; the file is incomplete and was not taken",
            "重新上传。",
            "Upload it again.")),
    NAME_TAKEN(senderCorrects(
            "SFT-0013",
            "已有同名文件",
            "a file of this name is there already",
            "先删除旧文件，或换一个名字。",
            "Delete the older file first, or choose another name.")),
    FAILED(ProblemText.operatorMends(
            "SFT-0012",
            "网关处理该请求时出错",
            "the gateway failed to do this",
            "稍后重试；若持续出现请联系网关运维。",
            "Try again later; tell the gateway operator if it goes on."));

    private final ProblemText text;

    SftpProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
