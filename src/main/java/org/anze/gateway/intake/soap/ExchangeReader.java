package org.anze.gateway.intake.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads the requests of {@code exchange-v1.xsd}; what does not fit is refused by the element's name. */
record ExchangeReader(Element element) {

    static final String OPERATIONS = "submit | querySubmission | fetchRejects | fetchFeed | acknowledgeFeed";

    /** The only element below, such as the operation in the body. */
    static ExchangeReader operation(Element body) {
        Element found = null;
        for (Node child = body.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element operation) {
                if (found != null) {
                    throw refusal("Body");
                }
                found = operation;
            }
        }
        if (found == null || !ExchangeWriter.NAMESPACE.equals(found.getNamespaceURI())) {
            throw new SenderMustCorrect(SoapProblem.WRONG_OPERATION, Location.WHOLE, OPERATIONS);
        }
        return new ExchangeReader(found);
    }

    String name() {
        return element.getLocalName();
    }

    List<ExchangeReader> all(String name, int most) {
        List<ExchangeReader> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element each
                    && name.equals(each.getLocalName())
                    && ExchangeWriter.NAMESPACE.equals(each.getNamespaceURI())) {
                found.add(new ExchangeReader(each));
            }
        }
        if (found.size() > most) {
            throw refusal(name);
        }
        return found;
    }

    Optional<ExchangeReader> one(String name) {
        return all(name, 1).stream().findFirst();
    }

    /** The only child of that name in no namespace, such as canonical records. */
    Optional<Element> local(String name) {
        Element found = null;
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element each && each.getNamespaceURI() == null && name.equals(each.getLocalName())) {
                if (found != null) {
                    throw refusal(name);
                }
                found = each;
            }
        }
        return Optional.ofNullable(found);
    }

    @Nullable
    String textOrNull(String name) {
        return one(name).map(ExchangeReader::text).orElse(null);
    }

    String text(String name) {
        return one(name).map(ExchangeReader::text).orElseThrow(() -> refusal(name));
    }

    long number(String name) {
        try {
            return Long.parseLong(text(name).trim());
        } catch (NumberFormatException e) {
            throw refusal(name);
        }
    }

    boolean isTrue(String name) {
        String text = textOrNull(name);
        if (text == null || text.trim().equals("false") || text.trim().equals("0")) {
            return false;
        }
        if (text.trim().equals("true") || text.trim().equals("1")) {
            return true;
        }
        throw refusal(name);
    }

    /** The text of an element that holds nothing but text; an {@code xop:Include} left in it was not signed. */
    String text() {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.ELEMENT_NODE) {
                throw refusal(element.getLocalName());
            }
        }
        return element.getTextContent();
    }

    static SenderMustCorrect refusal(String element) {
        return new SenderMustCorrect(SoapProblem.BAD_ELEMENT, Location.WHOLE, element);
    }
}
