package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.Reader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Stops names of absurd length on their way to the parser, which has limits for everything else. For one thread. */
final class XmlGuard extends Reader {

    private static final int LONGEST_NAME = 4096;

    private final Reader in;
    private final Place place;
    private char last;
    private boolean tag;
    private char quote;
    private int name;
    private @Nullable SenderMustCorrect refusal;
    private int line = 1;
    private long passed;
    private long lineStart;

    /** Where a line and column of this text are in the file. */
    interface Place {
        Location at(int line, int column);
    }

    XmlGuard(Reader in, Place place) {
        this.in = in;
        this.place = place;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        int count = fill(target, offset, length);
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            char c = target[i];
            if (tag) {
                lookInTag(c, i == offset ? last : target[i - 1]);
                if (name > LONGEST_NAME) {
                    return refuse(i - offset);
                }
            } else if (c == '<') {
                tag = true;
                quote = 0;
                name = 0;
            }
            if (c == '\n') {
                line++;
                lineStart = passed + (i - offset) + 1;
            }
        }
        if (count > 0) {
            last = target[end - 1];
            passed += count;
        }
        return count;
    }

    /**
     * As many characters as were asked for: the parser judges a {@code ]]>} in a text by whether it has all of it at hand, and
     * its answer must not depend on how the bytes come in.
     */
    private int fill(char[] target, int offset, int length) throws IOException {
        int filled = 0;
        try {
            while (filled < length) {
                int count = in.read(target, offset + filled, length - filled);
                if (count < 0) {
                    return filled == 0 ? -1 : filled;
                }
                filled += count;
            }
        } catch (SenderMustCorrect e) {
            if (filled == 0) {
                throw e;
            }
            refusal = e;
        }
        return filled;
    }

    private void lookInTag(char c, char before) {
        if (before == '<' && (c == '!' || c == '?')) {
            // Comments, CDATA and instructions hold text, and nothing of it is kept.
            tag = false;
        } else if (quote != 0) {
            quote = c == quote ? 0 : quote;
            name = 0;
        } else if (c == '>') {
            tag = false;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c <= ' ' || c == '=' || c == '/' || c == '<') {
            name = 0;
        } else {
            name++;
        }
    }

    /** What comes before the name is handed on, so that the parser can say what is wrong there. */
    private int refuse(int good) {
        Location at = place.at(line, (int) Math.min(Integer.MAX_VALUE, passed + good - lineStart + 1));
        // Comes before whatever the reader below may have refused meanwhile.
        SenderMustCorrect first = new SenderMustCorrect(
                SourceProblem.TOO_DEEP_OR_LARGE, at, at.line(), at.column(), LONGEST_NAME + " characters");
        refusal = first;
        if (good == 0) {
            throw first;
        }
        return good;
    }

    @Override
    public void close() {
        // The reader below belongs to the caller.
    }
}
