package org.anze.gateway.routing.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.problem.GatewayProblem;
import org.jspecify.annotations.Nullable;

/** A request whose body has a longest size and a slowest speed. Belongs to one request. */
final class LimitedRequest extends HttpServletRequestWrapper {

    private static final String SELF = LimitedRequest.class.getName();

    private final long largest;
    private final PartyHttps settings;
    private @Nullable LimitedBody body;

    LimitedRequest(HttpServletRequest request, long largest, PartyHttps settings) {
        super(request);
        this.largest = largest;
        this.settings = settings;
        request.setAttribute(SELF, this);
    }

    /** What was wrong with the body of this request, whatever became of the exception on its way up. */
    static @Nullable GatewayProblem failureOf(HttpServletRequest request) {
        return request.getAttribute(SELF) instanceof LimitedRequest limited && limited.body != null
                ? limited.body.failure()
                : null;
    }

    /** Whether bytes of the body are still to come. */
    static boolean isUnfinished(HttpServletRequest request) {
        if (!(request.getAttribute(SELF) instanceof LimitedRequest limited)) {
            return false;
        }
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        return hasBody && (limited.body == null || !limited.body.isFinished());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new LimitedBody(super.getInputStream(), largest, settings);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String name = getCharacterEncoding();
        Charset charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        return new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }
}
