package org.anze.gateway.jurisdiction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One file under {@code jurisdictions/}, checked on its own: names, units, validity. */
record ProfileFile(String file, String profile, String regionPrefix, Map<Parameter, List<Setting>> settings) {

    private static final int LARGEST_FILE = 1 << 20;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The value of a parameter during a time; {@code validTo} is the last day, null means open. */
    record Setting(
            Object value, LocalDate validFrom, @Nullable LocalDate validTo, String source, String profile) {
        /** This setting on top of one of a level above. */
        Setting over(Setting above, Parameter parameter) {
            Object combined = parameter.combine(above.value, value);
            return combined == value ? this : new Setting(combined, validFrom, validTo, source, profile);
        }

        boolean covers(LocalDate day) {
            return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
        }
    }

    static ProfileFile read(Path path) {
        String file = "jurisdictions/" + path.getFileName();
        Content content;
        try {
            if (Files.size(path) > LARGEST_FILE) {
                throw refuse(JurisdictionProblem.UNREADABLE, file, null, "> 1 MiB");
            }
            content = YAML.readValue(Files.readAllBytes(path), Content.class);
        } catch (JacksonException e) {
            throw refuse(JurisdictionProblem.UNREADABLE, file, e, firstLine(e.getOriginalMessage()) + " " + place(e));
        } catch (IOException e) {
            throw refuse(JurisdictionProblem.UNREADABLE, file, e, String.valueOf(e.getMessage()));
        }
        if (content == null
                || content.profile == null
                || content.zh == null
                || content.en == null
                || content.parameters == null) {
            throw refuse(JurisdictionProblem.UNREADABLE, file, null, "profile, zh, en, parameters");
        }
        Map<Parameter, List<Setting>> settings = new EnumMap<>(Parameter.class);
        content.parameters.forEach((name, versions) -> {
            Parameter parameter = Parameter.byName(name)
                    .orElseThrow(() -> refuse(JurisdictionProblem.UNKNOWN_PARAMETER, file, null, name));
            settings.put(parameter, settings(file, content.profile, parameter, versions));
        });
        String prefix = content.regionPrefix == null ? "" : content.regionPrefix;
        if (!prefix.matches("|\\d{2}|\\d{4}|\\d{6}")) {
            throw refuse(JurisdictionProblem.REGION_TWICE, file, null, prefix);
        }
        return new ProfileFile(file, content.profile, prefix, settings);
    }

    private static List<Setting> settings(
            String file, String profile, Parameter parameter, @Nullable List<Version> versions) {
        String name = parameter.parameterName();
        if (versions == null || versions.isEmpty()) {
            throw refuse(JurisdictionProblem.BAD_VALUE, file, null, name, "no value");
        }
        List<Setting> list = new ArrayList<>();
        for (Version version : versions) {
            if (version == null
                    || version.value == null
                    || version.validFrom == null
                    || version.source == null
                    || version.source.isBlank()) {
                throw refuse(JurisdictionProblem.BAD_VALUE, file, null, name, "value, validFrom, source");
            }
            if (version.validTo != null && version.validTo.isBefore(version.validFrom)) {
                throw refuse(JurisdictionProblem.BAD_VALUE, file, null, name, "validTo < validFrom");
            }
            try {
                list.add(new Setting(
                        parameter.read(version.value), version.validFrom, version.validTo, version.source, profile));
            } catch (IllegalArgumentException e) {
                throw refuse(JurisdictionProblem.BAD_VALUE, file, e, name, String.valueOf(e.getMessage()));
            }
        }
        list.sort(Comparator.comparing(Setting::validFrom));
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i - 1).covers(list.get(i).validFrom())) {
                throw refuse(
                        JurisdictionProblem.OVERLAP,
                        file,
                        null,
                        name,
                        list.get(i).validFrom());
            }
        }
        return List.copyOf(list);
    }

    /** The setting of a parameter on a day; null when the file is silent then. */
    @Nullable
    Setting on(Parameter parameter, LocalDate day) {
        for (Setting setting : settings.getOrDefault(parameter, List.of())) {
            if (setting.covers(day)) {
                return setting;
            }
        }
        return null;
    }

    static SenderMustCorrect refuse(
            JurisdictionProblem problem, String file, @Nullable Throwable cause, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = file;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new SenderMustCorrect(Finding.of(problem, null, null, new Location(0, 0, file), all), cause);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : "(line " + e.getLocation().getLineNr() + ")";
    }

    /** The file as it is written. */
    record Content(
            @Nullable String profile,
            @Nullable String zh,
            @Nullable String en,
            @Nullable String regionPrefix,
            @Nullable Map<String, @Nullable List<Version>> parameters) {}

    /** One value of a parameter as it is written. */
    record Version(
            @Nullable JsonNode value,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String source) {}
}
