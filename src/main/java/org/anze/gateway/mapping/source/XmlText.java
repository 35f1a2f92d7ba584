package org.anze.gateway.mapping.source;

import java.io.Reader;
import javax.xml.stream.XMLStreamConstants;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** The text of an element as a stream of characters; whether it is written as CDATA or with entities makes no difference. */
final class XmlText extends Reader {

    private final XmlCursor around;
    private final boolean element;
    private long firstLine;
    private int firstColumn;
    private int taken;
    private boolean ended;

    private XmlText(XmlCursor around, boolean element) {
        this.around = around;
        this.element = element;
    }

    /**
     * Stands at the start of the element; null when there is nothing in it. An element in place of text is answered with a
     * reader that {@link #isElement()}: the path goes on in the same document.
     */
    static @Nullable XmlText of(XmlCursor around) {
        while (true) {
            switch (around.peekNext()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return new XmlText(around, true);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return null;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!around.isBlankText()) {
                        XmlText text = new XmlText(around, false);
                        text.skipBlanks();
                        return text;
                    }
                }
                default -> {}
            }
        }
    }

    /** An XML declaration must stand at the very beginning, and people indent what they put into an element. */
    private void skipBlanks() {
        Location start = around.here();
        firstLine = start.line();
        firstColumn = Math.max(start.column(), 1);
        char[] one = new char[1];
        while (around.copyText(taken, one, 0, 1) == 1 && one[0] <= ' ') {
            firstColumn++;
            if (one[0] == '\n') {
                firstLine++;
                firstColumn = 1;
            }
            taken++;
        }
    }

    boolean isElement() {
        return element;
    }

    /** A place inside as a place in the whole file; exact for CDATA, the line only when signs are written as entities. */
    Location place(int line, int column) {
        return new Location(firstLine + line - 1, line == 1 ? firstColumn + column - 1 : column, null);
    }

    @Override
    public int read(char[] target, int offset, int length) {
        while (!ended && length > 0) {
            if (taken < around.textLength()) {
                int count = around.copyText(taken, target, offset, length);
                taken += count;
                return count;
            }
            advance();
        }
        return ended ? -1 : 0;
    }

    private void advance() {
        while (true) {
            taken = 0;
            switch (around.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    return;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    ended = true;
                    return;
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    Location here = around.here();
                    throw new SenderMustCorrect(
                            SourceProblem.XML_MALFORMED, here, here.line(), here.column(), "element in embedded text");
                }
                default -> {}
            }
        }
    }

    @Override
    public void close() {
        // The reader around goes on.
    }
}
