package org.anze.gateway.intake.returned;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import org.anze.gateway.mapping.Inspection;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads submissions under their mapping; one that is a mended file is recognised and read as what it was made of. Safe for
 * many threads.
 */
public final class SubmissionReading {

    private final OwnLayouts layouts;
    private final ReturnTokens tokens;

    /** With the layouts of the mappings and the key of the tokens. */
    public SubmissionReading(OwnLayouts layouts, ReturnTokens tokens) {
        this.layouts = layouts;
        this.tokens = tokens;
    }

    /**
     * Starts reading.
     *
     * @param party the sender; only its own returned records are taken
     * @throws org.anze.gateway.problem.SenderMustCorrect when the whole cannot be read
     */
    public RecordSource open(String party, Mapping mapping, Content content) throws IOException {
        InputStream in = content.open();
        boolean opened = false;
        try {
            byte[] head = in.readNBytes(Recognition.WINDOW);
            Recognition recognition =
                    Recognition.of(head, () -> layouts.of(mapping).delimiter(), content);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            RecordSource records = recognition == null
                    ? new Ordinary(mapping.open(whole), in)
                    : mended(recognition, party, layouts.of(mapping), content, whole);
            opened = true;
            return records;
        } finally {
            if (!opened) {
                in.close();
            }
        }
    }

    /**
     * Reads a submission once without keeping anything of it, so that damage and wrong control totals are known before the
     * first record is appended. Control totals are not asked of a mended file.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when the submission as a whole cannot be accepted
     */
    public Inspection inspect(String party, Mapping mapping, Content content) throws IOException {
        try (InputStream in = content.open()) {
            byte[] head = in.readNBytes(Recognition.WINDOW);
            Recognition recognition =
                    Recognition.of(head, () -> layouts.of(mapping).delimiter(), content);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            if (recognition == null) {
                return mapping.inspect(whole, SubmissionReading::refuseMasks);
            }
            try (RecordSource records = mended(recognition, party, layouts.of(mapping), content, whole)) {
                long count = 0;
                while (records.next() != null) {
                    count++;
                }
                return new Inspection(count, List.of());
            }
        }
    }

    /** Reads it once before: what a row without a token may take from the others is known only when all were seen. */
    private RecordSource mended(
            Recognition recognition, String party, OwnLayout layout, Content content, InputStream whole)
            throws IOException {
        MendedFile.Survey survey;
        try (InputStream in = content.open()) {
            survey = MendedFile.survey(recognition, party, layout, tokens, in);
        }
        return MendedFile.open(recognition, party, layout, tokens, survey, whole);
    }

    /** Rows copied out of a returned file must not make values of their masks. */
    private static void refuseMasks(RawRecord record) {
        if (record instanceof Leaves leaves) {
            for (int i = 0; i < leaves.size(); i++) {
                String text = leaves.text(i);
                if (Marks.isToken(leaves.path(i)) || text != null && MaskTag.isIn(text)) {
                    throw masked(record, leaves.path(i));
                }
            }
            return;
        }
        for (String column : record.columns()) {
            if (Marks.isToken(column) || record.values(column).stream().anyMatch(MaskTag::isIn)) {
                throw masked(record, column);
            }
        }
    }

    private static SenderMustCorrect masked(RawRecord record, String column) {
        return new SenderMustCorrect(
                ReturnedProblem.MASKED_ELSEWHERE,
                record.locate(column),
                record.location().line());
    }

    /** What its mapping reads itself. */
    private static final class Ordinary implements RecordSource {
        private final RawReader reader;
        private final InputStream in;

        Ordinary(RawReader reader, InputStream in) {
            this.reader = reader;
            this.in = in;
        }

        @Override
        public @Nullable RawRecord next() {
            RawRecord record = reader.next();
            if (record != null) {
                refuseMasks(record);
            }
            return record;
        }

        @Override
        public void close() {
            reader.close();
            Streams.close(in);
        }
    }
}
