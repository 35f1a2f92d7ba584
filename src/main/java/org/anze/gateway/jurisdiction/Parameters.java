package org.anze.gateway.jurisdiction;

import java.time.Duration;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.ProfileFile.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in force at one place on one day. Immutable.
 *
 * <p>A null answer means that no document in force says anything, so that the rule that asks does not apply. Money is in
 * fen, percentages are in ten-thousandths of a per cent.
 */
public final class Parameters {

    private final String profile;
    private final @Nullable Setting[] settings;

    Parameters(String profile, @Nullable Setting[] settings) {
        this.profile = profile;
        this.settings = settings;
    }

    /** Name of the most local file that takes part, such as {@code shanxi}. */
    public String profile() {
        return profile;
    }

    /** Lowest limit per dead or disabled person, fen (应急〔2025〕27号 article 15). */
    public @Nullable Long perPersonFloor() {
        return (Long) value(Parameter.PER_PERSON_FLOOR);
    }

    /** Highest commission as a share of the premium (应急〔2025〕27号 article 14). */
    public @Nullable Long commissionCap() {
        return (Long) value(Parameter.COMMISSION_CAP);
    }

    /** Highest prevention fee as a share of the premium received (应急厅函〔2024〕322号). */
    public @Nullable Long feeCap() {
        return (Long) value(Parameter.FEE_CAP);
    }

    /** Lowest prevention fee as a share of the premium. */
    public @Nullable Long feeFloor() {
        return (Long) value(Parameter.FEE_FLOOR);
    }

    /** Whether every insured person of a policy must have the same limit (应急〔2025〕27号 article 16). */
    public boolean sameStandard() {
        return Boolean.TRUE.equals(value(Parameter.SAME_STANDARD));
    }

    /** Whether a rate must equal the base rate times its factors. */
    public boolean tariffBinding() {
        return Boolean.TRUE.equals(value(Parameter.TARIFF_BINDING));
    }

    /** Codes of table SEC whose units must be insured. */
    @SuppressWarnings("unchecked")
    public Set<String> compulsorySectors() {
        Object sectors = value(Parameter.COMPULSORY_SECTORS);
        return sectors == null ? Set.of() : (Set<String>) sectors;
    }

    /** The share of units that must be insured. */
    public @Nullable ParticipationTarget participationTarget() {
        return (ParticipationTarget) value(Parameter.PARTICIPATION_TARGET);
    }

    /** How often units must be served; empty when nothing says so. */
    @SuppressWarnings("unchecked")
    public List<ServiceFrequency> serviceFrequency() {
        Object frequencies = value(Parameter.SERVICE_FREQUENCY);
        return frequencies == null ? List.of() : (List<ServiceFrequency>) frequencies;
    }

    /** Who must learn of an overdue major hazard. */
    public @Nullable HazardRecipients majorHazardRecipients() {
        return (HazardRecipients) value(Parameter.MAJOR_HAZARD_RECIPIENTS);
    }

    /** Fine for not insuring, first time. */
    public @Nullable MoneyRange fineFirst() {
        return (MoneyRange) value(Parameter.FINE_FIRST);
    }

    /** Fine for still not insuring after the order to do so. */
    public @Nullable MoneyRange fineRepeated() {
        return (MoneyRange) value(Parameter.FINE_REPEATED);
    }

    /** Working days to answer a complaint. */
    public @Nullable Integer complaintAnswer() {
        return (Integer) value(Parameter.COMPLAINT_ANSWER);
    }

    /** Working days to answer a complaint that needs verification. */
    public @Nullable Integer complaintVerifiedAnswer() {
        return (Integer) value(Parameter.COMPLAINT_VERIFIED_ANSWER);
    }

    /** By how much the answer to a complaint may be put off once. */
    public @Nullable Duration complaintExtension() {
        return (Duration) value(Parameter.COMPLAINT_EXTENSION);
    }

    /** Day of the year by which the annexes for last year are due. */
    public @Nullable MonthDay annexesDue() {
        return (MonthDay) value(Parameter.ANNEXES_DUE);
    }

    /** Day of the year by which the insurers' self-evaluation of last year is due. */
    public @Nullable MonthDay selfEvaluationDue() {
        return (MonthDay) value(Parameter.SELF_EVALUATION_DUE);
    }

    /** How long after its end a service may be uploaded and still count as timely. */
    public @Nullable Duration uploadLag() {
        return (Duration) value(Parameter.UPLOAD_LAG);
    }

    /** How long after an accident it must be reported. */
    public @Nullable Duration accidentReportDelay() {
        return (Duration) value(Parameter.ACCIDENT_REPORT_DELAY);
    }

    /** How long after a hazard was found the unit must be told. */
    public @Nullable Duration hazardNoticeDelay() {
        return (Duration) value(Parameter.HAZARD_NOTICE_DELAY);
    }

    /** How long after an accident the insurer should hear of it. */
    public @Nullable Duration claimReportDelay() {
        return (Duration) value(Parameter.CLAIM_REPORT_DELAY);
    }

    /** The longest usual period of a policy. */
    public @Nullable Duration longestPolicy() {
        return (Duration) value(Parameter.LONGEST_POLICY);
    }

    /** How far a premium may be from limits times rate, as a share of the premium. */
    public @Nullable Long rateTolerance() {
        return (Long) value(Parameter.RATE_TOLERANCE);
    }

    /** How far in the future an event may seem to lie, for clocks that differ. */
    public @Nullable Duration futureTolerance() {
        return (Duration) value(Parameter.FUTURE_TOLERANCE);
    }

    /** Where a parameter stands, such as {@code 27 art15}; empty text when it is not set. The name is that of the files. */
    public String source(String parameter) {
        Setting setting = settings[
                Parameter.byName(parameter)
                        .orElseThrow(() -> new IllegalArgumentException("no parameter " + parameter))
                        .ordinal()];
        return setting == null ? "" : setting.source();
    }

    private @Nullable Object value(Parameter parameter) {
        Setting setting = settings[parameter.ordinal()];
        return setting == null ? null : setting.value();
    }
}
