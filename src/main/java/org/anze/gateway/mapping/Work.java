package org.anze.gateway.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.mapping.convert.Cell;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.text.PersonalNumbers;
import org.jspecify.annotations.Nullable;

/** One canonical record in the making. For one thread, thrown away afterwards. */
public class Work implements Cell {

    private static final int LONGEST_SHOWN = 60;
    private static final int PERSONAL = 4;
    /** Pseudo column of a table's reader: the unit stated above the headings. */
    private static final String STATED_UNIT = "@unit";

    private final RawRecord raw;
    private final MappingContext context;
    private final RecordDefinition definition;
    private final @Nullable Object[] values;
    private final @Nullable String eventField;
    private final int eventPosition;
    /** Nobody reads more of one record, and each takes as much room as a record. */
    private static final int MOST_FINDINGS = 50;

    private @Nullable List<Finding> findings;
    private @Nullable FieldDefinition field;
    private @Nullable String fieldName;
    private @Nullable String column;
    private boolean rejected;
    private @Nullable LocalDate eventDay;
    private Map<Integer, String> openElements = Map.of();
    private long version = 1;
    private Operation operation = Operation.CREATE;
    private @Nullable String riskRegion;
    private @Nullable String sector;
    private @Nullable String insurer;

    /** Begins a record of that definition. */
    public Work(RawRecord raw, MappingContext context, RecordDefinition definition) {
        this.raw = raw;
        this.context = context;
        this.definition = definition;
        this.values = new Object[definition.fields().size()];
        this.eventField = definition.eventField().orElse(null);
        this.eventPosition = eventField == null ? -1 : definition.position(eventField);
    }

    /** What it is made of. */
    public final RawRecord raw() {
        return raw;
    }

    /** Says which place the next findings are about; the names are null where there is none. */
    public final void turnTo(
            @Nullable FieldDefinition definition, @Nullable String name, @Nullable String sourceColumn) {
        this.field = definition;
        this.fieldName = name;
        this.column = sourceColumn;
    }

    /** The canonical field, or the source's own word when there is none. */
    public final String place() {
        return fieldName == null ? "" : fieldName;
    }

    /** Index of the object of a list that is being filled; null when none is. */
    public final @Nullable String openElement(int position) {
        return openElements.get(position);
    }

    /** Goes on to another object of a list. */
    public final void openElement(int position, String index) {
        if (openElements.isEmpty()) {
            openElements = new HashMap<>();
        }
        openElements.put(position, index);
    }

    /** The value at a position of the definition; null when there is none yet. */
    public final @Nullable Object value(int position) {
        return values[position];
    }

    /** Gives the field at a position its value. */
    public final void set(int position, @Nullable Object value) {
        values[position] = value;
    }

    /** Version of the record, from 1. */
    public final void setVersion(long version) {
        this.version = version;
    }

    /** What is done with the record, by its name; CREATE until said otherwise. Reports a name there is not. */
    public final void setOperation(String name) {
        for (Operation known : Operation.values()) {
            if (known.name().equals(name)) {
                operation = known;
                return;
            }
        }
        report(ConversionProblem.UNKNOWN_CODE, null, shown(name), "CREATE, UPDATE, VOID, CORRECT");
    }

    /** Place of risk as the source gives it. */
    public final void setRiskRegion(@Nullable String riskRegion) {
        this.riskRegion = riskRegion;
    }

    /** Sector as the source gives it. */
    public final void setSector(@Nullable String sector) {
        this.sector = sector;
    }

    /** Whose business it is, in the source's words; without them it is the sender's own, if it is an insurer. */
    public final void setInsurer(@Nullable String insurer) {
        this.insurer = insurer;
    }

    /** Whether a finding so far refuses the record. */
    public final boolean isRejected() {
        return rejected;
    }

    /** How many findings there are so far. */
    public final int findingCount() {
        return findings == null ? 0 : findings.size();
    }

