package org.anze.gateway.ledger;

import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.UnitCatalogue;

/** Compares closed units with the hashes they were sealed under. Safe for several threads. */
public final class SealedContent {

    private final Suite suite;
    private final UnitCatalogue catalogue = UnitCatalogue.builtIn();

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
