package org.anze.gateway.intake.returned;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.intake.returned.ReturnTokens.Content;
import org.anze.gateway.intake.returned.ReturnTokens.Opened;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The records of a mended file. Its layout is ours, so it is read the same way whatever layout its mapping asks of files. */
final class MendedFile implements RecordSource {

    private static final int MOST_ROWS = 1000;
    private static final int LONGEST_SHOWN = 60;
    private static final JsonMapper SETTINGS = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final SourceReader reader;
    private final InputStream in;
    private final String party;
    private final OwnLayout layout;
    private final ReturnTokens tokens;
    private final Survey survey;

    private @Nullable RawRecord ahead;
    private long ordinal;

    /**
     * What the tokens of a file say together.
     *
     * @param opens whether any of them opens
     * @param constants what all that open say of every record; empty when they differ, for then it is not known which of them
     *     holds for a record whose token is gone
     */
    record Survey(boolean opens, Map<String, String> constants) {}

    private MendedFile(
            SourceReader reader, InputStream in, String party, OwnLayout layout, ReturnTokens tokens, Survey survey) {
        this.reader = reader;
        this.in = in;
        this.party = party;
        this.layout = layout;
        this.tokens = tokens;
        this.survey = survey;
        this.ahead = nextRow();
    }

    /** Reads all of it; the caller closes the stream. */
    static Survey survey(Recognition recognition, String party, OwnLayout layout, ReturnTokens tokens, InputStream in) {
        SourceFormat format = SourceFormat.of(settings(recognition, layout.as(recognition.form())), List.of());
        boolean opens = false;
        Map<String, String> common = Map.of();
        try (SourceReader reader = format.open(in)) {
            for (RawRecord row = reader.next(); row != null; row = reader.next()) {
                Opened token = tokens.open(party, token(row)).orElse(null);
                if (token != null) {
                    Map<String, String> constants = token.content().constants();
                    common = !opens || common.equals(constants) ? constants : Map.of();
                    opens = true;
                }
            }
        }
        return new Survey(opens, common);
    }

    static MendedFile open(
            Recognition recognition,
            String party,
            OwnLayout layout,
            ReturnTokens tokens,
            Survey survey,
            InputStream in) {
        OwnLayout now = layout.as(recognition.form());
        SourceFormat format = SourceFormat.of(settings(recognition, now), List.of());
        return new MendedFile(format.open(in), in, party, now, tokens, survey);
    }

    private static SourceSettings settings(Recognition recognition, OwnLayout layout) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("format", recognition.form().extension());
        if (recognition.charset() != null) {
            settings.put("encoding", recognition.charset().name());
        }
        switch (recognition.form()) {
            case CSV -> {
                if (recognition.delimiter() == layout.quote()) {
                    long line = recognition.headingLine();
                    throw new SenderMustCorrect(ReturnedProblem.MIXED, Location.ofLine(line), line);
                }
                settings.put("delimiter", String.valueOf(recognition.delimiter()));
                settings.put("quote", String.valueOf(layout.quote()));
                settings.put("headingLine", recognition.headingLine());
            }
            case XLSX -> {
                settings.put("sheet", Marks.SHEET);
                settings.put("headingLine", 1);
            }
            case XML -> settings.put("records", recognition.records());
            case JSON -> {}
        }
        return SETTINGS.convertValue(settings, SourceSettings.class);
    }

    @Override
    public @Nullable RawRecord next() {
        RawRecord first = ahead;
        if (first == null) {
            return null;
        }
        List<RawRecord> rows = new ArrayList<>(1);
        rows.add(first);
        ahead = nextRow();
        while (ahead != null && token(ahead).startsWith(Marks.ROW_OF_ABOVE) && rows.size() < MOST_ROWS) {
            rows.add(ahead);
            ahead = nextRow();
        }
        String token = token(first);
        Masked masked = Masked.NOTHING;
        Map<String, String> constants = survey.constants();
        List<Finding> flaws = new ArrayList<>(notFilledIn(rows));
        if (token.startsWith(Marks.ROW_OF_ABOVE) || token.isEmpty() && rows.size() > 1) {
            flaws.add(flaw(ReturnedProblem.ROWS_PARTED, first));
        } else if (token.isEmpty()) {
            if (!survey.opens()) {
                flaws.add(flaw(ReturnedProblem.NO_TOKEN_OPENS, first));
            }
        } else {
            Opened opened = tokens.open(party, token).orElse(null);
            Content content = opened == null ? null : opened.content();
            if (content == null) {
                flaws.add(flaw(ReturnedProblem.TOKEN_INVALID, first));
            } else if (opened.expired()) {
                flaws.add(flaw(ReturnedProblem.TOKEN_EXPIRED, first, ReturnTokens.VALID.toDays()));
            } else if (!content.mapping().equals(layout.mapping())) {
                flaws.add(flaw(ReturnedProblem.OTHER_MAPPING, first, content.mapping(), layout.mapping()));
            } else {
                masked = new Masked(content.mark(), content.kept());
                constants = content.constants();
                if (!areTogether(rows, content)) {
                    flaws.add(flaw(ReturnedProblem.ROWS_PARTED, first));
                }
            }
        }
        return first instanceof Leaves
                ? new ReturnedRecord.OfPaths(first, ordinal++, masked, constants, layout, flaws)
                : new ReturnedRecord(rows, ordinal++, masked, constants, layout, flaws);
    }

    /** Whether the rows are those of the record, all of them and in their order. */
    private static boolean areTogether(List<RawRecord> rows, Content content) {
        for (int row = 1; row < rows.size(); row++) {
            if (!token(rows.get(row)).equals(Marks.rowOfAbove(content.ordinal(), row))) {
                return false;
            }
        }
        return rows.size() == content.rows();
    }

    private @Nullable RawRecord nextRow() {
        RawRecord row = reader.next();
        while (row != null && token(row).equals(Marks.REMARK)) {
            row = reader.next();
        }
        return row;
    }

    private static List<Finding> notFilledIn(List<RawRecord> rows) {
        List<Finding> findings = new ArrayList<>();
        for (RawRecord row : rows) {
            for (String column : row.columns()) {
                if (row.values(column).contains(Marks.FILL_IN)) {
                    findings.add(Finding.of(
                            ReturnedProblem.NOT_FILLED_IN,
                            null,
                            null,
                            row.locate(column),
                            row.location().line(),
                            column.length() > LONGEST_SHOWN ? column.substring(0, LONGEST_SHOWN) : column));
                }
            }
        }
        return findings;
    }

    private static Finding flaw(ReturnedProblem kind, RawRecord record, Object... more) {
        Location place = record.locate(record.value(Marks.XML_TOKEN) == null ? Marks.TOKEN : Marks.XML_TOKEN);
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = record.location().line();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Finding.of(kind, null, null, place, arguments);
    }

    private static String token(RawRecord record) {
        String token = record.value(Marks.TOKEN);
        token = token == null ? record.value(Marks.XML_TOKEN) : token;
        return token == null ? "" : token.strip();
    }

    @Override
    public void close() {
        reader.close();
        Streams.close(in);
    }
}
