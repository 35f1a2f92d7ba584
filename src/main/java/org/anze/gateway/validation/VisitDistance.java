package org.anze.gateway.validation;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** V-V05: a visit on site takes place near the unit. Positions are {@code longitude,latitude} in degrees. */
final class VisitDistance {

    private static final Pattern POSITION =
            Pattern.compile("\\s*(-?\\d{1,3}(?:\\.\\d{1,12})?)\\s*[,，]\\s*(-?\\d{1,2}(?:\\.\\d{1,12})?)\\s*");
    private static final double EARTH_RADIUS = 6_371_000;

    private VisitDistance() {}

    static void check(Case subject) {
        String position = subject.text("gps");
        Integer allowed = subject.parameters().visitDistance();
        if (position == null || allowed == null || !subject.isTrue("onSite")) {
            return;
        }
        KnownRecord unit = subject.known(RecordType.ENTERPRISE, subject.text("uscc"));
        OptionalDouble distance = unit == null ? OptionalDouble.empty() : metres(position, unit.text("gps"));
        if (distance.isPresent() && distance.getAsDouble() > allowed) {
            subject.report(ServiceProblem.FAR_FROM_UNIT, "place", Math.round(distance.getAsDouble()), allowed);
        }
    }

    /** Metres between two positions along a great circle; empty when one of them is missing or not a position. */
    static OptionalDouble metres(String one, @Nullable String other) {
        Matcher from = POSITION.matcher(one);
        Matcher to = POSITION.matcher(other == null ? "" : other);
        if (!from.matches() || !to.matches()) {
            return OptionalDouble.empty();
        }
        double latitude = Math.toRadians(Double.parseDouble(from.group(2)));
        double otherLatitude = Math.toRadians(Double.parseDouble(to.group(2)));
        double north = Math.sin((otherLatitude - latitude) / 2);
        double east = Math.sin(Math.toRadians(Double.parseDouble(to.group(1)) - Double.parseDouble(from.group(1))) / 2);
        double half = north * north + Math.cos(latitude) * Math.cos(otherLatitude) * east * east;
        return OptionalDouble.of(2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(half))));
    }
}
