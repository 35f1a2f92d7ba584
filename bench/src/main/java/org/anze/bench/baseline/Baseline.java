package org.anze.bench.baseline;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.anze.bench.tls.HttpsServer;
import org.anze.bench.tls.TlsFiles;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The process of a baseline: an HTTPS door, two Camel routes, a database and a broker. Runs until it is ended. */
public final class Baseline {

    private static final int THREADS = 32;

    private Baseline() {}

    /** Settings come from the environment ({@link Settings}). */
    public static void main(String[] arguments) throws Exception {
        // CXF says two lines for every client it makes.
        Logger.getLogger("").setLevel(Level.WARNING);
        Settings settings = Settings.of(System.getenv());
        TlsFiles files = TlsFiles.server(settings.keys());
        SSLContext tls = files.context();
        Curve curve = Curve.choose(settings.provider(), files);
        Signer signer = settings.name().startsWith("soap")
                ? new SoapSigner(settings, curve, tls)
                : new TokenSigner(settings, curve, tls);
        Store store = new Store(settings.database());
        DefaultCamelContext camel = new DefaultCamelContext();
        Delivery delivery = new Delivery(settings, signer, store, camel);
        camel.getRegistry().bind("intake", new Intake());
        camel.getRegistry()
                .bind(
                        "receiver",
                        new Receiver(store, new Outbox(settings.broker(), settings.recipients(), signer.wantsXml())));
        camel.getRegistry().bind("delivery", delivery);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:submit")
                        .routeId("submit")
                        .to("bean:intake?method=read")
                        .to("bean:receiver?method=take");
                from("direct:deliver")
                        .routeId("deliver")
                        .to("bean:delivery?method=hand")
                        .to("bean:delivery?method=settle");
            }
        });
        camel.start();
        delivery.start();
        new HttpsServer(settings.port(), THREADS, files, settings.work(), new Door(camel.createProducerTemplate()));
        System.out.println("ready");
        Thread.currentThread().join();
    }

    /** Hands a post to the route and answers with what comes out. */
    private static final class Door extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient ProducerTemplate camel;

        Door(ProducerTemplate camel) {
            this.camel = camel;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readNBytes(request.getContentLength());
            byte[] answer;
            try {
                answer = camel.requestBodyAndHeader(
                        "direct:submit", body, "Submission-Id", request.getHeader("Submission-Id"), byte[].class);
            } catch (CamelExecutionException e) {
                getServletContext().log("refused", e);
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
                return;
            }
            response.setContentType("application/json");
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }
    }
}
