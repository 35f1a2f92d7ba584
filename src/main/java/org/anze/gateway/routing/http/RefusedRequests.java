package org.anze.gateway.routing.http;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Says no in the catalogue's words to what the container refuses before any filter sees it: addresses it will not decode,
 * header lines, transfer codings and hosts that break the rules of HTTP. Concerns the party port; on the console's port
 * the container's own page is shown, without its version and without a cause. Safe for many threads.
 */
public final class RefusedRequests extends ErrorReportValve {

    private final IntSupplier partyPort;
    private final PartyHttps settings;

    RefusedRequests(IntSupplier partyPort, PartyHttps settings) {
        this.partyPort = partyPort;
        this.settings = settings;
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (request.getLocalPort() != partyPort.getAsInt()) {
            super.report(request, response, failure);
            return;
        }
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemAnswer.writeStatus(request, response, status, settings);
        } catch (IOException | IllegalStateException e) {
            // The client is gone or half an answer is out: there is nobody left to tell.
            container.getLogger().debug("no answer to a refused request", e);
        }
    }
}
