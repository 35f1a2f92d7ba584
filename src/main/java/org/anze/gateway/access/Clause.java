package org.anze.gateway.access;

import java.time.Instant;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.access.Decision.Reason;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** One grant of one agreement with its answers made beforehand. Immutable; safe for several threads. */
final class Clause {

    private final Party recipient;
    private final Agreement agreement;
    private final Agreement.Grant grant;
    private final RecordDefinition definition;
    private final Instant from;
    private final Instant until;
    private final @Nullable Instant revokedAt;
    private final @Nullable Instant basisEnd;
    private final boolean stopped;
    private final Answer permit;
    private final Answer early;
    private final Answer late;
    private final Answer revoked;
    private final Answer baseless;
    private final Answer important;
    private final Answer wrongPurpose;
    private final Answer notOwn;
    private final Answer conditionFails;
    private final Answer otherCase;

    Clause(Party recipient, Agreement agreement, Agreement.Grant grant, RecordDefinition definition) {
        this.recipient = recipient;
        this.agreement = agreement;
        this.grant = grant;
        this.definition = definition;
        this.from = agreement.from();
        this.until = agreement.until();
        this.revokedAt = agreement.revokedAt();
        this.basisEnd = agreement.basisEnd();
        // B4: a set of major hazards of a whole province may be important data.
        this.stopped =
                agreement.importantData() && (recipient.type() == PartyType.IAC || recipient.type() == PartyType.PUB);
        // B4: parts of an identity number only for the provincial platform or for handling claims.
        boolean parts = grant.persons() == Agreement.Persons.MASKED
                && (recipient.type() == PartyType.PRV || agreement.purpose() == Purpose.CLM);
        this.permit = Answer.of(new Permit(agreement, grant, definition, parts));
        this.early = Answer.deny(Reason.NOT_YET_IN_FORCE, agreement);
        this.late = Answer.deny(Reason.EXPIRED, agreement);
        this.revoked = Answer.deny(Reason.REVOKED, agreement);
        this.baseless = Answer.deny(Reason.BASIS_ENDED, agreement);
        this.important = Answer.deny(Reason.IMPORTANT_DATA, agreement);
        this.wrongPurpose = Answer.deny(Reason.WRONG_PURPOSE, agreement);
        this.notOwn = Answer.deny(Reason.NOT_OWN, agreement);
        this.conditionFails = Answer.deny(Reason.CONDITION_NOT_MET, agreement);
        this.otherCase = Answer.deny(Reason.NOT_THIS_CASE, agreement);
    }

    Agreement agreement() {
        return agreement;
    }

    Agreement.Grant grant() {
        return grant;
    }

    RecordDefinition definition() {
        return definition;
    }

    boolean isSingleCase() {
        return grant.singleCase() != null;
    }

    /** Whether it allows anything for this purpose now; the record is not looked at. The answer is its permit when it does. */
    Answer standing(@Nullable Purpose purpose, Instant now) {
        if (revokedAt != null && !now.isBefore(revokedAt)) {
            return revoked;
        }
        if (now.isBefore(from)) {
            return early;
        }
        if (!now.isBefore(until)) {
            return late;
        }
        if (basisEnd != null && !now.isBefore(basisEnd)) {
            return baseless;
        }
        if (stopped) {
            return important;
        }
        return purpose == null || purpose == agreement.purpose() ? permit : wrongPurpose;
    }

    /** What it says of a record whose scope it covers. The record's values are asked last, and only when all else permits. */
    Answer decide(@Nullable Purpose purpose, Facts facts, Instant now) {
        Answer standing = standing(purpose, now);
        if (standing != permit) {
            return standing;
        }
        SingleCase single = grant.singleCase();
        if (single != null) {
            if (!now.isBefore(single.expires())) {
                return late;
            }
            String key = facts.businessKey();
            return single.businessKey().equals(key == null ? definition.businessKey(facts::value) : key)
                    ? permit
                    : otherCase;
        }
        if (grant.own() != null && !grant.own().covers(recipient, grant.type(), facts)) {
            return notOwn;
        }
        return grant.where() == null || grant.where().holds(facts, definition) ? permit : conditionFails;
    }
}
