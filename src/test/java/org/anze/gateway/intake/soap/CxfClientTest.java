package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.anze.gateway.routing.http.PartyDoor;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.junit.jupiter.api.Test;

/** A client as an insurer would write it with a toolkit, from nothing but the published contract. */
class CxfClientTest {

    private static final QName SERVICE = new QName("urn:anze:exchange:1", "ExchangeService");
    private static final QName PORT = new QName("urn:anze:exchange:1", "ExchangePort");

    private final PartyDoor door = PartyDoor.open();

    @Test
    void callsTheServiceWithItsSignature() throws Exception {
        String id = "cxf-" + UUID.randomUUID();
        Dispatch<Source> service = service(true);

        String answer = call(service, id);

        assertThat(answer).contains("ACCEPTED").contains(id);
        assertThat(door.desk().byMessageId(id).orElseThrow().text()).isEqualTo("[{\"企业\":\"䶮㛃\"}]");
    }

    @Test
    void learnsFromTheFaultWhatIsWrong() throws Exception {
        Dispatch<Source> service = service(false);

        assertThatThrownBy(() -> call(service, "cxf-unsigned"))
                .isInstanceOfSatisfying(SOAPFaultException.class, fault -> {
                    assertThat(fault.getFault().getFaultCodeAsQName().getLocalPart())
                            .isEqualTo("Client");
                    assertThat(fault).hasMessageContaining("SOP-0101");
                });
    }

    private static String call(Dispatch<Source> service, String id) throws Exception {
        Source answer =
                service.invoke(new StreamSource(new StringReader("<submit xmlns=\"urn:anze:exchange:1\"><submissionId>"
                        + id + "</submissionId><text>[{\"企业\":\"䶮㛃\"}]</text></submit>")));
        StringWriter text = new StringWriter();
        TransformerFactory.newInstance().newTransformer().transform(answer, new StreamResult(text));
        return text.toString();
    }

    private Dispatch<Source> service(boolean signing) throws Exception {
        URL contract = SignatureCheck.class.getResource("exchange-v1.wsdl");
        Dispatch<Source> dispatch =
                Service.create(contract, SERVICE).createDispatch(PORT, Source.class, Service.Mode.PAYLOAD);
        dispatch.getRequestContext().put(Dispatch.ENDPOINT_ADDRESS_PROPERTY, door.uri() + "/soap/v1");
        Client client = ((DispatchImpl<Source>) dispatch).getClient();
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSSLSocketFactory(door.tls().anonymousClient().getSocketFactory());
        ((HTTPConduit) client.getConduit()).setTlsClientParameters(tls);
        if (signing) {
            client.getOutInterceptors().add(new WSS4JOutInterceptor(signature()));
        }
        return dispatch;
    }

    private Map<String, Object> signature() throws Exception {
        CallbackHandler password = callbacks -> ((WSPasswordCallback) callbacks[0]).setPassword("in-memory");
        Map<String, Object> properties = new HashMap<>();
        properties.put(WSHandlerConstants.ACTION, WSHandlerConstants.TIMESTAMP + " " + WSHandlerConstants.SIGNATURE);
        properties.put(ConfigurationConstants.SIG_PROP_REF_ID, "own-key");
        properties.put("own-key", new SignedEnvelope(door.layout(), "insurer-ding", "").crypto());
        properties.put(ConfigurationConstants.USER, "own");
        properties.put(ConfigurationConstants.PW_CALLBACK_REF, password);
        properties.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
        properties.put(ConfigurationConstants.SIG_ALGO, SignedEnvelope.ECDSA_SHA256);
        properties.put(ConfigurationConstants.SIG_DIGEST_ALGO, WSConstants.SHA256);
        properties.put(
                ConfigurationConstants.SIGNATURE_PARTS,
                "{Element}{" + SignedEnvelope.SOAP + "}Body;{Element}{" + WSConstants.WSU_NS + "}Timestamp");
        return properties;
    }
}
