package org.anze.gateway.origin;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The signatures of submissions in the gateway's database. Safe for many threads. */
public final class OriginStore {

    private static final String DESCRIBED =
            "o.commitment, o.kind, o.signer, o.algorithm, o.certificate, o.signed_at, o.verified_at";

    private final JdbcClient jdbc;
    private final Suite suite;
    private final DataKeys keys;

    /** With the suite of the ledger; signatures are closed as raw bytes are, for they repeat what is in them. */
    public OriginStore(JdbcClient jdbc, Suite suite, DataKeys keys) {
        this.jdbc = jdbc;
        this.suite = suite;
        this.keys = keys;
    }

    /** Keeps a signature inside the caller's transaction, which made the submission. */
    public void keep(
            Connection connection, long submission, String party, byte[] salt, VerifiedOrigin origin, Instant now)
            throws SQLException {
        byte[] certificate = der(origin);
        byte[] closed = keys.close(party, now, origin.evidence(), place(submission));
        try (PreparedStatement insert = connection.prepareStatement("insert into origin_evidence (submission, kind,"
                + " algorithm, commitment, signer, certificate, signed_at, verified_at, evidence)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, submission);
            insert.setString(2, origin.kind().code());
            insert.setString(3, origin.algorithm());
            insert.setBytes(4, SubmissionSalt.evidence(suite, salt, suite.hash(origin.evidence())));
            insert.setBytes(5, suite.hash(certificate));
            insert.setBytes(6, certificate);
            insert.setObject(7, utc(origin.signedAt()));
            insert.setObject(8, utc(now));
            insert.setBytes(9, closed);
            insert.executeUpdate();
        }
    }

    /** How a submission was signed; empty when it was not. */
    public Optional<StoredOrigin> find(String submission) {
        return jdbc.sql("select " + DESCRIBED + " from origin_evidence o join submission s on s.seq = o.submission"
                        + " where s.id = ?")
                .param(submission)
                .query((row, number) -> described(row))
                .optional();
    }

    /** The same with the evidence: for those who may know the raw bytes, and for proofs given to them. */
    public Optional<StoredOrigin.Opened> open(String submission) {
        return jdbc.sql("select " + DESCRIBED + ", s.digest, s.salt, s.seq, o.evidence from origin_evidence o"
                        + " join submission s on s.seq = o.submission where s.id = ?")
                .param(submission)
                .query((row, number) -> new StoredOrigin.Opened(
                        described(row),
                        row.getBytes(8),
                        row.getBytes(9),
                        keys.open(row.getBytes(11), place(row.getLong(10)))))
                .optional();
    }

    private static StoredOrigin described(ResultSet row) throws SQLException {
        String kind = row.getString(2);
        OffsetDateTime signedAt = row.getObject(6, OffsetDateTime.class);
        return new StoredOrigin(
                new EntryOrigin(
                        row.getBytes(1),
                        EntryOrigin.Kind.of(kind)
                                .orElseThrow(() -> new IllegalStateException("no form of signature: " + kind)),
                        row.getBytes(3)),
                row.getString(4),
                Certificates.read(row.getBytes(5)),
                signedAt == null ? null : signedAt.toInstant(),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }

    private static byte[] der(VerifiedOrigin origin) {
        try {
            return origin.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private static byte[] place(long submission) {
        return ("origin evidence " + submission).getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
