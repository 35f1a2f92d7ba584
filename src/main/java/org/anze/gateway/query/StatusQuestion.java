package org.anze.gateway.query;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.anze.gateway.access.Facts;
import org.anze.gateway.record.Cover;
import org.anze.gateway.record.Listing;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** What may be asked of a unit with yes or no: licence and rating, flow FL-10 of DOMAIN.md A6. */
public enum StatusQuestion {
    /** A policy is in force at this moment, not ended by a cancellation that the asker may know of. */
    INSURED("insured", RecordType.POLICY) {
        @Override
        boolean holds(Facts policy, List<Facts> endorsements, OffsetDateTime now) {
            OffsetDateTime start = instant(policy.value("startAt"));
            OffsetDateTime end = instant(coverEnd(policy, endorsements));
            return start != null
                    && end != null
                    && !now.isBefore(start)
                    && now.isBefore(end)
                    && !OVER.contains(String.valueOf(policy.value("status")));
        }
    },
    /** A major hazard was found and is not closed. */
    OPEN_MAJOR_HAZARD("openMajorHazard", RecordType.HAZARD) {
        @Override
        boolean holds(Facts hazard, List<Facts> endorsements, OffsetDateTime now) {
            return "重大".equals(hazard.value("level")) && !"CLOSED".equals(hazard.value("state"));
        }
    },
    /** The unit stands on the list of seriously dishonest units today. */
    BLACKLISTED("blacklisted", RecordType.BLACKLIST) {
        @Override
        boolean holds(Facts listing, List<Facts> endorsements, OffsetDateTime now) {
            return Listing.isInForce(listing::value, now.toLocalDate().toString());
        }
    },
    /** A penalty or other measure is not yet noted as corrected. */
    UNCORRECTED("uncorrected", RecordType.ENFORCEMENT) {
        @Override
        boolean holds(Facts enforcement, List<Facts> endorsements, OffsetDateTime now) {
            return enforcement.value("correctedAt") == null;
        }
    },
    /** A policy of the unit was cancelled or annulled by an endorsement that has taken effect. */
    CANCELLED("cancelled", RecordType.ENDORSEMENT) {
        @Override
        boolean holds(Facts endorsement, List<Facts> endorsements, OffsetDateTime now) {
            OffsetDateTime effective = instant(endorsement.value("effectiveAt"));
            return effective != null && !now.isBefore(effective) && Cover.isCancellation(endorsement.value("type"));
        }
    };

    private static final Set<String> OVER = Set.of("CANCELLED", "EXPIRED");

    private final String code;
    private final RecordType type;

    StatusQuestion(String code, RecordType type) {
        this.code = code;
        this.type = type;
    }

    /** As the parameter {@code question} has it. */
    public String code() {
        return code;
    }

    /** The records that answer it. */
    RecordType type() {
        return type;
    }

    /**
     * Whether one record makes the answer yes.
     *
     * @param endorsements of the unit's policies, as far as the asker may know of them
     */
    abstract boolean holds(Facts record, List<Facts> endorsements, OffsetDateTime now);

    private static @Nullable String coverEnd(Facts policy, List<Facts> endorsements) {
        Object end = policy.value("endAt");
        String covered = end == null ? null : end.toString();
        for (Facts endorsement : endorsements) {
            if (Objects.equals(endorsement.value("policyNo"), policy.value("policyNo"))
                    && endorsement.scope().insurer().equals(policy.scope().insurer())) {
                covered = Cover.end(covered, endorsement::value);
            }
        }
        return covered;
    }

    private static @Nullable OffsetDateTime instant(@Nullable Object value) {
        return value == null ? null : OffsetDateTime.parse(value.toString());
    }
}
