package org.anze.gateway.validation;

import java.util.Optional;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/** What the ledger already knows about the records that a batch refers to; looked up once per batch by the caller. */
public interface References {

    /** The newest version of a policy, whoever sent it. When several parties use the number, {@code provider}'s own comes first. */
    Optional<KnownPolicy> policy(String policyNo, String provider);

    /** Whether a record with this business key is in the ledger, sent by anyone. */
    boolean exists(RecordType type, String businessKey);

    /**
     * @param provider party that sent it
     * @param insured credit code of the insured unit
     * @param startAt ISO instant; null when the policy lacks it
     * @param endAt exclusive ISO instant
     * @param perAccident limit in fen; null when unknown
     * @param aggregate limit in fen; null when unknown
     * @param perPersonDeath limit in fen; null when unknown
     */
    record KnownPolicy(
            String policyNo,
            String provider,
            Scope scope,
            @Nullable String insured,
            @Nullable String startAt,
            @Nullable String endAt,
            @Nullable Long perAccident,
            @Nullable Long aggregate,
            @Nullable Long perPersonDeath) {}
}
