package org.anze.gateway.mapping.source;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import javax.xml.stream.XMLInputFactory;

/**
 * XML: one record per element at an agreed path. Names are compared without namespaces. Values are the texts of elements
 * without children ({@code 保单号}, {@code YinHuan/数量}) and attributes ({@code YinHuan/@ZhongDa}); what stands around the
 * records, before them, is reached by absolute paths ({@code /list/@batch}, {@code /list/policy/policyNo} when the records are
 * details of a policy). Part of the path can lie in a document of its own that is the text of an element (CDATA in SOAP).
 */
final class XmlFormat extends PartFormat {

    private final SourceSettings settings;
    private final List<String> columns;

    /** {@code columns} are those and the absolute paths that the mapping reads; empty when they are not known. */
    XmlFormat(SourceSettings settings, Collection<String> columns) {
        this.settings = settings;
        this.columns = List.copyOf(columns);
    }

    /**
     * Takes no DTD, resolves nothing, and has a limit for everything that one element can bring. One for every reading: a factory
     * remembers all names it has ever met.
     */
    static XMLInputFactory factory(SourceSettings.Limits limits) {
        WstxInputFactory woodstox = new WstxInputFactory();
        woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        woodstox.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Text comes in pieces, so that an embedded document of any size is never held; the readers add up and limit.
        woodstox.setProperty(XMLInputFactory.IS_COALESCING, false);
        woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 100);
        woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, limits.valueCharacters());
        woodstox.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, limits.depth());
        woodstox.getConfig().doParseLazily(false);
        woodstox.setProperty(WstxInputProperties.P_MAX_CHILDREN_PER_ELEMENT, Integer.MAX_VALUE);
        return woodstox;
    }

    @Override
    PartReader read(InputStream in, Origin origin, boolean survey) {
        return new XmlReader(settings, columns, factory(settings.bounds()), in, origin);
    }
}
