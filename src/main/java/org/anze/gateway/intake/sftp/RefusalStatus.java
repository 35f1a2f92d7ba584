package org.anze.gateway.intake.sftp;

import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in an SFTP status what the catalogue says, in both languages, and nothing about our folders. */
final class RefusalStatus implements SftpErrorStatusDataHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalStatus.class);

    @Override
    public int resolveSubStatus(
            SftpSubsystemEnvironment subsystem, int id, Throwable problem, int command, Object... arguments) {
        if (problem instanceof GatewayProblem refusal) {
            return refusal.finding().code().equals(SftpProblem.NOT_PERMITTED.code())
                    ? SftpConstants.SSH_FX_PERMISSION_DENIED
                    : SftpConstants.SSH_FX_FAILURE;
        }
        int status = SftpErrorStatusDataHandler.DEFAULT.resolveSubStatus(subsystem, id, problem, command, arguments);
        // Version 3 of the protocol, the one we speak, ends at SSH_FX_OP_UNSUPPORTED.
        return status > SftpConstants.SSH_FX_OP_UNSUPPORTED ? SftpConstants.SSH_FX_FAILURE : status;
    }

    @Override
    public String resolveErrorMessage(
            SftpSubsystemEnvironment subsystem,
            int id,
            Throwable problem,
            int status,
            int command,
            Object... arguments) {
        if (problem instanceof GatewayProblem refusal) {
            return refusal.getMessage();
        }
        switch (status) {
            case SftpConstants.SSH_FX_EOF:
                return "";
            case SftpConstants.SSH_FX_NO_SUCH_FILE:
                return "没有这个文件 / no such file";
            case SftpConstants.SSH_FX_PERMISSION_DENIED:
                return SftpProblem.NOT_PERMITTED.code() + " " + SftpProblem.NOT_PERMITTED.zh() + " / "
                        + SftpProblem.NOT_PERMITTED.en();
            default:
                if (problem instanceof FileSystemException || problem instanceof InvalidPathException) {
                    LOG.debug("SFTP request {} failed", command, problem);
                } else {
                    LOG.warn("SFTP request {} failed: {}", command, problem.toString());
                }
                return SftpProblem.FAILED.code() + " " + SftpProblem.FAILED.zh() + " / " + SftpProblem.FAILED.en();
        }
    }

    @Override
    public String resolveErrorLanguage(
            SftpSubsystemEnvironment subsystem,
            int id,
            Throwable problem,
            int status,
            int command,
            Object... arguments) {
        return "zh";
    }
}
