package org.anze.gateway.intake.soap;

import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.XMLSignature;
import org.apache.wss4j.dom.WSConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Takes out of an envelope what no signature covers and no verifier needs: header blocks, attributes, comments. Anybody on the
 * way could have put it there, and in the evidence it would look like the signer's own words. Not touched are the elements that
 * the signature covers and the namespaces they live in.
 */
final class UnsignedParts {

    private static final Set<String> OF_SIGNATURE = Set.of("SignedInfo", "SignatureValue", "KeyInfo");

    private final List<Node> signed;

    private UnsignedParts(List<Node> signed) {
        this.signed = signed;
    }

    /** @param signed elements that the signature covers, the body among them */
    static void drop(Element envelope, List<Node> signed) {
        new UnsignedParts(signed).ofEnvelope(envelope);
    }

    private void ofEnvelope(Element envelope) {
        keepAttributes(envelope);
        for (Node child : children(envelope)) {
            boolean header = is(child, LegacyEnvelope.SOAP_11, "Header");
            if (header && !signed.contains(child)) {
                ofHeader((Element) child);
            } else if (!header && !signed.contains(child)) {
                envelope.removeChild(child);
            }
        }
    }

    private void ofHeader(Element header) {
        keepAttributes(header);
        for (Node child : children(header)) {
            if (signed.contains(child)) {
                continue;
            }
            if (is(child, WSConstants.WSSE_NS, "Security")) {
                ofSecurity((Element) child);
            } else {
                header.removeChild(child);
            }
        }
    }

    private void ofSecurity(Element security) {
        keepAttributes(security, "mustUnderstand");
        for (Node child : children(security)) {
            if (signed.contains(child)) {
                continue;
            }
            if (is(child, XMLSignature.XMLNS, "Signature")) {
                ofSignature((Element) child);
            } else if (is(child, WSConstants.WSSE_NS, "BinarySecurityToken")) {
                keepAttributes((Element) child, "Id", "EncodingType", "ValueType");
                dropComments(child);
            } else {
                security.removeChild(child);
            }
        }
    }

    private static void ofSignature(Element signature) {
        keepAttributes(signature, "Id");
        for (Node child : children(signature)) {
            boolean known = child.getNodeType() == Node.ELEMENT_NODE && OF_SIGNATURE.contains(child.getLocalName());
            if (!known) {
                signature.removeChild(child);
            } else if (!child.getLocalName().equals("SignedInfo")) {
                dropComments(child);
            }
        }
    }

    private static void dropComments(Node node) {
        for (Node child : children(node)) {
            if (child.getNodeType() == Node.COMMENT_NODE || child.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
                node.removeChild(child);
            } else {
                dropComments(child);
            }
        }
    }

    private static void keepAttributes(Element element, String... names) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = attributes.getLength() - 1; i >= 0; i--) {
            Attr attribute = (Attr) attributes.item(i);
            boolean namespace = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
            String name = attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
            if (!namespace && !List.of(names).contains(name)) {
                element.removeAttributeNode(attribute);
            }
        }
    }

    private static List<Node> children(Node node) {
        return java.util.stream.IntStream.range(0, node.getChildNodes().getLength())
                .mapToObj(node.getChildNodes()::item)
                .toList();
    }

    private static boolean is(Node node, String namespace, String name) {
        return node.getNodeType() == Node.ELEMENT_NODE
                && namespace.equals(node.getNamespaceURI())
                && name.equals(node.getLocalName());
    }
}
