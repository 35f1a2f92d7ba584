package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.record.Cover;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** When the cover of a known policy ends, given the endorsements that are known of it. */
public final class CoverEnd {

    private CoverEnd() {}

    /** What finds the endorsements of a policy. */
    public static Lookup lookup(KnownRecord policy) {
        return new Lookup(RecordType.ENDORSEMENT, "policyNo", policy.businessKey());
    }

    /** The end, exclusive, when {@link #lookup} was looked up; null when the policy has none and is not cancelled. */
    public static @Nullable String of(KnownRecord policy, References references) {
        return of(policy, references.related(lookup(policy)));
    }

    /** The same, given its endorsements; others among them do not count. */
    public static @Nullable String of(KnownRecord policy, List<KnownRecord> endorsements) {
        String end = policy.text("endAt");
        for (int i = 0; i < endorsements.size(); i++) {
            KnownRecord endorsement = endorsements.get(i);
            if (isOf(endorsement, policy)) {
                end = Cover.end(end, endorsement.values()::get);
            }
        }
        return end;
    }

    /** Two insurers may use one policy number. */
    public static boolean isOf(KnownRecord endorsement, KnownRecord policy) {
        return endorsement.insurer().equals(policy.insurer());
    }
}
