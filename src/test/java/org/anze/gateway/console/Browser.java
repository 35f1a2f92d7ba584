package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: keeps cookies, follows redirects when told, sends forms with their hidden token. */
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;

    Browser(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** The token of the forms on a page. */
    String token(String from) {
        Matcher token = TOKEN.matcher(page(from));
        assertThat(token.find()).as("a form with a token at %s", from).isTrue();
        return token.group(1);
    }

    /** A page that must be there. */
    String page(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    /** Fills in a form of the page at {@code from} and sends it to {@code to}. */
    HttpResponse<String> submit(String from, String to, Map<String, String> fields) {
        return post(to, fields, token(from));
    }

    HttpResponse<String> post(String to, Map<String, String> fields, String token) {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + to))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body + "&_csrf=" + encode(token)))
                .build());
    }

    HttpResponse<String> signIn(String user, String password) {
        return submit("/login", "/login", Map.of("username", user, "password", password));
    }

    /** Posts a search and opens where it leads. */
    String search(String term) {
        HttpResponse<String> response = submit("/", "/search", Map.of("term", term));
        assertThat(response.statusCode()).isEqualTo(302);
        return page(location(response));
    }

    /** Where a redirect leads, without the host. */
    String location(HttpResponse<String> response) {
        String target = response.headers().firstValue("Location").orElse("");
        return target.startsWith(base) ? target.substring(base.length()) : target;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
