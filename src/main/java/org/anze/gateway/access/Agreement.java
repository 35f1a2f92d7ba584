package org.anze.gateway.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * A sharing agreement 共享授权: what one recipient is given, for one purpose, on which legal basis. Immutable; the file is
 * {@code parties/<recipient>/agreements/<id>.yaml}.
 *
 * @param version from 1, one more with every change of the file
 * @param persons how people appear in masked units
 * @param validFrom first day, from midnight in China
 * @param validTo last day, to its end in China
 * @param docRef number of the signed document
 * @param approvedBy the office that approved it
 * @param revokedAt from then on nothing is given, even if the period still runs; null when not revoked
 * @param coverage which records it reaches
 * @param grants per record type, in the order of the file; a type not named is not given
 */
public record Agreement(
        String id,
        int version,
        String recipient,
        Purpose purpose,
        Persons persons,
        List<Basis> legalBasis,
        SharingClass sharingClass,
        LocalDate validFrom,
        LocalDate validTo,
        String docRef,
        String approvedBy,
        @Nullable Instant revokedAt,
        Coverage coverage,
        List<Grant> grants) {

    /** The days of an agreement are days in China, which has had no daylight saving time since 1991. */
    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** Copies the lists. */
    public Agreement {
        legalBasis = List.copyOf(legalBasis);
        grants = List.copyOf(grants);
    }

    /** A document and the article of it that allows the sharing. */
    public record Basis(String document, String article) {}

    /**
     * What is given of one record type. Units named nowhere are withheld; {@code key} and {@code scope} are always given.
     *
     * @param give units given in the clear
     * @param mask units given masked
     */
    public record Grant(RecordType type, List<String> give, List<String> mask) {
        /** Copies the lists. */
        public Grant {
            give = List.copyOf(give);
            mask = List.copyOf(mask);
        }
    }

    /** Sharing class of 《政务数据共享条例》; what may not be shared at all has no agreement. */
    public enum SharingClass {
        UNCONDITIONAL("无条件共享"),
        CONDITIONAL("有条件共享");

        private final String zh;

        SharingClass(String zh) {
            this.zh = zh;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }
    }

    /** How people appear in masked units: the letters M and P of DOMAIN.md B2. */
    public enum Persons {
        /** 张*, 138****0000. */
        MASKED("脱敏"),
        /** HMAC-SM3 under the key of the purpose: the same person can be recognised, not named. */
        PSEUDONYMISED("假名化");

        private final String zh;

        Persons(String zh) {
            this.zh = zh;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }
    }

    /** The instant it begins, inclusive. */
    public Instant from() {
        return validFrom.atStartOfDay().toInstant(CHINA);
    }

    /** The instant its last day ends, exclusive; an earlier revocation is not looked at. */
    public Instant until() {
        return validTo.plusDays(1).atStartOfDay().toInstant(CHINA);
    }

    /** Whether it allows anything at this moment. */
    public boolean inForce(Instant now) {
        return !now.isBefore(from()) && now.isBefore(end());
    }

    /** The end that counts: the revocation when it comes first. */
    Instant end() {
        return revokedAt != null && revokedAt.isBefore(until()) ? revokedAt : until();
    }
}
