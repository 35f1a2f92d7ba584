package org.anze.gateway.feed.rendition;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.jspecify.annotations.Nullable;

/**
 * One UTF-8 document in the namespace {@code urn:anze:feed:1}:
 *
 * <pre>{@code
 * <parcel xmlns="urn:anze:feed:1" number="17" recipient="regulator-finance">
 *   <records>
 *     <policy index="4711" schemaVersion="1" agreement="…" agreementVersion="1">
 *       <key manner="given"><policyNo type="text">…</policyNo>…</key>
 *       <premium manner="masked"><premium type="text">5万-10万元</premium></premium>
 *       <handling manner="masked" masked="handler"><handler type="text">张*</handler>…</handling>
 *       <people manner="withheld"/>
 *     </policy>
 *   </records>
 *   <withdrawals><withdrawal recordType="policy" businessKey="…" version="2"/></withdrawals>
 * </parcel>
 * }</pre>
 *
 * Money is fen, percentages are ten-thousandths of a per cent, both whole numbers, as in the canonical model. The
 * attribute {@code type} is the field's type, or {@code text} where masking made words of a number. Lists repeat {@code
 * item}. A field that is absent has no element. Of a masked unit whose fields are not all masked, {@code masked} names those
 * that are, parted by spaces.
 */
final class XmlRendition {

    private static final String NAMESPACE = "urn:anze:feed:1";
    private static final WstxOutputFactory FACTORY = factory();

    private final XMLStreamWriter xml;

    private XmlRendition(XMLStreamWriter xml) {
        this.xml = xml;
    }

    private static WstxOutputFactory factory() {
        WstxOutputFactory factory = new WstxOutputFactory();
        // XML 1.0 has no way to write most control characters; the exact text stands in the parcel document.
        factory.setProperty(
                WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER, new InvalidCharHandler.ReplacingHandler('\uFFFD'));
        return factory;
    }

    static List<Parcel.Rendition> render(
            Party recipient, long number, List<DisclosedRecord> records, RecordDefinitions definitions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(bytes, "UTF-8");
            new XmlRendition(writer).document(recipient.id(), number, records, definitions);
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a rendition that is no XML", e);
        }
        return List.of(new Parcel.Rendition(
                Parcel.fileBase(number) + ".xml", "application/xml; charset=UTF-8", bytes.toByteArray()));
    }

    private void document(String recipient, long number, List<DisclosedRecord> records, RecordDefinitions definitions)
            throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("parcel");
        xml.writeDefaultNamespace(NAMESPACE);
        xml.writeAttribute("number", Long.toString(number));
        xml.writeAttribute("recipient", recipient);
        xml.writeStartElement("records");
        for (DisclosedRecord record : records) {
            if (!record.withdrawal()) {
                record(
                        record,
                        definitions.of(record.sealed().type(), record.sealed().schemaVersion()));
            }
        }
        xml.writeEndElement();
        xml.writeStartElement("withdrawals");
        for (DisclosedRecord record : records) {
            if (record.withdrawal()) {
                xml.writeEmptyElement("withdrawal");
                xml.writeAttribute("recordType", record.sealed().type().code());
                xml.writeAttribute("businessKey", record.sealed().businessKey());
                xml.writeAttribute("version", Long.toString(record.sealed().version()));
            }
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void record(DisclosedRecord record, RecordDefinition definition) throws XMLStreamException {
        xml.writeStartElement(definition.type().code());
        xml.writeAttribute("index", Long.toString(record.sealed().index()));
        xml.writeAttribute("schemaVersion", Integer.toString(definition.version()));
        xml.writeAttribute("agreement", record.agreement());
        xml.writeAttribute("agreementVersion", Integer.toString(record.agreementVersion()));
        for (Unit unit : record.units()) {
            String manner = unit.manner().name().toLowerCase(Locale.ROOT);
            if (unit.manner() == Manner.WITHHELD) {
                xml.writeEmptyElement(unit.name());
                xml.writeAttribute("manner", manner);
                continue;
            }
            xml.writeStartElement(unit.name());
            xml.writeAttribute("manner", manner);
            if (isPartlyMasked(unit, definition)) {
                xml.writeAttribute("masked", String.join(" ", new TreeSet<>(unit.maskedFields())));
            }
            for (Map.Entry<String, @Nullable Object> field : UnitValues.of(unit).entrySet()) {
                field(field.getKey(), field.getValue(), definition);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean isPartlyMasked(Unit unit, RecordDefinition definition) {
        return unit.manner() == Manner.MASKED
                && unit.maskedFields().size() < definition.fieldsOf(unit.name()).size();
    }

    private void field(String name, @Nullable Object value, RecordDefinition definition) throws XMLStreamException {
        FieldType defined = definition.field(name).map(FieldDefinition::type).orElse(null);
        FieldType plain = value instanceof Long ? FieldType.INTEGER : FieldType.TEXT;
        boolean wordsForNumber = value instanceof String
                && (defined == FieldType.INTEGER || defined == FieldType.MONEY || defined == FieldType.PERCENT);
        FieldType type = defined == null || wordsForNumber ? plain : defined;
        xml.writeStartElement(name);
        xml.writeAttribute("type", type.name().toLowerCase(Locale.ROOT));
        content(value);
        xml.writeEndElement();
    }

    private void content(@Nullable Object value) throws XMLStreamException {
        if (value instanceof List<?> items) {
            for (Object item : items) {
                xml.writeStartElement("item");
                content(item);
                xml.writeEndElement();
            }
        } else if (value instanceof Map<?, ?> members) {
            for (Map.Entry<?, ?> member : members.entrySet()) {
                xml.writeStartElement("member");
                xml.writeAttribute("name", String.valueOf(member.getKey()));
                content(member.getValue());
                xml.writeEndElement();
            }
        } else if (value != null) {
            xml.writeCharacters(value.toString());
        }
    }
}
