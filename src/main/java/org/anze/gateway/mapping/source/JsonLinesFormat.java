package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** NDJSON: one object a line. A broken line is a damaged record, and the lines around it are read as ever. */
final class JsonLinesFormat extends PartFormat {

    private final SourceSettings settings;
    private final JsonFactory factory;

    JsonLinesFormat(SourceSettings settings) {
        this.settings = settings;
        this.factory = JsonFormat.factory(settings.bounds());
    }

    @Override
    PartReader read(InputStream in, Origin origin, boolean survey) {
        return new Reader(in, origin);
    }

    private final class Reader extends PartReader {
        private final Origin origin;
        private final TextLines lines;
        private @Nullable JsonRecords records;
        private boolean ended;

        Reader(InputStream in, Origin origin) {
            this.origin = origin;
            try {
                lines = new TextLines(
                        DecodingReader.of(in, settings.agreedCharset()),
                        settings.bounds().recordCharacters());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable RawRecord next() {
            while (!ended && lines.advance()) {
                if (!lines.isBlank()) {
                    return lines.isTooLong() ? damaged(SourceProblem.LINE_TOO_LONG, 0, lines.limit()) : readLine();
                }
            }
            ended = true;
            return null;
        }

        private RawRecord readLine() {
            try (JsonParser json =
                    factory.createParser(ObjectReadContext.empty(), lines.characters(), 0, lines.length())) {
                if (records == null) {
                    records = new JsonRecords(settings.bounds(), origin, json);
                }
                records.turnTo(json, lines.line() - 1);
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return notOneObject(json);
                }
                RawRecord record = records.read("", Map.of(), records());
                if (json.nextToken() != null) {
                    return notOneObject(json);
                }
                count();
                return record;
            } catch (JacksonException e) {
                TokenStreamLocation at = e.getLocation();
                int column = at == null ? 0 : Math.max(at.getColumnNr(), 0);
                return damaged(JsonFormat.kind(e), column, "JSON");
            } catch (SenderMustCorrect e) {
                return damaged(e.finding());
            }
        }

        private RawRecord notOneObject(JsonParser json) {
            int column = Math.max(json.currentTokenLocation().getColumnNr(), 0);
            return damaged(SourceProblem.JSON_NO_OBJECT, column, "");
        }

        private RawRecord damaged(SourceProblem kind, int column, Object detail) {
            Location place = origin.at(lines.line(), column, null);
            Finding finding = kind == SourceProblem.LINE_TOO_LONG
                    ? Finding.of(kind, null, null, place, lines.line(), detail)
                    : Finding.of(kind, null, null, place, lines.line(), column, detail);
            return damaged(finding);
        }

        private RawRecord damaged(Finding finding) {
            return new DamagedRecord(origin.ordinal() + count(), finding);
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
