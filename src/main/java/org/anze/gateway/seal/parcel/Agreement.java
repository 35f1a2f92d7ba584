package org.anze.gateway.seal.parcel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;

/**
 * The agreement under which something was given.
 *
 * @param version from 1
 */
public record Agreement(String id, long version) {

    /** Takes the parsed member {@code manifest.agreements}: none twice. */
    public static List<Agreement> listOf(List<?> list) throws FlawException {
        Set<Agreement> agreements = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonFields fields = JsonFields.of(list.get(i), "manifest.agreements[" + i + "]", "id", "version");
            if (!agreements.add(new Agreement(fields.text("id"), fields.integer("version", 1)))) {
                throw new FlawException(Flaw.MALFORMED, "manifest.agreements");
            }
        }
        return List.copyOf(agreements);
    }
}
