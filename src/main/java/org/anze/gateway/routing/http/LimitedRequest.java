package org.anze.gateway.routing.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.MultiValueMap;

/**
 * A request whose body has a longest size and a slowest speed, also where it is read for the parameters of a form. Belongs to
 * one request.
 */
final class LimitedRequest extends HttpServletRequestWrapper {

    private static final String SELF = LimitedRequest.class.getName();
    private static final int MOST_PARAMETERS = 1000;
    /** So much is rather read for nothing than a connection given up: the next one costs a handshake with two certificates. */
    private static final int MOST_READ_OFF = 1 << 20;

    private static final FormHttpMessageConverter FORMS = new FormHttpMessageConverter();

    private final long largest;
    private final PartyHttps settings;
    private @Nullable LimitedBody body;
    private @Nullable Map<String, String[]> parameters;

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

    /** Whether the body was found too slow or broken off, so that nobody should wait for the rest. */
    static boolean isGivenUp(HttpServletRequest request) {
        GatewayProblem failure = failureOf(request);
        return failure != null && !failure.finding().code().equals(HttpProblem.BODY_TOO_LARGE.code());
    }

    /** Whether bytes of the body are still to come. */
    static boolean isUnfinished(HttpServletRequest request) {
        if (!(request.getAttribute(SELF) instanceof LimitedRequest limited)) {
            return false;
        }
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        return hasBody && (limited.body == null || !limited.body.isFinished());
    }

    /**
     * Reads what is left of a body, when it is little and comes fast enough; for a request that holds a place of its party.
     *
     * @return false when some of it is still to come
     */
    static boolean readsOff(HttpServletRequest request) {
        if (!(request.getAttribute(SELF) instanceof LimitedRequest limited)
                || request.getContentLengthLong() > MOST_READ_OFF) {
            return false;
        }
        try {
            return readsOff(limited.getInputStream());
        } catch (IOException | GatewayProblem broken) {
            // The answer is another problem's; that this connection is of no more use is said by the result.
            return false;
        }
    }

    private static boolean readsOff(InputStream rest) throws IOException {
        byte[] buffer = new byte[8192];
        int left = MOST_READ_OFF;
        int read = rest.read(buffer);
        while (read >= 0 && left >= read) {
            left -= read;
            read = rest.read(buffer);
        }
        return read < 0;
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

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            parameters = "POST".equals(getMethod()) && isForm(this) ? withForm() : super.getParameterMap();
        }
        return parameters;
    }

    /** Whether somebody on the way might read the body for its parameters, which are held in memory. */
    static boolean isForm(HttpServletRequest request) {
        try {
            return request.getContentType() != null
                    && MediaType.APPLICATION_FORM_URLENCODED.includes(
                            MediaType.parseMediaType(request.getContentType()));
        } catch (InvalidMediaTypeException none) {
            return false;
        }
    }

    /** The container would read the body past our limits; once it is read here, it sees what stands in the address only. */
    private Map<String, String[]> withForm() {
        MultiValueMap<String, String> form = form();
        Map<String, String[]> all = new LinkedHashMap<>(super.getParameterMap());
        form.forEach((name, values) -> all.merge(
                name,
                values.stream().map(value -> value == null ? "" : value).toArray(String[]::new),
                (address, body) -> Stream.of(address, body).flatMap(Stream::of).toArray(String[]::new)));
        if (all.size() > MOST_PARAMETERS) {
            throw new InvalidParameterException("more than " + MOST_PARAMETERS + " parameters");
        }
        return Collections.unmodifiableMap(all);
    }

    private MultiValueMap<String, String> form() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.parseMediaType(getContentType()));
        try {
            return FORMS.read(null, new HttpInputMessage() {
                @Override
                public InputStream getBody() throws IOException {
                    return getInputStream();
                }

                @Override
                public HttpHeaders getHeaders() {
                    return headers;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | HttpMessageNotReadableException e) {
            throw new InvalidParameterException("the form cannot be decoded");
        }
    }
}
