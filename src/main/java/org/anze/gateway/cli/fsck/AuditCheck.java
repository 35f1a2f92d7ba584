package org.anze.gateway.cli.fsck;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.audit.AuditAnchors;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The audit log: its chain, and everything that was signed about it. For one thread. */
final class AuditCheck {

    private final Snapshot snapshot;
    private final List<SealVerifierKey> keys;
    private final Findings findings;
    private final List<Checkpoint> anchors = new ArrayList<>();

    AuditCheck(Snapshot snapshot, List<SealVerifierKey> keys, Findings findings) {
        this.snapshot = snapshot;
        this.keys = keys;
        this.findings = findings;
    }

    /** @param outside anchors that are kept outside of the database, read before the snapshot was taken */
    void run(List<SignedCheckpoint> outside) throws SQLException {
        outside.forEach(this::take);
        snapshot.each("select size, note from audit_anchor order by size", row -> {
            try {
                take(SignedCheckpoint.parse(row.getString(2)));
            } catch (FlawException malformed) {
                findings.add(Damage.AUDIT_ANCHOR_WRONG, "size " + row.getLong(1));
            }
        });
        SingleConnectionDataSource same = new SingleConnectionDataSource(snapshot.connection(), true);
        new AuditLog(
                        JdbcClient.create(same),
                        new DataSourceTransactionManager(same),
                        keys.get(0).suite(),
                        Clock.systemUTC())
                .firstFlaw(anchors)
                .ifPresent(number -> findings.add(Damage.AUDIT_BROKEN, "#" + number));
    }

    private void take(SignedCheckpoint anchor) {
        boolean ours = TreeCheck.isSigned(anchor, keys)
                && anchor.checkpoint().origin().equals(AuditAnchors.origin(anchor.signer()));
        if (ours) {
            anchors.add(anchor.checkpoint());
        } else {
            findings.add(
                    Damage.AUDIT_ANCHOR_WRONG, "size " + anchor.checkpoint().size());
        }
    }
}
