package org.anze.gateway.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** Chinese unless the reader chose English; the choice is in a cookie and nothing else is ever taken from one. */
final class ConsoleLocale extends CookieLocaleResolver {

    private static final Duration KEPT = Duration.ofDays(365);

    ConsoleLocale() {
        super("anze-lang");
        setDefaultLocaleFunction(request -> Locale.SIMPLIFIED_CHINESE);
        setCookieMaxAge(KEPT);
        setCookieHttpOnly(true);
        setCookieSameSite("Strict");
        setRejectInvalidCookies(false);
    }

    @Override
    public void setLocaleContext(
            HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable LocaleContext context) {
        super.setLocaleContext(
                request, response, new SimpleLocaleContext(known(context == null ? null : context.getLocale())));
    }

    @Override
    protected @Nullable Locale parseLocaleValue(String value) {
        return known(super.parseLocaleValue(value));
    }

    private static Locale known(@Nullable Locale wanted) {
        boolean english = wanted != null && Locale.ENGLISH.getLanguage().equals(wanted.getLanguage());
        return english ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
    }
}
