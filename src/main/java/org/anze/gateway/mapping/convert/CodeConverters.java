package org.anze.gateway.mapping.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.codes.Code;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.Insurer;
import org.anze.gateway.record.codes.Insurers;
import org.anze.gateway.record.codes.Regions;
import org.jspecify.annotations.Nullable;

/** Values that a table knows: codes, regions, and lists of texts. */
final class CodeConverters {

    /** Below this a crosswalk between editions is a guess, and a guess is refused. */
    private static final long ENOUGH_CONFIDENCE = 500_000;

    private static final Set<FieldType> TEXT_LIKE = Set.of(FieldType.TEXT, FieldType.CODE);

    private CodeConverters() {}

    /**
     * A code on the day of the event; the value is a {@link Code}, so that its legacy code is not lost. With several tables
     * the code of one is looked up in the next, so that a party's own codes lead into a common table.
     */
    record Coded(List<CodeTable> tables) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            String step = Texts.trim(text);
            Code code = null;
            for (CodeTable table : tables) {
                code = lookup(table, step, cell);
                if (code == null) {
                    return null;
                }
                step = code.code();
            }
            return code;
        }

        private static @Nullable Code lookup(CodeTable table, String text, Cell cell) {
            if (table.isDated() && !cell.isEventDayKnown()) {
                return null; // The day was refused already; its edition cannot be told.
            }
            Optional<Code> found = table.lookup(text, cell.eventDay());
            if (found.isEmpty()) {
                if (table.knows(text)) {
                    cell.report(
                            ConversionProblem.CODE_NOT_IN_FORCE,
                            null,
                            cell.shown(text),
                            table.name(),
                            Times.date(cell.eventDay()));
                } else {
                    cell.report(ConversionProblem.UNKNOWN_CODE, null, cell.shown(text), table.name());
                }
                return null;
            }
            Code code = found.get();
            if (code.candidates().size() > 1) {
                String candidates = String.join("、", code.candidates());
                boolean chosen = !code.code().equals(code.legacyCode());
                if (chosen && code.confidence() != null && code.confidence() < ENOUGH_CONFIDENCE) {
                    cell.report(
                            ConversionProblem.CODE_NEEDS_CHOICE,
                            null,
                            cell.shown(text),
                            Times.date(cell.eventDay()),
                            candidates);
                    return null;
                }
                cell.report(
                        ConversionProblem.LEGACY_CODE, null, cell.shown(text), table.name(), code.code(), candidates);
            }
            return code;
        }

        @Override
        public boolean isAbsent(String text) {
            // 无 is a code in some tables and a word for nothing in the others.
            return Texts.isNone(text) && tables.get(0).nameOf(text).isEmpty();
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.TEXT, FieldType.CODE, FieldType.TEXTS);
        }
    }

    /** A region from a 6-, 9- or 12-digit code or a name; {@code part} says where in the text it stands. */
    record Region(Regions regions, @Nullable Part part) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            String compact = Texts.compact(text);
            String piece = part == null ? compact : part.take(compact);
            if (piece == null) {
                return null;
            }
            String code = piece;
            if (piece.isEmpty() || piece.charAt(0) > '9') {
                code = regions.byName(piece).orElse(piece);
            } else if (piece.length() == 12 || piece.length() == 9) {
                code = piece.substring(0, 6);
            }
            String region = regionOrParent(regions, code, cell);
            if (region == null) {
                cell.report(ConversionProblem.UNKNOWN_REGION, "V-S03", cell.shown(piece));
            }
            return region;
        }

        @Override
        public Set<FieldType> fills() {
            return TEXT_LIKE;
        }
    }

    /** The place of registration in a credit code, taken as place of risk for want of better. */
    record RegionOfCreditCode(Regions regions) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            String compact = Texts.compact(text);
            String code = compact.length() == 18 ? compact.substring(2, 8) : compact;
            String region = regionOrParent(regions, code, cell);
            if (region == null) {
                cell.report(ConversionProblem.REGISTRATION_REGION_UNKNOWN, "V-S03", cell.shown(code));
            } else {
                cell.report(ConversionProblem.REGION_FROM_REGISTRATION, null, region);
            }
            return region;
        }

        @Override
        public Set<FieldType> fills() {
            return TEXT_LIKE;
        }
    }

    private static @Nullable String regionOrParent(Regions regions, String code, Cell cell) {
        if (regions.isKnown(code)) {
            return code;
        }
        Optional<String> parent = regions.parentOfZone(code);
        parent.ifPresent(city -> cell.report(ConversionProblem.STATISTICAL_ZONE, "V-S03", code, city));
        return parent.orElse(null);
    }

    /** An insurer by the code of any scheme, name or alias, on the day of the event; the value is its credit code. */
    record InsurerCode(Insurers insurers) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            Optional<Insurer> insurer = insurers.find(Texts.trim(text), cell.eventDay());
            if (insurer.isEmpty()) {
                cell.report(ConversionProblem.UNKNOWN_CODE, null, cell.shown(text), "INS");
            }
            return insurer.map(Insurer::key).orElse(null);
        }

        @Override
        public Set<FieldType> fills() {
            return TEXT_LIKE;
        }
    }

    /** A piece of a text. */
    record Piece(Part part) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            return part.take(Texts.trim(text));
        }

        @Override
        public Set<FieldType> fills() {
            return TEXT_LIKE;
        }
    }

    /**
     * Numbered lines in one cell ({@code 1. … 2、…}), or lines, or parts between semicolons, as a list. Inside a line only a
     * number that follows the one before it begins another item: in {@code 灭火器 12、应急灯 8} the 12 is a quantity.
     */
    record NumberedList() implements Converter {
        private static final Pattern LINES = Pattern.compile("[\\r\\n；;]+");
        private static final Pattern NUMBER = Pattern.compile("(?:^|(?<=\\s))(\\d{1,2})[.、．)）](?!\\d)");

        @Override
        public @Nullable Object convert(String text, Cell cell) {
            List<String> items = new ArrayList<>();
            for (String item : items(text)) {
                String trimmed = Texts.trim(item);
                if (!Texts.isNone(trimmed)) {
                    Object checked = TextConverter.TEXT.convert(trimmed, cell);
                    if (checked == null) {
                        return null;
                    }
                    items.add((String) checked);
                }
            }
            return items.isEmpty() ? null : List.copyOf(items);
        }

        private static List<String> items(String text) {
            List<String> items = new ArrayList<>();
            for (String line : LINES.split(text)) {
                String rest = Texts.trim(line);
                Matcher number = NUMBER.matcher(rest);
                int start = 0;
                int next = -1;
                while (number.find()) {
                    int found = Integer.parseInt(number.group(1));
                    if (number.start() == 0 || found == next) {
                        items.add(rest.substring(start, number.start()));
                        start = number.end();
                        next = found + 1;
                    }
                }
                items.add(rest.substring(start));
            }
            return items;
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.TEXTS);
        }
    }

    /** The sender itself. */
    enum Sender implements Converter {
        ID,
        CREDIT_CODE,
        NAME;

        @Override
        public Object convert(String text, Cell cell) {
            return switch (this) {
                case ID -> cell.party().id();
                case CREDIT_CODE -> cell.party().uscc();
                case NAME -> cell.party().name().zh();
            };
        }

        @Override
        public Set<FieldType> fills() {
            return TEXT_LIKE;
        }

        @Override
        public boolean needsNoSource() {
            return true;
        }
    }
}