    /** What was found so far, in the order it was found. */
    public final List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }

    /** Whether a finding so far refuses this field. */
    final boolean hasRejectedField(String name) {
        for (Finding finding : findings()) {
            if (finding.rejects() && name.equals(finding.field())) {
                return true;
            }
        }
        return false;
    }

    /** The record, or the reasons why there is none; {@code locator} tells where a canonical field stands in the source. */
    public final Normalised finish(Function<String, Location> locator) {
        return new Normalised(raw, rejected ? null : build(locator), findings());
    }

    private CanonicalRecord build(Function<String, Location> locator) {
        Scope scope = new Scope(riskRegion, sector, insurer == null ? context.insurer() : insurer);
        CanonicalRecord.Builder record = CanonicalRecord.of(definition, scope, raw, locator)
                .version(version)
                .operation(operation);
        List<FieldDefinition> fields = definition.fields();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                record.set(fields.get(i).name(), values[i]);
            }
        }
        return record.build();
    }

    @Override
    public final LocalDate eventDay() {
        if (eventDay == null) {
            Object event = eventPosition < 0 ? null : values[eventPosition];
            if (event instanceof String text && text.length() >= 10) {
                eventDay = Times.dayOf(text);
            } else {
                return context.receivedAt().atOffset(Times.CHINA).toLocalDate();
            }
        }
        return eventDay;
    }

    @Override
    public final boolean isEventDayKnown() {
        return eventField == null || values[eventPosition] != null || !hasRejectedField(eventField);
    }

    @Override
    public final Instant receivedAt() {
        return context.receivedAt();
    }

    @Override
    public final Party party() {
        return context.party();
    }

    @Override
    public final @Nullable String statedUnit() {
        return raw.value(STATED_UNIT);
    }

    @Override
    public final void report(ProblemKind kind, @Nullable String rule, Object... arguments) {
        Location location = shownPlace(column == null ? raw.location() : locate(column));
        Finding finding = Finding.of(kind, rule, fieldName, location, arguments);
        for (Finding before : findings()) {
            // Two fields can take the same cell; its sender has one thing to mend.
            if (before.code().equals(finding.code())
                    && before.location().equals(location)
                    && before.zh().equals(finding.zh())) {
                return;
            }
        }
        rejected |= finding.rejects();
        if (findings == null) {
            findings = new ArrayList<>(2);
        }
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else if (findings.size() == MOST_FINDINGS) {
            rejected = true;
            findings.add(Finding.of(MappingProblem.MORE_FINDINGS, null, null, raw.location(), MOST_FINDINGS));
        }
    }

    /** Takes over what was found before the record was begun. */
    final void adopt(List<Finding> before) {
        if (!before.isEmpty()) {
            findings = new ArrayList<>(before);
        }
    }

    /** Where a column stands. */
    Location locate(String name) {
        return raw.locate(name);
    }

    /** Names of columns and keys are the sender's own words too. */
    private static Location shownPlace(Location location) {
        String name = location.name();
        boolean plain = name == null
                || name.length() <= 2 * LONGEST_SHOWN
                        && name.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
        return plain ? location : new Location(location.line(), location.column(), shorten(name));
    }

    @Override
    public final String shown(String text) {
        return field != null && field.sensitivity() >= PERSONAL ? "***" : shorten(withoutNumbers(text));
    }

    private static String withoutNumbers(String text) {
        String beginning = text.substring(0, Math.min(text.length(), 4 * LONGEST_SHOWN));
        return PersonalNumbers.mask(beginning);
    }

    private static boolean isWhole(String text, int i) {
        return Character.isLowSurrogate(text.charAt(i))
                ? i > 0 && Character.isHighSurrogate(text.charAt(i - 1))
                : i + 1 < text.length() && i + 1 < LONGEST_SHOWN && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** On one line, at most 60 characters, no half ones. */
    public static String shorten(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST_SHOWN));
        for (int i = 0; i < text.length() && shown.length() < LONGEST_SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) && !isWhole(text, i) ? ' ' : c);
        }
        return shown.toString();
    }
}
