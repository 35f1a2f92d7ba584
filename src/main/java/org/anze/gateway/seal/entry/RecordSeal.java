package org.anze.gateway.seal.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeHasher;

/**
 * The commitment to one record.
 *
 * @param root the record root, 32 bytes
 * @param leaves the unit leaf hashes in tree order
 */
public record RecordSeal(byte[] root, List<byte[]> leaves) {

    /** What is sealed for a unit without a value. */
    private static final byte[] ABSENT = {'n', 'u', 'l', 'l'};

    private static final int MAX_NAME_BYTES = 0xFFFF;

    /**
     * Seals the units of a record in tree order.
     *
     * @param seed 32 secret bytes, used for this record only
     */
    public static RecordSeal of(Suite suite, byte[] seed, List<RecordUnit> units) {
        RecordSalts salts = new RecordSalts(suite, seed);
        List<byte[]> leaves = new ArrayList<>(units.size());
        for (RecordUnit unit : units) {
            byte[] name = unit.name().getBytes(StandardCharsets.UTF_8);
            byte[] value = unit.value();
            leaves.add(unitLeaf(suite, name, salts.salt(name), value == null ? ABSENT : value));
        }
        return new RecordSeal(TreeHasher.root(suite, leaves), leaves);
    }

    /**
     * H(0x00 ‖ length of the name in two bytes ‖ name ‖ salt ‖ value).
     *
     * @param value canonical JSON; {@code null} in JSON for an absent unit
     */
    public static byte[] unitLeaf(Suite suite, String name, byte[] salt, byte[] value) {
        return unitLeaf(suite, name.getBytes(StandardCharsets.UTF_8), salt, value);
    }

    private static byte[] unitLeaf(Suite suite, byte[] name, byte[] salt, byte[] value) {
        if (name.length > MAX_NAME_BYTES || salt.length != RecordSalts.SALT_LENGTH) {
            throw new IllegalArgumentException("unit name too long or salt of another length");
        }
        return suite.hasher()
                .update(TreeHasher.LEAF)
                .update(name.length >> 8)
                .update(name.length)
                .update(name)
                .update(salt)
                .update(value)
                .finish();
    }
}
