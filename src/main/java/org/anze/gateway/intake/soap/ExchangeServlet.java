package org.anze.gateway.intake.soap;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;

/** Runs CXF for {@code /soap/v1}: a bus of its own, one endpoint, its WSDL and nothing else. */
final class ExchangeServlet extends CXFNonSpringServlet {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 64;

    private final transient ExchangeProvider provider;
    private final transient SignatureCheck signatures;

    ExchangeServlet(ExchangeProvider provider, SignatureCheck signatures) {
        this.provider = provider;
        this.signatures = signatures;
    }

    @Override
    protected void loadBus(ServletConfig configuration) {
        super.loadBus(configuration);
        CataloguedFaults faults = new CataloguedFaults();
        EndpointImpl endpoint = new EndpointImpl(getBus(), provider);
        endpoint.getInInterceptors().add(new StrictEnvelope());
        endpoint.getInInterceptors().add(signatures);
        endpoint.getOutFaultInterceptors().add(faults);
        endpoint.getProperties().put(FaultListener.class.getName(), faults);
        endpoint.getProperties().put("org.apache.cxf.stax.maxElementDepth", DEEPEST);
        endpoint.getProperties().put("org.apache.cxf.stax.maxAttributeCount", DEEPEST);
        endpoint.publish("/");
    }

    @Override
    protected void invoke(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        String query = request.getQueryString();
        boolean description = query != null && (query.startsWith("wsdl") || query.startsWith("xsd"));
        if (request.getMethod().equals("POST") || request.getMethod().equals("GET") && description) {
            super.invoke(request, response);
            return;
        }
        try {
            response.setHeader("Allow", "POST");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } catch (IOException e) {
            throw new ServletException(e);
        }
    }
}
