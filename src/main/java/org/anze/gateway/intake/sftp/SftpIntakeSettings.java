package org.anze.gateway.intake.sftp;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the SFTP server.
 *
 * @param host address it listens on
 * @param port port; 0 picks a free one
 * @param hostKey private host key, OpenSSH or PEM; must exist
 * @param credentials folder with {@code <party>/authorized_keys}
 * @param home folder that holds the parties' homes and the spool; all on one file system
 * @param limits what a party can use up
 * @param takers files handed to the intake desk at the same time, over all parties
 * @param firstRetry first pause when the desk is busy; doubles each time
 * @param longestRetry cap of that pause
 */
@ConfigurationProperties("anze.sftp")
public record SftpIntakeSettings(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("2222") int port,
        @DefaultValue("data/pki/ssh_host_key") Path hostKey,
        @DefaultValue("data/credentials") Path credentials,
        @DefaultValue("data/sftp") Path home,
        @DefaultValue Limits limits,
        @DefaultValue("4") int takers,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("1m") Duration longestRetry) {

    /** Makes the paths absolute: what clients see below a home is compared with it. */
    public SftpIntakeSettings {
        hostKey = hostKey.toAbsolutePath().normalize();
        credentials = credentials.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
    }

    /**
     * @param largestFile most bytes of one file
     * @param largestHome most bytes of all files of a party, the spool included
     * @param mostFiles most files of a party in {@code in/}, {@code receipts/} and the spool together
     * @param sessions most connections over all parties, logged in or not
     * @param sessionsPerParty most logged-in connections of one party
     * @param openHandles most files and folders open in one session
     * @param loginAttempts keys a client may offer in one connection
     * @param loginTime until when a login must have succeeded
     * @param idle after which silence a connection is closed
     */
    public record Limits(
            @DefaultValue("4GB") DataSize largestFile,
            @DefaultValue("20GB") DataSize largestHome,
            @DefaultValue("10000") int mostFiles,
            @DefaultValue("128") int sessions,
            @DefaultValue("8") int sessionsPerParty,
            @DefaultValue("32") int openHandles,
            @DefaultValue("6") int loginAttempts,
            @DefaultValue("30s") Duration loginTime,
            @DefaultValue("10m") Duration idle) {}
}
