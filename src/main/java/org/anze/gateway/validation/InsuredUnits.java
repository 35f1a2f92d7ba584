package org.anze.gateway.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Which units a policy insures: the insured itself, and with a master policy (整体投保) every unit that it lists. */
public final class InsuredUnits {

    private static final String INSURED = "insured";
    private static final String UNITS = "insuredUnits";
    private static final String CODE = "uscc";
    /** The search term of a unit that is listed. */
    static final String LISTED = UNITS + "." + CODE;

    private InsuredUnits() {}

    /** Whether a policy insures the unit with this credit code. */
    static boolean isInsured(KnownRecord policy, @Nullable String unit) {
        if (unit == null) {
            return false;
        }
        if (unit.equals(policy.text(INSURED))) {
            return true;
        }
        for (Map<String, Object> listed : policy.objects(UNITS)) {
            if (unit.equals(listed.get(CODE))) {
                return true;
            }
        }
        return false;
    }

    /** The credit codes of the units that a policy insures, the insured first, each once. */
    public static Set<String> of(KnownRecord policy) {
        Set<String> units = new LinkedHashSet<>();
        String insured = policy.text(INSURED);
        if (insured != null) {
            units.add(insured);
        }
        for (Map<String, Object> listed : policy.objects(UNITS)) {
            if (listed.get(CODE) instanceof String unit) {
                units.add(unit);
            }
        }
        return units;
    }

    /** What finds all policies that insure a unit. */
    public static Set<Lookup> lookups(String unit) {
        return Set.of(new Lookup(RecordType.POLICY, INSURED, unit), new Lookup(RecordType.POLICY, LISTED, unit));
    }

    /** The policies that insure a unit, when {@link #lookups} were looked up; one that names it twice may come twice. */
    public static List<KnownRecord> policies(References references, String unit) {
        if (references.isEmpty()) {
            return List.of();
        }
        List<KnownRecord> own = references.related(new Lookup(RecordType.POLICY, INSURED, unit));
        List<KnownRecord> listed = references.related(new Lookup(RecordType.POLICY, LISTED, unit));
        if (listed.isEmpty()) {
            return own;
        }
        List<KnownRecord> policies = new ArrayList<>(own);
        policies.addAll(listed);
        return policies;
    }
}
