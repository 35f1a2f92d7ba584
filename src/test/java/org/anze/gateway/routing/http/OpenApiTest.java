package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

    @Test
    void describesEveryAddressAndNoOther() throws IOException {
        assertThat(described()).isEqualTo(served());
    }

    /** The addresses are those of this door; a controller that stands elsewhere alone would escape the description. */
    @Test
    void knowsEveryControllerForParties() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<Class<?>> controllers = new HashSet<>();
        for (BeanDefinition found : scanner.findCandidateComponents("org.anze.gateway")) {
            controllers.add(Class.forName(found.getBeanClassName()));
        }

        assertThat(controllers).contains(DictionaryController.class);
        assertThat(mapping().getHandlerMethods().values())
                .extracting(HandlerMethod::getBeanType)
                .containsAll(controllers);
    }

    @Test
    void describesEveryMediaTypeThatIsTaken() throws IOException {
        Set<String> taken = new TreeSet<>();
        mapping().getHandlerMethods().keySet().stream()
                .filter(info -> info.getPatternValues().contains("/api/v1/submissions"))
                .forEach(info -> info.getConsumesCondition()
                        .getConsumableMediaTypes()
                        .forEach(type -> taken.add(type.toString())));

        JsonNode content = document().at("/paths/~1api~1v1~1submissions/post/requestBody/content");
        assertThat(new TreeSet<>(content.propertyNames())).isEqualTo(taken);
    }

    @Test
    void resolvesEveryReference() throws IOException {
        JsonNode document = document();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asString().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
    }

    private static Map<String, Set<String>> described() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        document().get("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().propertyNames().forEach(name -> methods.add(name.toUpperCase(Locale.ROOT)));
            // In OpenAPI a parameter cannot hold slashes, so the rest of a path has a name there.
            found.put(path.getKey().replace("/{path}", "/**"), methods);
        });
        return found;
    }

    private static Map<String, Set<String>> served() {
        Map<String, Set<String>> found = new TreeMap<>();
        // Served by a filter; TokenEndpointTest uses it.
        found.put(TokenEndpoint.PATH, new TreeSet<>(Set.of("POST")));
        for (RequestMappingInfo info : mapping().getHandlerMethods().keySet()) {
            for (String path : info.getPatternValues()) {
                if (path.startsWith("/api/") || path.startsWith("/log/")) {
                    Set<String> methods = found.computeIfAbsent(path, any -> new TreeSet<>());
                    for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                        methods.add(method.name());
                    }
                }
            }
        }
        return found;
    }

    private static RequestMappingHandlerMapping mapping() {
        return PartyDoor.open().bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    private static JsonNode document() throws IOException {
        try (InputStream in = OpenApiController.class.getResourceAsStream("openapi-v1.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
