package org.anze.gateway.jurisdiction;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    PARTICIPATION_TARGET("participationTarget", ParameterText::target, Parameter::free),
    SERVICE_FREQUENCY("serviceFrequency", ParameterText::frequencies, Parameter::free),
    MAJOR_HAZARD_RECIPIENTS("majorHazardRecipients", ParameterText::recipients, Parameter::free),
    FINE_FIRST("fineFirst", ParameterText::range, Parameter::free),
    FINE_REPEATED("fineRepeated", ParameterText::range, Parameter::free),
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
    FUTURE_TOLERANCE("futureTolerance", ParameterText::duration, Parameter::free);

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

    private static boolean free(Object wider, Object narrower) {
        return false;
    }

    private static boolean lower(Object wider, Object narrower) {
        return (Long) narrower < (Long) wider;
    }

    private static boolean higher(Object wider, Object narrower) {
        return (Long) narrower > (Long) wider;
    }
}
