package org.anze.gateway.intake.soap;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Opens XML from strangers: no DTD, no entities, limits on everything but the text, which the body's limit bounds. */
final class XmlInput {

    private static final int DEEPEST = 64;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int LONGEST_ATTRIBUTE = 1 << 16;
    private static final long MOST_ELEMENTS = 2_000_000;
    private static final int DECLARATION_BYTES = 256;
    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final WstxInputFactory FACTORY = factory();

    private XmlInput() {}

    private static WstxInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Errors then come where an event is asked for, and not from whatever reads its text.
        factory.getConfig().doParseLazily(false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, LONGEST_ATTRIBUTE);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, MOST_ELEMENTS);
        return factory;
    }

    /**
     * A reader over a message.
     *
     * @param charset of the Content-Type header, which outranks the declaration (RFC 7303 §3); null when there is none
     */
    static XMLStreamReader open(InputStream message, @Nullable String charset) throws IOException, XMLStreamException {
        BufferedInputStream buffered = new BufferedInputStream(message);
        String name = charset != null ? charset : declared(buffered);
        return name == null
                ? FACTORY.createXMLStreamReader(buffered)
                : FACTORY.createXMLStreamReader(buffered, usable(name));
    }

    private static @Nullable String declared(BufferedInputStream message) throws IOException {
        message.mark(DECLARATION_BYTES);
        byte[] start = message.readNBytes(DECLARATION_BYTES);
        message.reset();
        Matcher declaration = DECLARED.matcher(new String(start, StandardCharsets.ISO_8859_1));
        // Without one the parser finds UTF-8 and UTF-16 out by itself.
        return declaration.find() ? declaration.group(1) : null;
    }

    private static String usable(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("GBK") || upper.equals("GB2312") || upper.equals("CP936")) {
            // Java's GBK turns some characters into private-use ones; GB18030 holds it as a subset and does not.
            return "GB18030";
        }
        try {
            return Charset.forName(name).name();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new SenderMustCorrect(SoapProblem.MALFORMED, Location.ofLine(1));
        }
    }
}
