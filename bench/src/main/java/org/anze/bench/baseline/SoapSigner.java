package org.anze.bench.baseline;

import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.anze.bench.records.Recipient;
import org.anze.bench.tls.TlsFiles;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.staxutils.StaxUtils;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.security.wss4j.WSS4JStaxOutInterceptor;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.stax.ext.WSSConstants;
import org.apache.wss4j.stax.ext.WSSSecurityProperties;
import org.apache.wss4j.stax.securityToken.WSSecurityTokenConstants;
import org.apache.xml.security.stax.ext.SecurePart;
import org.apache.xml.security.stax.ext.XMLSecurityConstants;

/**
 * SOAP 1.1 with WS-Security: body and timestamp signed, one message for each group of records. CXF keeps a client for each thread,
 * because what a client knows of a call is its own.
 */
final class SoapSigner implements Signer {

    private static final String NAMESPACE = "urn:anze:bench";
    private static final QName SERVICE = new QName(NAMESPACE, "Records");
    private static final QName PORT = new QName(NAMESPACE, "RecordsPort");
    private static final String ALIAS = "own";

    private final Settings settings;
    private final SSLSocketFactory sockets;
    private final Merlin keys;
    private final ThreadLocal<Map<String, Dispatch<Source>>> clients = ThreadLocal.withInitial(HashMap::new);

    SoapSigner(Settings settings, Curve curve, SSLContext tls) throws IOException {
        this.settings = settings;
        this.sockets = tls.getSocketFactory();
        this.keys = new KeptKey(curve);
        keys.setKeyStore(TlsFiles.server(settings.keys()).keyStore());
        SignatureProvider.install(curve.provider());
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
    public boolean wantsXml() {
        return true;
    }

    @Override
    public int group() {
        return settings.group();
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
            body.append(view);
        }
        body.append("</records>");
        try {
            Source answer = clients.get()
                    .computeIfAbsent(recipient.id(), this::client)
                    .invoke(new StreamSource(new StringReader(body.toString())));
            int receipted = receipted(answer);
            if (receipted != views.size()) {
                throw new IOException("a receipt for " + receipted + " records instead of " + views.size());
            }
        } catch (WebServiceException | XMLStreamException e) {
            throw new IOException("not delivered", e);
        }
    }

    private static int receipted(Source answer) throws XMLStreamException {
        XMLStreamReader reader = StaxUtils.createXMLStreamReader(answer);
        try {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("records")) {
                    return Integer.parseInt(reader.getElementText());
                }
            }
            return -1;
        } finally {
            reader.close();
        }
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
        // One factory for all: connections are kept by it.
        parameters.setSSLSocketFactory(sockets);
        conduit.setTlsClientParameters(parameters);
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setAllowChunking(false);
        policy.setVersion("1.1");
        conduit.setClient(policy);
        client.getOutInterceptors().add(new WSS4JStaxOutInterceptor(security()));
        return dispatch;
    }

    /** Signs while the message is written: no tree of it is built, which takes twice the time. */
    private WSSSecurityProperties security() {
        WSSSecurityProperties security = new WSSSecurityProperties();
        security.addAction(WSSConstants.TIMESTAMP);
        security.addAction(XMLSecurityConstants.SIGNATURE);
        security.setSignatureUser(ALIAS);
        security.setSignatureCrypto(keys);
        security.setSignatureAlgorithm("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");
        security.setSignatureDigestAlgorithm("http://www.w3.org/2001/04/xmlenc#sha256");
        security.setSignatureKeyIdentifier(WSSecurityTokenConstants.KeyIdentifier_IssuerSerial);
        security.addSignaturePart(new SecurePart(
                new QName("http://schemas.xmlsoap.org/soap/envelope/", "Body"), SecurePart.Modifier.Element));
        security.addSignaturePart(new SecurePart(
                new QName(
                        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
                        "Timestamp"),
                SecurePart.Modifier.Element));
        security.setCallbackHandler(callbacks -> {
            for (Callback callback : callbacks) {
                ((WSPasswordCallback) callback).setPassword(new String(TlsFiles.storePassword()));
            }
        });
        return security;
    }
}
