package org.anze.gateway.jurisdiction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.anze.gateway.jurisdiction.ProfileFile.Setting;
import org.jspecify.annotations.Nullable;

/** All jurisdiction files as they stood at one moment, combined. Immutable; safe for several threads. */
public final class Profiles {

    private static final String NATIONAL = "national.yaml";
    private static final Set<Parameter> GUARANTEES =
            Set.of(Parameter.FEE_CAP, Parameter.PER_PERSON_FLOOR, Parameter.COMMISSION_CAP, Parameter.SAME_STANDARD);

    /** Longest prefix first; the last one is national and matches everything. */
    private final List<Chain> chains;

    private Profiles(List<Chain> chains) {
        this.chains = chains;
    }

    /**
     * Reads every {@code *.yaml} of a folder.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when any of them is broken or loosens a guarantee; it names the
     *     file and the parameter
     * @throws IOException when the folder cannot be listed
     */
    public static Profiles load(Path folder) throws IOException {
        List<ProfileFile> files;
        try (Stream<Path> paths = Files.list(folder)) {
            files = paths.filter(path -> path.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .map(ProfileFile::read)
                    .sorted(Comparator.comparingInt(
                            (ProfileFile file) -> file.regionPrefix().length()))
                    .toList();
        }
        checkRegions(files);
        checkGuarantees(files.get(0));
        List<Chain> chains = new ArrayList<>();
        for (ProfileFile file : files) {
            List<ProfileFile> levels = files.stream()
                    .filter(other -> file.regionPrefix().startsWith(other.regionPrefix()))
                    .toList();
            chains.add(0, Chain.of(file, levels));
        }
        return new Profiles(List.copyOf(chains));
    }

    /**
     * The parameters in force at a place on a day.
     *
     * @param region place of risk, six digits; null, unknown or foreign to every file means national
     * @param day day of the event in China
     */
    public Parameters at(@Nullable String region, LocalDate day) {
        for (Chain chain : chains) {
            if (chain.prefix.isEmpty() || (region != null && region.startsWith(chain.prefix))) {
                return chain.on(day);
            }
        }
        throw new IllegalStateException("no national profile");
    }

    private static void checkRegions(List<ProfileFile> files) {
        if (files.isEmpty() || !files.get(0).file().endsWith("/" + NATIONAL)) {
            throw ProfileFile.refuse(JurisdictionProblem.NATIONAL_MISSING, NATIONAL, null);
        }
        Set<String> prefixes = new HashSet<>();
        for (ProfileFile file : files) {
            if (file.regionPrefix().isEmpty() != file.file().endsWith("/" + NATIONAL)
                    || !prefixes.add(file.regionPrefix())) {
                throw ProfileFile.refuse(JurisdictionProblem.REGION_TWICE, file.file(), null, file.regionPrefix());
            }
        }
    }

    private static void checkGuarantees(ProfileFile national) {
        for (Parameter guarantee : new TreeSet<>(GUARANTEES)) {
            if (!national.settings().containsKey(guarantee)) {
                throw ProfileFile.refuse(JurisdictionProblem.NATIONAL_MISSING, guarantee.parameterName(), null);
            }
        }
    }

    /** The combined levels of one region, cut into the times during which nothing changes. */
    private record Chain(String prefix, LocalDate[] starts, Parameters[] parameters) {

        static Chain of(ProfileFile file, List<ProfileFile> levels) {
            TreeSet<LocalDate> starts = new TreeSet<>();
            starts.add(LocalDate.MIN);
            for (ProfileFile level : levels) {
                level.settings()
                        .values()
                        .forEach(settings -> settings.forEach(setting -> {
                            starts.add(setting.validFrom());
                            if (setting.validTo() != null) {
                                starts.add(setting.validTo().plusDays(1));
                            }
                        }));
            }
            Parameters[] parameters =
                    starts.stream().map(day -> combine(file, levels, day)).toArray(Parameters[]::new);
            return new Chain(file.regionPrefix(), starts.toArray(LocalDate[]::new), parameters);
        }

        private static Parameters combine(ProfileFile file, List<ProfileFile> levels, LocalDate day) {
            @Nullable Setting[] effective = new Setting[Parameter.values().length];
            for (ProfileFile level : levels) {
                for (Parameter parameter : Parameter.values()) {
                    Setting own = level.on(parameter, day);
                    Setting above = effective[parameter.ordinal()];
                    if (own == null) {
                        continue;
                    }
                    if (above != null && parameter.isLoosened(above.value(), own.value())) {
                        throw ProfileFile.refuse(
                                JurisdictionProblem.LOOSENED, level.file(), null, parameter.parameterName(), day);
                    }
                    effective[parameter.ordinal()] = above == null ? own : own.over(above, parameter);
                }
            }
            return new Parameters(file.profile(), effective);
        }

        Parameters on(LocalDate day) {
            int last = starts.length - 1;
            while (day.isBefore(starts[last])) {
                last--;
            }
            return parameters[last];
        }
    }
}
