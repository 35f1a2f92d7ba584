package org.anze.gateway.ledger;

import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.jspecify.annotations.Nullable;

/** Compares closed units with the hashes they were sealed under, and columns with what the units say. Safe for several threads. */
public final class SealedContent {

    private final Suite suite;
    private final UnitCatalogue catalogue = UnitCatalogue.builtIn();
    private final RecordDefinitions definitions = RecordDefinitions.load();

    /** @param suite of the ledger */
    public SealedContent(Suite suite) {
        this.suite = suite;
    }

    /**
     * Whether every unit opens to what was sealed. Units whose key was destroyed hold: nobody will ever read them. Units that
     * were taken out do not: they are not here to be compared.
     */
    public boolean holds(SealedRecord record) {
        SealedRecord.Units units = record.units();
        try {
            return !units.archived() && (!units.readable() || opens(record));
        } catch (IllegalStateException
                | IllegalArgumentException
                | BufferUnderflowException
                | IndexOutOfBoundsException damaged) {
            // Of no key, for another position, or lengths that lead out of it.
            return false;
        }
    }

    /**
     * Whether the columns by which it is decided who is given a record, and as what, say the same as its units: business key, version
     * and operation, and the scope. They are not in the sealed header. Only for one that {@link #holds}; of one whose key was
     * destroyed nobody can tell, so it fits.
     */
    public boolean fitsColumns(SealedRecord record) {
        if (!record.units().readable()) {
            return true;
        }
        RecordDefinition definition = definitions.of(record.type(), record.schemaVersion());
        Map<String, @Nullable Object> key = unit(record, definition, RecordDefinition.KEY_UNIT);
        Map<String, @Nullable Object> scope = unit(record, definition, RecordDefinition.SCOPE_UNIT);
        String businessKey =
                definition.businessKey(field -> key.containsKey(field) ? key.get(field) : scope.get(field));
        return businessKey.equals(record.businessKey())
                && record.operation().name().equals(key.get("op"))
                && Long.valueOf(record.version()).equals(key.get("version"))
                && Objects.equals(record.scope().riskRegion(), scope.get("riskRegion"))
                && Objects.equals(record.scope().sector(), scope.get("sector"))
                && Objects.equals(record.scope().insurer(), scope.get("insurer"));
    }

    private static Map<String, @Nullable Object> unit(SealedRecord record, RecordDefinition definition, String unit) {
        byte[] value = record.units().open(definition.units().indexOf(unit)).value();
        try {
            return CanonicalJson.parseObject(value);
        } catch (FlawException e) {
            throw new IllegalStateException("what was sealed as entry " + record.index() + " is no JSON", e);
        }
    }

    private boolean opens(SealedRecord record) {
        List<String> names = catalogue
                .units(record.type().code(), record.schemaVersion())
                .orElseThrow(() -> new IllegalStateException("no units of " + record.type()));
        for (int i = 0; i < names.size(); i++) {
            SealedRecord.OpenUnit open = record.units().open(i);
            // The tag alone would let two records change places: it is for the unit's position, not for the entry.
            byte[] leaf = RecordSeal.unitLeaf(suite, names.get(i), open.salt(), open.value());
            if (!Arrays.equals(leaf, record.units().hash(i))) {
                return false;
            }
        }
        return true;
    }
}
