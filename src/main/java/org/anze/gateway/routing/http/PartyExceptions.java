package org.anze.gateway.routing.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers whatever a handler of the party port throws. The console's errors are left to the console. Safe for many threads.
 */
final class PartyExceptions implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(PartyExceptions.class);

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception exception) {
        if (!PartyGate.isPartyRequest(request) || exception instanceof AccessDeniedException) {
            return null;
        }
        if (response.isCommitted()) {
            // The gate cuts the connection.
            LOG.warn("answer broken off by {}", exception.getClass().getName());
            return null;
        }
        try {
            ProblemAnswer.write(request, response, problem(request, response, exception));
        } catch (IOException e) {
            LOG.info(
                    "the caller was gone before its problem could be told: {}",
                    e.getClass().getName());
        }
        return new ModelAndView();
    }

    private static GatewayProblem problem(
            HttpServletRequest request, HttpServletResponse response, Exception exception) {
        GatewayProblem known = LimitedRequest.failureOf(request);
        for (Throwable cause = exception; known == null && cause != null; cause = cause.getCause()) {
            known = cause instanceof GatewayProblem problem ? problem : null;
        }
        if (known != null) {
            return known;
        }
        if (exception instanceof NoResourceFoundException || exception instanceof NoHandlerFoundException) {
            return refusal(HttpProblem.UNKNOWN_PATH);
        }
        if (exception instanceof HttpRequestMethodNotSupportedException wrong) {
            String[] allowed = wrong.getSupportedMethods();
            if (allowed != null) {
                response.setHeader("Allow", String.join(", ", allowed));
            }
            return refusal(HttpProblem.WRONG_METHOD, wrong.getMethod());
        }
        if (exception instanceof HttpMediaTypeNotSupportedException wrong) {
            return refusal(HttpProblem.WRONG_MEDIA_TYPE, shown(wrong.getContentType()));
        }
        if (exception instanceof HttpMediaTypeNotAcceptableException) {
            return refusal(HttpProblem.NOT_ACCEPTABLE);
        }
        if (exception instanceof MissingServletRequestParameterException missing) {
            return refusal(HttpProblem.BAD_PARAMETER, missing.getParameterName());
        }
        if (exception instanceof MethodArgumentTypeMismatchException wrong) {
            return refusal(HttpProblem.BAD_PARAMETER, wrong.getName());
        }
        if (exception instanceof ServletRequestBindingException || exception instanceof InvalidParameterException) {
            return refusal(HttpProblem.UNREADABLE_REQUEST);
        }
        return fault(exception);
    }

    private static GatewayProblem fault(Exception exception) {
        // Messages of strangers' exceptions may quote what was sent; the log gets the trace without them.
        IllegalStateException trace =
                new IllegalStateException(exception.getClass().getName());
        trace.setStackTrace(exception.getStackTrace());
        LOG.error("unexpected failure on the party port", trace);
        return new TryAgainLater(HttpProblem.OUR_FAULT, exception);
    }

    static String shown(@Nullable MediaType type) {
        return type == null ? "-" : type.getType() + "/" + type.getSubtype();
    }

    private static SenderMustCorrect refusal(HttpProblem kind, Object... arguments) {
        return new SenderMustCorrect(kind, Location.WHOLE, arguments);
    }
}
