package org.anze.gateway.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.convert.Cell;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** One record while it is being translated. For one thread, thrown away afterwards. */
final class Work implements Cell {

    private static final int LONGEST_SHOWN = 60;
    private static final int PERSONAL = 4;

    private final RawRecord raw;
    private final MappingContext context;
    private final @Nullable Object[] values;
    private final @Nullable String eventField;
    private final int eventPosition;
    private final @Nullable Map<String, Object>[] objects;
    private final int[] copies;
    private final List<Finding> findings = new ArrayList<>(2);
    private @Nullable FieldDefinition field;
    private @Nullable String fieldName;
    private @Nullable String column;
    private boolean rejected;
    private @Nullable LocalDate eventDay;
    private Map<Integer, String> openElements = Map.of();

    long version = 1;
    Operation operation = Operation.CREATE;

    @Nullable
    String riskRegion;

    @Nullable
    String sector;

    /** With room for so many objects in lists. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    Work(RawRecord raw, MappingContext context, RecordDefinition definition, int groups) {
        this.raw = raw;
        this.context = context;
        this.values = new Object[definition.fields().size()];
        this.eventField = definition.eventField().orElse(null);
        this.eventPosition = eventField == null ? -1 : definition.position(eventField);
        this.objects = groups == 0 ? new Map[0] : new Map[groups];
        this.copies = groups == 0 ? new int[0] : new int[groups];
    }

    RawRecord raw() {
        return raw;
    }

    /** Says which place the next findings are about. */
    void turnTo(@Nullable FieldDefinition definition, @Nullable String name, @Nullable String sourceColumn) {
        this.field = definition;
        this.fieldName = name;
        this.column = sourceColumn;
    }

    /** The canonical field, or the source's own word when there is none. */
    String place() {
        return fieldName == null ? "" : fieldName;
    }

    /** Index of the object of a list that is being filled; null when none is. */
    @Nullable
    String openElement(int position) {
        return openElements.get(position);
    }

    void openElement(int position, String index) {
        if (openElements.isEmpty()) {
            openElements = new HashMap<>();
        }
        openElements.put(position, index);
    }

    @Nullable
    Object value(int position) {
        return values[position];
    }

    void set(int position, @Nullable Object value) {
        values[position] = value;
    }

    /** Puts a property into the n-th object; the first one brings the object into being. */
    void put(int group, Map<String, String> selector, String property, Object value) {
        Map<String, Object> object = objects[group];
        if (object == null) {
            object = new HashMap<>(selector);
            objects[group] = object;
        }
        object.put(property, value);
    }

    @Nullable
    Map<String, Object> object(int group) {
        return objects[group];
    }

    void copies(int group, int number) {
        copies[group] = number;
    }

    int copies(int group) {
        return copies[group];
    }

    boolean isRejected() {
        return rejected;
    }

    List<Finding> findings() {
        return findings;
    }

    boolean hasRejectedField(String name) {
        for (Finding finding : findings) {
            if (finding.rejects() && name.equals(finding.field())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public LocalDate eventDay() {
        if (eventDay == null) {
            Object event = eventPosition < 0 ? null : values[eventPosition];
            if (event instanceof String text && text.length() >= 10) {
                eventDay = LocalDate.parse(text.substring(0, 10));
            } else {
                return context.receivedAt().atOffset(Times.CHINA).toLocalDate();
            }
        }
        return eventDay;
    }

    @Override
    public boolean isEventDayKnown() {
        return eventField == null || values[eventPosition] != null || !hasRejectedField(eventField);
    }

    @Override
    public Instant receivedAt() {
        return context.receivedAt();
    }

    @Override
    public Party party() {
        return context.party();
    }

    @Override
    public void report(ProblemKind kind, @Nullable String rule, Object... arguments) {
        Location location = shownPlace(column == null ? raw.location() : raw.locate(column));
        Finding finding = Finding.of(kind, rule, fieldName, location, arguments);
        for (Finding before : findings) {
            // Two fields can take the same cell; its sender has one thing to mend.
            if (before.code().equals(finding.code())
                    && before.location().equals(location)
                    && before.zh().equals(finding.zh())) {
                return;
            }
        }
        rejected |= finding.rejects();
        findings.add(finding);
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
    public String shown(String text) {
        return field != null && field.sensitivity() >= PERSONAL ? "***" : shorten(text);
    }

    private static boolean isWhole(String text, int i) {
        return Character.isLowSurrogate(text.charAt(i))
                ? i > 0 && Character.isHighSurrogate(text.charAt(i - 1))
                : i + 1 < text.length() && i + 1 < LONGEST_SHOWN && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** On one line, at most 60 characters, no half ones. */
    static String shorten(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST_SHOWN));
        for (int i = 0; i < text.length() && shown.length() < LONGEST_SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) && !isWhole(text, i) ? ' ' : c);
        }
        return shown.toString();
    }
}
