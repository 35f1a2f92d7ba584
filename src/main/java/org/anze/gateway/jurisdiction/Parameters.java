package org.anze.gateway.jurisdiction;

import java.time.Duration;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.jurisdiction.ProfileFile.Setting;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in force at one place on one day. Immutable.
 *
 * <p>A null answer means that no document in force says anything, so that the rule that asks does not apply. Money is in
 * fen, percentages are in ten-thousandths of a per cent.
 */
public final class Parameters {

    private static final Duration DEFAULT_PARKING_TIME = Duration.ofHours(72);

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
    public Set<String> compulsorySectors() {
        return value(Parameter.COMPULSORY_SECTORS, Set.of());
    }

    /** The share of units that must be insured. */
    public @Nullable ParticipationTarget participationTarget() {
        return (ParticipationTarget) value(Parameter.PARTICIPATION_TARGET);
    }

    /** How often units must be served; empty when nothing says so. */
    public List<ServiceFrequency> serviceFrequency() {
        return value(Parameter.SERVICE_FREQUENCY, List.of());
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

    /** How long a record waits for the one it refers to, hours from its receipt. */
    public long parkingHours() {
        return value(Parameter.PARKING_TIME, DEFAULT_PARKING_TIME).toHours();
    }

    /** Whether a record that refers to an unknown one waits for it; otherwise it is accepted with a warning. */
    public boolean parksUnknownReferences() {
        return value(Parameter.UNKNOWN_REFERENCE) != UnknownReference.WARN;
    }

    /** How long the policies of a unit with two insurers may overlap. */
    public @Nullable Duration overlapTolerance() {
        return (Duration) value(Parameter.OVERLAP_TOLERANCE);
    }

    /** The reasons for which a policy may be cancelled; empty when nothing says so. */
    public Set<String> cancelReasons() {
        return value(Parameter.CANCEL_REASONS, Set.of());
    }

    /** The base rate of the tariff for a sector, as a share of the sum insured; null when there is no tariff. */
    public @Nullable Long tariffRate(@Nullable String sector) {
        return sector == null
                ? null
                : value(Parameter.TARIFF_RATES, Map.<String, Long>of()).get(sector);
    }

    /** From agreement on the amount of a claim to its payment (Insurance Law article 23). */
    public @Nullable Duration paymentTime() {
        return (Duration) value(Parameter.PAYMENT_TIME);
    }

    /** From the registration of a complex claim to its verification (Insurance Law article 23). */
    public @Nullable Duration verificationTime() {
        return (Duration) value(Parameter.VERIFICATION_TIME);
    }

    /** From the documents of a claim to payment of what is certain (Insurance Law article 25). */
    public @Nullable Duration minimumPaymentTime() {
        return (Duration) value(Parameter.MINIMUM_PAYMENT_TIME);
    }

    /** From an accident with dead or seriously injured to its accident report. */
    public @Nullable Duration accidentLinkDelay() {
        return (Duration) value(Parameter.ACCIDENT_LINK_DELAY);
    }

    /** How long after an accident its casualties are counted anew. */
    public @Nullable Duration followUpTime() {
        return (Duration) value(Parameter.FOLLOW_UP_TIME);
    }

    /** The same for road accidents and fires. */
    public @Nullable Duration followUpTimeRoadFire() {
        return (Duration) value(Parameter.FOLLOW_UP_TIME_ROAD_FIRE);
    }

    /** How long each level of departments may take to report an accident upwards. */
    public @Nullable Duration relayTime() {
        return (Duration) value(Parameter.RELAY_TIME);
    }

    /** Whether the prevention fee may be accrued before it is spent; true when nothing forbids it. */
    public boolean accrualAllowed() {
        return !Boolean.FALSE.equals(value(Parameter.ACCRUAL_ALLOWED));
    }

    /** How long after a policy its lowest prevention fee may still be spent. */
    public @Nullable Duration feeFloorGrace() {
        return (Duration) value(Parameter.FEE_FLOOR_GRACE);
    }

    /** How far a printed ratio may be from the computed one, as a difference of percentages. */
    public @Nullable Long ratioTolerance() {
        return (Long) value(Parameter.RATIO_TOLERANCE);
    }

    /** Credit codes of payees that are related to insurers; empty when none is known. */
    public Set<String> relatedPayees() {
        return value(Parameter.RELATED_PAYEES, Set.of());
    }

    /** How long after its start a policy may be without service plan. */
    public @Nullable Duration planGrace() {
        return (Duration) value(Parameter.PLAN_GRACE);
    }

    /** Working days from the end of a service to its archive. */
    public @Nullable Integer archiveTime() {
        return (Integer) value(Parameter.ARCHIVE_TIME);
    }

    /** How many visits on site one expert can make in a day. */
    public @Nullable Integer expertVisits() {
        return (Integer) value(Parameter.EXPERT_VISITS);
    }

    /** How far from the unit a visit on site may be, metres. */
    public @Nullable Integer visitDistance() {
        return (Integer) value(Parameter.VISIT_DISTANCE);
    }

    /** How long a unit stays on the list of seriously dishonest units, months. */
    public @Nullable Integer listingTerm() {
        return (Integer) value(Parameter.LISTING_TERM);
    }

    /** After how many months it may be removed early. */
    public @Nullable Integer listingMinimum() {
        return (Integer) value(Parameter.LISTING_MINIMUM);
    }

    /** How far the time of production of a pushed message may be from its receipt, either way. */
    public @Nullable Duration pushWindow() {
        return (Duration) value(Parameter.PUSH_WINDOW);
    }

    /** The same for files and other batches. */
    public @Nullable Duration batchWindow() {
        return (Duration) value(Parameter.BATCH_WINDOW);
    }

    /** The severity that a problem has here; null for the usual one. The code is that of the catalogue. */
    public @Nullable Severity severity(String code) {
        return value(Parameter.SEVERITY, Map.<String, Severity>of()).get(code);
    }

    /** The catalogue codes whose severity is not the usual one. */
    public Set<String> changedSeverities() {
        return value(Parameter.SEVERITY, Map.<String, Severity>of()).keySet();
    }

    /** The steps of an escalation in the order of time; empty when nothing says so. */
    public List<EscalationStep> escalation(EscalationTrigger trigger) {
        return value(Parameter.ESCALATION, Map.<EscalationTrigger, List<EscalationStep>>of())
                .getOrDefault(trigger, List.of());
    }

    /** Where a parameter stands, such as {@code 27 art15}; empty text when it is not set. The name is that of the files. */
    public String source(String parameter) {
        Setting setting = settings[
                Parameter.byName(parameter)
                        .orElseThrow(() -> new IllegalArgumentException("no parameter " + parameter))
                        .ordinal()];
        return setting == null ? "" : setting.source();
    }

    /** The value, which {@link Parameter} reads as the type that is asked for; something else when it is not set. */
    @SuppressWarnings("unchecked")
    private <T> T value(Parameter parameter, T otherwise) {
        Object value = value(parameter);
        return value == null ? otherwise : (T) value;
    }

    private @Nullable Object value(Parameter parameter) {
        Setting setting = settings[parameter.ordinal()];
        return setting == null ? null : setting.value();
    }
}
