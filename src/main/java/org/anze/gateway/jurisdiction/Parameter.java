package org.anze.gateway.jurisdiction;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every parameter that a jurisdiction file may set: its name there, how it is written, and what a lower level may not do. */
enum Parameter {
    PER_PERSON_FLOOR("perPersonFloor", ParameterText::money, Parameter::lower),
    COMMISSION_CAP("commissionCap", ParameterText::percent, Parameter::higher),
    FEE_CAP("feeCap", ParameterText::percent, Parameter::higher),
    SAME_STANDARD("sameStandard", ParameterText::flag, (wider, narrower) -> (Boolean) wider && !(Boolean) narrower),
    FEE_FLOOR("feeFloor", ParameterText::percent, Parameter::free),
    TARIFF_BINDING("tariffBinding", ParameterText::flag, Parameter::free),
    COMPULSORY_SECTORS("compulsorySectors", ParameterText::codes, Parameter::free),
    PARTICIPATION_TARGET("participationTarget", ParameterObjects::target, Parameter::free),
    SERVICE_FREQUENCY("serviceFrequency", ParameterObjects::frequencies, Parameter::free),
    MAJOR_HAZARD_RECIPIENTS("majorHazardRecipients", ParameterText::recipients, Parameter::free),
    FINE_FIRST("fineFirst", ParameterObjects::range, Parameter::free),
    FINE_REPEATED("fineRepeated", ParameterObjects::range, Parameter::free),
    COMPLAINT_ANSWER("complaintAnswer", ParameterText::workingDays, Parameter::free),
    COMPLAINT_VERIFIED_ANSWER("complaintVerifiedAnswer", ParameterText::workingDays, Parameter::free),
    COMPLAINT_EXTENSION("complaintExtension", ParameterText::duration, Parameter::free),
    ANNEXES_DUE("annexesDue", ParameterText::monthDay, Parameter::free),
    SELF_EVALUATION_DUE("selfEvaluationDue", ParameterText::monthDay, Parameter::free),
    UPLOAD_LAG("uploadLag", ParameterText::duration, Parameter::free),
    ACCIDENT_REPORT_DELAY("accidentReportDelay", ParameterText::duration, Parameter::free),
    HAZARD_NOTICE_DELAY("hazardNoticeDelay", ParameterText::duration, Parameter::free),
    CLAIM_REPORT_DELAY("claimReportDelay", ParameterText::duration, Parameter::free),
    LONGEST_POLICY("longestPolicy", ParameterText::duration, Parameter::free),
    RATE_TOLERANCE("rateTolerance", ParameterText::percent, Parameter::free),
    FUTURE_TOLERANCE("futureTolerance", ParameterText::duration, Parameter::free),
    PARKING_TIME("parkingHours", ParameterText::duration, Parameter::free),
    UNKNOWN_REFERENCE("unknownReference", ParameterText::unknownReference, Parameter::free),
    OVERLAP_TOLERANCE("overlapTolerance", ParameterText::duration, Parameter::free),
    CANCEL_REASONS("cancelReasons", ParameterText::words, Parameter::free),
    TARIFF_RATES("tariffRates", ParameterObjects::tariff, Parameter::free),
    PAYMENT_TIME("paymentTime", ParameterText::duration, Parameter::free),
    VERIFICATION_TIME("verificationTime", ParameterText::duration, Parameter::free),
    MINIMUM_PAYMENT_TIME("minimumPaymentTime", ParameterText::duration, Parameter::free),
    ACCIDENT_LINK_DELAY("accidentLinkDelay", ParameterText::duration, Parameter::free),
    FOLLOW_UP_TIME("followUpTime", ParameterText::duration, Parameter::free),
    FOLLOW_UP_TIME_ROAD_FIRE("followUpTimeRoadFire", ParameterText::duration, Parameter::free),
    RELAY_TIME("relayTime", ParameterText::duration, Parameter::free),
    ACCRUAL_ALLOWED("accrualAllowed", ParameterText::flag, Parameter::free),
    FEE_FLOOR_GRACE("feeFloorGrace", ParameterText::duration, Parameter::free),
    RATIO_TOLERANCE("ratioTolerance", ParameterText::percent, Parameter::free),
    RELATED_PAYEES("relatedPayees", ParameterText::words, Parameter::free),
    PLAN_GRACE("planGrace", ParameterText::duration, Parameter::free),
    ARCHIVE_TIME("archiveTime", ParameterText::workingDays, Parameter::free),
    EXPERT_VISITS("expertVisits", ParameterText::perDay, Parameter::free),
    VISIT_DISTANCE("visitDistance", ParameterText::metres, Parameter::free),
    LISTING_TERM("listingTerm", ParameterText::months, Parameter::free),
    LISTING_MINIMUM("listingMinimum", ParameterText::months, Parameter::free),
    PUSH_WINDOW("pushWindow", ParameterText::duration, Parameter::free),
    BATCH_WINDOW("batchWindow", ParameterText::duration, Parameter::free),
    SEVERITY("severity", ParameterObjects::severities, Parameter::lowered),
    ESCALATION("escalation", ParameterObjects::ladder, Parameter::free);

    private static final Map<String, Parameter> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Parameter::parameterName, Function.identity()));

    private final String name;
    private final Function<JsonNode, Object> reader;
    private final BiPredicate<Object, Object> loosened;

    Parameter(String name, Function<JsonNode, Object> reader, BiPredicate<Object, Object> loosened) {
        this.name = name;
        this.reader = reader;
        this.loosened = loosened;
    }

    String parameterName() {
        return name;
    }

    static Optional<Parameter> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * Reads a value as it stands in a file.
     *
     * @throws IllegalArgumentException when it is not written as this parameter is
     */
    Object read(JsonNode value) {
        return reader.apply(value);
    }

    /** Whether {@code narrower} takes away protection that {@code wider}, of the level above, gives. */
    boolean isLoosened(@Nullable Object wider, Object narrower) {
        return wider != null && loosened.test(wider, narrower);
    }

    /**
     * What is in force when a level above and a level below both say something: the lower one, and for lists of exceptions and
     * the ladder each entry by itself.
     */
    Object combine(Object wider, Object narrower) {
        if (this != SEVERITY && this != ESCALATION) {
            return narrower;
        }
        Map<Object, Object> both = new HashMap<>((Map<?, ?>) wider);
        both.putAll((Map<?, ?>) narrower);
        return Map.copyOf(both);
    }

    private static boolean free(Object wider, Object narrower) {
        return false;
    }

    /** A finding that rejects above may not be let pass below. */
    private static boolean lowered(Object wider, Object narrower) {
        return ((Map<?, ?>) wider)
                .entrySet().stream()
                        .anyMatch(entry -> entry.getValue() == Severity.REJECT
                                && ((Map<?, ?>) narrower).get(entry.getKey()) != null
                                && ((Map<?, ?>) narrower).get(entry.getKey()) != Severity.REJECT);
    }

    private static boolean lower(Object wider, Object narrower) {
        return (Long) narrower < (Long) wider;
    }

    private static boolean higher(Object wider, Object narrower) {
        return (Long) narrower > (Long) wider;
    }
}
