package org.anze.gateway.mapping.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** A zip of files of one format, read as if they followed each other; control totals belong to each file. */
final class ArchiveFormat extends PartFormat {

    private static final Set<String> LITTER = Set.of(".ds_store", "thumbs.db", "desktop.ini");

    private final PartFormat inner;
    private final SourceSettings.Format format;
    private final int maximum;
    private final String words;
    private final Pattern pattern;
    private final boolean wholePath;

    ArchiveFormat(SourceSettings settings, SourceSettings.Archive archive, PartFormat inner) {
        this.inner = inner;
        this.format = settings.format();
        this.maximum = archive.maximum();
        this.words = archive.entries() == null ? usual(format) : archive.entries();
        this.wholePath = words.indexOf('/') >= 0;
        this.pattern = pattern(words);
    }

    private static String usual(SourceSettings.Format format) {
        return format == SourceSettings.Format.FIXED
                ? "*.txt"
                : "*." + format.name().toLowerCase(Locale.ROOT);
    }

    private static Pattern pattern(String words) {
        StringBuilder expression = new StringBuilder();
        for (char c : words.toCharArray()) {
            switch (c) {
                case '*' -> expression.append("[^/]*");
                case '?' -> expression.append("[^/]");
                default -> expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private boolean matches(String name) {
        String compared = wholePath ? name : name.substring(name.lastIndexOf('/') + 1);
        return pattern.matcher(compared).matches();
    }

    private static boolean isLitter(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith("__MACOSX/") || LITTER.contains(last);
    }

    @Override
    PartReader read(InputStream in, Origin origin, boolean survey) {
        Archive archive = Archive.of(in, "zip");
        try {
            return new Reader(archive, survey);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private final class Reader extends PartReader {
        private final Archive archive;
        private final boolean survey;
        private final Iterator<ArchiveEntry> entries;
        private final List<Finding> findings = new ArrayList<>();
        private @Nullable PartReader part;
        private @Nullable InputStream stream;
        private Origin origin = Origin.SUBMISSION;
        private boolean ended;

        Reader(Archive archive, boolean survey) {
            this.archive = archive;
            this.survey = survey;
            this.entries = chosen().iterator();
        }

        private List<ArchiveEntry> chosen() {
            List<ArchiveEntry> chosen = new ArrayList<>();
            int others = 0;
            for (ArchiveEntry entry : archive.entries()) {
                if (!entry.isSafe()) {
                    throw new SenderMustCorrect(SourceProblem.ARCHIVE_NAME, Location.WHOLE, entry.number());
                }
                if (entry.isFolder() || isLitter(entry.name())) {
                    continue;
                }
                if (matches(entry.name())) {
                    chosen.add(entry);
                } else {
                    others++;
                }
            }
            if (chosen.isEmpty()) {
                throw new SenderMustCorrect(SourceProblem.ARCHIVE_EMPTY, Location.WHOLE, words);
            }
            if (chosen.size() > maximum) {
                throw new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, maximum + " entries");
            }
            if (others > 0) {
                findings.add(Finding.of(SourceProblem.ENTRY_NOT_READ, null, null, Location.WHOLE, others));
            }
            return chosen;
        }

        @Override
        public @Nullable RawRecord next() {
            while (!ended && openPart()) {
                try {
                    RawRecord record = reading().next();
                    if (record != null) {
                        count();
                        return record;
                    }
                } catch (SenderMustCorrect e) {
                    throw origin.within(e);
                }
                closePart();
            }
            return null;
        }

        private PartReader reading() {
            if (part == null) {
                throw new IllegalStateException("no entry is open");
            }
            return part;
        }

        private boolean openPart() {
            if (part != null) {
                return true;
            }
            if (!entries.hasNext()) {
                ended = true;
                archive.close();
                return false;
            }
            ArchiveEntry entry = entries.next();
            origin = new Origin(entry.name(), records());
            try {
                InputStream unpacked = new BufferedInputStream(archive.open(entry), 1 << 14);
                stream = unpacked;
                refuseNested(unpacked, entry);
                part = inner.read(unpacked, origin, survey);
            } catch (SenderMustCorrect e) {
                throw origin.within(e);
            }
            return true;
        }

        private void refuseNested(InputStream unpacked, ArchiveEntry entry) {
            byte[] start = new byte[8];
            try {
                unpacked.mark(start.length);
                FileKind kind = FileKind.of(start, unpacked.readNBytes(start, 0, start.length));
                unpacked.reset();
                boolean packed = kind == FileKind.ZIP && format != SourceSettings.Format.XLSX;
                if (packed || kind == FileKind.RAR || kind == FileKind.SEVEN_ZIP || kind == FileKind.GZIP) {
                    throw new SenderMustCorrect(SourceProblem.ARCHIVE_NESTED, Location.WHOLE, entry.number());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads on to the end of the entry, so that its check sum has been compared. */
        private void closePart() {
            PartReader done = reading();
            for (Finding finding : done.findings()) {
                if (findings.size() < 100) {
                    findings.add(finding);
                }
            }
            done.close();
            part = null;
            try (InputStream rest = stream) {
                if (rest != null) {
                    rest.transferTo(OutputStream.nullOutputStream());
                }
            } catch (SenderMustCorrect e) {
                throw origin.within(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            stream = null;
        }

        @Override
        List<Finding> findings() {
            return findings;
        }

        @Override
        public void close() {
            ended = true;
            try (archive;
                    InputStream open = stream;
                    PartReader reading = part) {
                stream = null;
                part = null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
