package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the size classes (统计上大中小微型企业划分办法, 2017): a class is reached when all its limits are; below the
 * lowest one an enterprise is micro.
 */
public final class ScaleLimits {

    private static final String MICRO = "X";

    /** Largest class first, by prefix of the industry code. */
    private final Map<String, List<Limit>> byPrefix;

    private ScaleLimits(Map<String, List<Limit>> byPrefix) {
        this.byPrefix = byPrefix;
    }

    static ScaleLimits read(Path file, CodeTable scales) throws IOException {
        Map<String, List<Limit>> byPrefix = new HashMap<>();
        for (TableFile.Row row :
                new TableFile(file).rows("kind", "industries", "scale", "employees", "revenue", "assets")) {
            String scale = row.need("scale");
            if (scales.nameOf(scale).isEmpty()) {
                throw row.wrong("no size " + scale + " in table SCALE");
            }
            Limit limit = new Limit(scale, row.number("employees"), row.fen("revenue"), row.fen("assets"));
            if (limit.employees == null && limit.revenue == null && limit.assets == null) {
                throw row.wrong("a size needs at least one limit");
            }
            for (String prefix : row.words("industries")) {
                List<Limit> limits = byPrefix.computeIfAbsent(prefix, key -> new ArrayList<>());
                if (limits.stream().anyMatch(other -> other.scale.equals(scale))) {
                    throw row.wrong("size " + scale + " twice for industry " + prefix);
                }
                limits.add(limit);
            }
        }
        return new ScaleLimits(byPrefix);
    }

    /**
     * The code of table SCALE. Empty for industries without limits, and when the class depends on a figure that is missing.
     *
     * @param industry digits of GB/T 4754-2017, at least two
     * @param revenue fen a year
     * @param assets fen
     */
    public Optional<String> scaleOf(
            String industry, @Nullable Long employees, @Nullable Long revenue, @Nullable Long assets) {
        for (int length = Math.min(4, industry.length()); length >= 2; length--) {
            List<Limit> limits = byPrefix.get(industry.substring(0, length));
            if (limits != null) {
                return scale(limits, employees, revenue, assets);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> scale(
            List<Limit> limits, @Nullable Long employees, @Nullable Long revenue, @Nullable Long assets) {
        for (Limit limit : limits) {
            if (falls(limit.employees, employees) || falls(limit.revenue, revenue) || falls(limit.assets, assets)) {
                continue;
            }
            boolean complete = (limit.employees == null || employees != null)
                    && (limit.revenue == null || revenue != null)
                    && (limit.assets == null || assets != null);
            return complete ? Optional.of(limit.scale) : Optional.empty();
        }
        return Optional.of(MICRO);
    }

    /** Whether a known figure is below the limit. */
    private static boolean falls(@Nullable Long limit, @Nullable Long figure) {
        return limit != null && figure != null && figure < limit;
    }

    /** Amounts in fen; null where the class has no such limit. */
    private record Limit(
            String scale,
            @Nullable Long employees,
            @Nullable Long revenue,
            @Nullable Long assets) {}
}
