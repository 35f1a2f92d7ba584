package org.anze.bench.baseline;

import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.anze.bench.records.Recipient;
import org.anze.bench.tls.TlsFiles;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SOAP 1.1 with WS-Security: body and timestamp signed, one message for each group of records. CXF keeps a client for each thread,
 * because what a client knows of a call is its own.
 */
final class SoapSigner implements Signer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAMESPACE = "urn:anze:bench";
    private static final QName SERVICE = new QName(NAMESPACE, "Records");
    private static final QName PORT = new QName(NAMESPACE, "RecordsPort");
    private static final String ALIAS = "own";

    private final Settings settings;
    private final SSLContext tls;
    private final Merlin keys;
    private final ThreadLocal<Map<String, Dispatch<Source>>> clients = ThreadLocal.withInitial(HashMap::new);

    SoapSigner(Settings settings, Curve curve, SSLContext tls) throws IOException {
        this.settings = settings;
        this.tls = tls;
        this.keys = new KeptKey(curve);
        keys.setKeyStore(TlsFiles.server(settings.keys()).keyStore());
        org.apache.xml.security.algorithms.JCEMapper.setProviderId(
                curve.provider().getName());
        if (java.security.Security.getProvider(curve.provider().getName()) == null) {
            java.security.Security.addProvider(curve.provider());
        }
    }

    /** A store gives a key only after it has derived a key from the password, thousands of hashes each time: kept instead. */
    private static final class KeptKey extends Merlin {

        private final Curve curve;

        KeptKey(Curve curve) {
            this.curve = curve;
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String identifier, String password) {
            return curve.key();
        }

        @Override
        public java.security.PrivateKey getPrivateKey(
                java.security.cert.X509Certificate certificate, CallbackHandler handler) {
            return curve.key();
        }
    }

    @Override
    public int most() {
        return settings.group();
    }

    @Override
    public void deliver(Recipient recipient, List<String> views) throws IOException {
        StringBuilder body = new StringBuilder(views.size() * 2_500);
        body.append("<records xmlns=\"").append(NAMESPACE).append("\">");
        for (String view : views) {
            body.append("<policy>");
            append(body, JSON.readTree(view));
            body.append("</policy>");
        }
        body.append("</records>");
        try {
            Source answer = clients.get()
                    .computeIfAbsent(recipient.id(), this::client)
                    .invoke(new StreamSource(new StringReader(body.toString())));
            StringWriter receipt = new StringWriter();
            TransformerFactory.newInstance().newTransformer().transform(answer, new StreamResult(receipt));
            if (!receipt.toString().contains("records>" + views.size() + "<")) {
                throw new IOException("no receipt: " + receipt);
            }
        } catch (WebServiceException | TransformerException e) {
            throw new IOException("not delivered", e);
        }
    }

    private static void append(StringBuilder xml, JsonNode object) {
        object.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                field.getValue().forEach(entry -> element(xml, field.getKey(), entry));
            } else {
                element(xml, field.getKey(), field.getValue());
            }
        });
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        xml.append('<').append(name).append('>');
        if (value.isObject()) {
            append(xml, value);
        } else {
            String text = value.asString();
            for (int i = 0; i < text.length(); i++) {
                switch (text.charAt(i)) {
                    case '<' -> xml.append("&lt;");
                    case '&' -> xml.append("&amp;");
                    case '>' -> xml.append("&gt;");
                    default -> xml.append(text.charAt(i));
                }
            }
        }
        xml.append("</").append(name).append('>');
    }

    private Dispatch<Source> client(String recipient) {
        Service service = Service.create(SERVICE);
        service.addPort(
                PORT,
                SOAPBinding.SOAP11HTTP_BINDING,
                "https://localhost:" + settings.sink() + "/" + settings.name() + "/" + recipient);
        Dispatch<Source> dispatch = service.createDispatch(PORT, Source.class, Service.Mode.PAYLOAD);
        Client client = ((DispatchImpl<Source>) dispatch).getClient();
        HTTPConduit conduit = (HTTPConduit) client.getConduit();
        TLSClientParameters parameters = new TLSClientParameters();
        parameters.setSslContext(tls);
        parameters.setSSLSocketFactory(tls.getSocketFactory());
        conduit.setTlsClientParameters(parameters);
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setAllowChunking(false);
        policy.setVersion("1.1");
        conduit.setClient(policy);
        client.getOutInterceptors().add(new WSS4JOutInterceptor(security()));
        return dispatch;
    }

    private Map<String, Object> security() {
        Map<String, Object> security = new HashMap<>();
        security.put(
                ConfigurationConstants.ACTION,
                ConfigurationConstants.TIMESTAMP + " " + ConfigurationConstants.SIGNATURE);
        security.put(ConfigurationConstants.USER, ALIAS);
        security.put(ConfigurationConstants.SIG_PROP_REF_ID, "keys");
        security.put("keys", keys);
        security.put(ConfigurationConstants.SIG_KEY_ID, "IssuerSerial");
        security.put(ConfigurationConstants.SIG_ALGO, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");
        security.put(ConfigurationConstants.SIG_DIGEST_ALGO, "http://www.w3.org/2001/04/xmlenc#sha256");
        security.put(
                ConfigurationConstants.SIGNATURE_PARTS,
                "{}{http://schemas.xmlsoap.org/soap/envelope/}Body;{}{http://docs.oasis-open.org/wss/2004/01/"
                        + "oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp");
        security.put(ConfigurationConstants.ADD_INCLUSIVE_PREFIXES, "false");
        security.put(ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler) callbacks -> {
            for (Callback callback : callbacks) {
                ((WSPasswordCallback) callback).setPassword(new String(TlsFiles.storePassword()));
            }
        });
        return security;
    }
}
