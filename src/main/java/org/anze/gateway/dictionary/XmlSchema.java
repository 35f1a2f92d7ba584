package org.anze.gateway.dictionary;

import java.util.Arrays;
import java.util.List;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/**
 * XML Schema 1.0 of canonical XML, as the mappings {@code canonical-<type>-xml} take it and as the gateway writes it:
 * {@code <records type="policy" version="1"><policy>…</policy></records>}, elements in the order of the definition, an element
 * per text or object of a list. The gateway itself takes the elements of a record in any order. Stateless.
 */
public final class XmlSchema {

    private final StringBuilder xml = new StringBuilder();

    private XmlSchema() {}

    /** The name of the schema's file, such as {@code policy-1.xsd}. */
    public static String fileName(RecordDefinition definition) {
        return definition.type().code() + "-" + definition.version() + ".xsd";
    }

    /** The schema document of one version of one type. */
    public static String document(RecordDefinition definition) {
        String fixed = "<xs:attribute name=\"type\" type=\"xs:string\" fixed=\""
                + definition.type().code() + "\"/>\n<xs:attribute name=\"version\" type=\"xs:string\" fixed=\""
                + definition.version() + "\"/>\n";
        return new XmlSchema().write(List.of(definition), fixed);
    }

    /** One schema for the newest version of every type: what the SOAP interface takes as {@code <records>}. */
    public static String all(RecordDefinitions definitions) {
        List<RecordDefinition> newest =
                Arrays.stream(RecordType.values()).map(definitions::of).toList();
        return new XmlSchema()
                .write(
                        newest,
                        "<xs:attribute name=\"type\" type=\"xs:string\" use=\"required\"/>\n"
                                + "<xs:attribute name=\"version\" type=\"xs:string\"/>\n");
    }

    private String write(List<RecordDefinition> types, String attributes) {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n")
                .append("<xs:element name=\"records\"><xs:complexType><xs:choice>\n");
        for (RecordDefinition definition : types) {
            String type = definition.type().code();
            xml.append("<xs:element name=\"").append(type).append("\" type=\"").append(type);
            xml.append("\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n");
        }
        xml.append("</xs:choice>\n").append(attributes).append("</xs:complexType></xs:element>\n");
        for (RecordDefinition definition : types) {
            xml.append("<xs:complexType name=\"")
                    .append(definition.type().code())
                    .append("\">");
            annotation(definition.type().number() + " " + definition.type().zh());
            xml.append("<xs:sequence>\n");
            envelope();
            definition.fields().forEach(field -> element(field, false));
            xml.append("</xs:sequence></xs:complexType>\n");
        }
        return xml.append("</xs:schema>\n").toString();
    }

    private void envelope() {
        xml.append("<xs:element name=\"version\" type=\"xs:positiveInteger\" minOccurs=\"0\"/>\n");
        xml.append("<xs:element name=\"op\" minOccurs=\"0\"><xs:simpleType><xs:restriction base=\"xs:string\">");
        for (Operation operation : Operation.values()) {
            enumeration(operation.name());
        }
        xml.append("</xs:restriction></xs:simpleType></xs:element>\n");
        xml.append("<xs:element name=\"riskRegion\" type=\"xs:string\" minOccurs=\"0\"/>\n");
        xml.append("<xs:element name=\"sector\" type=\"xs:string\" minOccurs=\"0\"/>\n");
    }

    private void element(FieldDefinition field, boolean inList) {
        xml.append("<xs:element name=\"").append(field.name()).append('"');
        if (field.presence() != Presence.REQUIRED) {
            xml.append(" minOccurs=\"0\"");
        }
        if (field.isList()) {
            xml.append(" maxOccurs=\"").append(field.mostEntries()).append('"');
        }
        xml.append('>');
        annotation(field.zh());
        if (field.type() == FieldType.OBJECTS) {
            xml.append("<xs:complexType><xs:sequence>\n");
            field.entries().forEach(entry -> element(entry, true));
            xml.append("</xs:sequence></xs:complexType>");
        } else {
            xml.append("<xs:simpleType>");
            simple(field, inList);
            xml.append("</xs:simpleType>");
        }
        xml.append("</xs:element>\n");
    }

    private void simple(FieldDefinition field, boolean inList) {
        switch (field.type()) {
            case INTEGER, MONEY, PERCENT -> {
                long largest = JsonSchema.largest(field, inList);
                xml.append("<xs:restriction base=\"xs:long\"><xs:minInclusive value=\"");
                xml.append(field.signed() ? -largest : 0);
                xml.append("\"/><xs:maxInclusive value=\"").append(largest).append("\"/>");
            }
            case BOOLEAN -> xml.append("<xs:restriction base=\"xs:boolean\"><xs:pattern value=\"true|false\"/>");
            case INSTANT -> pattern(Wording.INSTANT);
            case DATE -> pattern(Wording.DATE);
            default -> {
                xml.append("<xs:restriction base=\"xs:string\">");
                field.closedList().forEach(this::enumeration);
                if (field.type() == FieldType.TEXT && field.closedList().isEmpty()) {
                    xml.append("<xs:maxLength value=\"")
                            .append(field.longestText())
                            .append("\"/>");
                }
            }
        }
        xml.append("</xs:restriction>");
    }

    private void pattern(String pattern) {
        xml.append("<xs:restriction base=\"xs:string\"><xs:pattern value=\"")
                .append(pattern)
                .append("\"/>");
    }

    private void enumeration(String value) {
        xml.append("<xs:enumeration value=\"").append(escape(value)).append("\"/>");
    }

    private void annotation(String text) {
        xml.append("<xs:annotation><xs:documentation xml:lang=\"zh\">")
                .append(escape(text))
                .append("</xs:documentation></xs:annotation>");
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
