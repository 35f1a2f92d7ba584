package org.anze.gateway.ledger;

import java.time.Instant;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.LookupFields;
import org.jspecify.annotations.Nullable;

/**
 * The values of a ledger entry that rules may read ({@link LookupFields#read}); a unit is opened when one of its fields is
 * asked for, and never one that no rule reads. For one thread.
 */
final class OpenedValues extends AbstractMap<String, Object> {

    private static final byte[] ABSENT = {'n', 'u', 'l', 'l'};

    private final LedgerReader.Content entry;
    private final RecordDefinition definition;
    private final Set<String> readable;
    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> opened = new HashSet<>();

    OpenedValues(LedgerReader.Content entry, RecordDefinition definition) {
        this.entry = entry;
        this.definition = definition;
        this.readable = LookupFields.read(entry.type());
    }

    @Override
    public @Nullable Object get(Object field) {
        int position = field instanceof String name && readable.contains(name) ? definition.position(name) : -1;
        if (position < 0) {
            return null;
        }
        FieldDefinition found = definition.fields().get(position);
        if (opened.add(found.unit())) {
            open(found.unit());
        }
        return values.get(found.name());
    }

    @Override
    public boolean containsKey(Object field) {
        return get(field) != null;
    }

    /** Opens whatever may be read. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        readable.forEach(this::get);
        return Map.copyOf(values).entrySet();
    }

    /** Unless they are readable there are no values. */
    Contents.State state() {
        if (entry.units().archived()) {
            return Contents.State.ARCHIVED;
        }
        return entry.units().readable() ? Contents.State.READABLE : Contents.State.DESTROYED;
    }

    Instant received() {
        return entry.received().get();
    }

    private void open(String unit) {
        if (state() != Contents.State.READABLE) {
            // Its key was destroyed, or it lies in an archive bundle: rules that ask for it find nothing to hold
            // against a record.
            return;
        }
        byte[] value = entry.units().open(definition.units().indexOf(unit)).value();
        if (Arrays.equals(value, ABSENT)) {
            return;
        }
        try {
            CanonicalJson.parseObject(value).forEach((name, content) -> {
                if (content != null && readable.contains(name)) {
                    values.put(name, content);
                }
            });
        } catch (FlawException e) {
            throw new IllegalStateException("ledger entry " + entry.index() + " is damaged", e);
        }
    }
}
