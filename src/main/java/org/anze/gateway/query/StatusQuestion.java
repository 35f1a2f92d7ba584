package org.anze.gateway.query;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Set;
import org.anze.gateway.access.Facts;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** What may be asked of a unit with yes or no: licence and rating, flow FL-10 of DOMAIN.md A6. */
public enum StatusQuestion {
    /** A policy is in force at this moment. */
    INSURED("insured", RecordType.POLICY) {
        @Override
        boolean holds(Facts policy, OffsetDateTime now) {
            OffsetDateTime start = instant(policy.value("startAt"));
            OffsetDateTime end = instant(policy.value("endAt"));
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
        boolean holds(Facts hazard, OffsetDateTime now) {
            return "重大".equals(hazard.value("level")) && !"CLOSED".equals(hazard.value("state"));
        }
    },
    /** The unit stands on the list of seriously dishonest units today. */
    BLACKLISTED("blacklisted", RecordType.BLACKLIST) {
        @Override
        boolean holds(Facts listing, OffsetDateTime now) {
            LocalDate today = now.toLocalDate();
            LocalDate from = day(listing.value("from"));
            LocalDate to = day(listing.value("to"));
            LocalDate removed = day(listing.value("removedAt"));
            return from != null
                    && !today.isBefore(from)
                    && (to == null || !today.isAfter(to))
                    && (removed == null || today.isBefore(removed));
        }
    },
    /** A penalty or other measure is not yet noted as corrected. */
    UNCORRECTED("uncorrected", RecordType.ENFORCEMENT) {
        @Override
        boolean holds(Facts enforcement, OffsetDateTime now) {
            return enforcement.value("correctedAt") == null;
        }
    },
    /** A policy of the unit was cancelled or annulled by an endorsement that has taken effect. */
    CANCELLED("cancelled", RecordType.ENDORSEMENT) {
        @Override
        boolean holds(Facts endorsement, OffsetDateTime now) {
            OffsetDateTime effective = instant(endorsement.value("effectiveAt"));
            return effective != null
                    && !now.isBefore(effective)
                    && ENDING.contains(String.valueOf(endorsement.value("type")));
        }
    };

    private static final Set<String> OVER = Set.of("CANCELLED", "EXPIRED");
    private static final Set<String> ENDING = Set.of("退保", "注销");

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

    /** Whether one record makes the answer yes. */
    abstract boolean holds(Facts record, OffsetDateTime now);

    private static @Nullable OffsetDateTime instant(@Nullable Object value) {
        return value == null ? null : OffsetDateTime.parse(value.toString());
    }

    private static @Nullable LocalDate day(@Nullable Object value) {
        return value == null ? null : LocalDate.parse(value.toString());
    }
}
