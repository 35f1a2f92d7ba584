package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.record.RawRecord;

/**
 * A raw record that can be taken apart into what repeats in it: child elements of XML, objects of a JSON array, the rows of a
 * group. The mapping language goes through them with {@code @each} and {@code list[*]}.
 */
public interface Repeated {

    /** Stands for the rows that were grouped into one record. */
    String ROWS = "@rows";

    /**
     * The occurrences of a repeated element or object in their order, each a record of its own with columns relative to it
     * and places in the whole source. Elements keep together what belongs together: a child that one of them lacks is absent
     * there, and nowhere else.
     *
     * @param path path of the element or key of the array within this record, or {@link #ROWS}
     * @return empty when there is none, or when what repeats are plain values, which {@link RawRecord#values} gives
     */
    List<RawRecord> items(String path);
}
