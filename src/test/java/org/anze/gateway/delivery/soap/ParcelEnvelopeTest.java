package org.anze.gateway.delivery.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.feed.Parcel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelEnvelopeTest {

    private static final String OPEN = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>";
    private static final String CLOSE = "</e:Body></e:Envelope>";

    @Test
    void writesTheDocumentedMessage() throws IOException {
        Parcel parcel = new Parcel(
                "them",
                17,
                new byte[] {1, 2, 3},
                List.of(new Parcel.Rendition("a\"<.csv", "text/csv;charset=GB18030", new byte[] {4})),
                1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ParcelEnvelope.write(parcel, out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                        + "<deliverParcel xmlns=\"urn:anze:feed:1\"><number>17</number><document>AQID</document>"
                        + "<rendition name=\"a&quot;&lt;.csv\" mediaType=\"text/csv;charset=GB18030\">BA==</rendition>"
                        + "</deliverParcel></soapenv:Body></soapenv:Envelope>");
    }

    @Test
    void readsTheReceipt() throws IOException {
        String answer =
                OPEN + "<r:deliverParcelResponse xmlns:r=\"urn:anze:feed:1\"><r:receipt><![CDATA[{\"a\":\"<\"}]]>"
                        + "</r:receipt></r:deliverParcelResponse>" + CLOSE;

        assertThat(ParcelEnvelope.readReceipt(answer.getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"a\":\"<\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<receipt>{}</receipt>",
                OPEN + CLOSE,
                OPEN + "<deliverParcelResponse/>" + CLOSE,
                OPEN + "<x><deliverParcelResponse><receipt>{}</receipt></deliverParcelResponse></x>" + CLOSE,
                OPEN + "<deliverParcelResponse><receipt>{}</receipt></deliverParcelResponse>",
                OPEN + "<deliverParcelResponse><receipt><a/></receipt></deliverParcelResponse>" + CLOSE,
                OPEN + "<e:Fault><faultcode>x</faultcode></e:Fault>" + CLOSE,
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + OPEN
                        + "<deliverParcelResponse><receipt>&a;</receipt></deliverParcelResponse>" + CLOSE
            })
    void takesNothingElseForAReceipt(String answer) {
        assertThatThrownBy(() -> ParcelEnvelope.readReceipt(answer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
