package org.anze.gateway.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.anze.gateway.console.login.RouteRights;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What all console pages have in common. */
@ControllerAdvice(basePackageClasses = ConsoleAdvice.class)
final class ConsoleAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleAdvice.class);

    private final Show show;

    ConsoleAdvice(Show show) {
        this.show = show;
    }

    @ModelAttribute
    void common(HttpServletRequest request, Model model) {
        model.addAttribute("show", show);
        Seat seat = Seat.of(request).orElse(null);
        model.addAttribute("seat", seat);
        model.addAttribute("links", seat == null ? List.of() : RouteRights.links(seat.role()));
    }

    /** There is no such page, record or parcel. */
    @ExceptionHandler(ResponseStatusException.class)
    ModelAndView refused(ResponseStatusException e) {
        return page(HttpStatus.valueOf(e.getStatusCode().value()));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ModelAndView unreadable() {
        return page(HttpStatus.NOT_FOUND);
    }

    /** The database is down or too slow; the page says so instead of showing figures that may be wrong. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ModelAndView unavailable(RuntimeException e) {
        LOG.warn("a console page could not be made: {}", e.getClass().getSimpleName());
        return page(HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** Too much of the same is asked for at the moment. */
    @ExceptionHandler(TryAgainLater.class)
    ModelAndView busy(TryAgainLater e) {
        LOG.warn("a console page has to wait: {}", e.finding().code());
        return page(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private ModelAndView page(HttpStatus status) {
        ModelAndView page = new ModelAndView("error", status);
        page.addObject("show", show);
        page.addObject("status", status.value());
        return page;
    }
}
