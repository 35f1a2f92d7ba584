package org.anze.gateway.routing;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteConfigurationsDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.xml.in.ModelParser;
import org.apache.camel.xml.io.XmlPullParserException;
import org.jspecify.annotations.Nullable;

/** Loads {@code routes/*.camel.xml} and refuses what Camel would let pass. For one thread, at start-up. */
public final class RouteFiles {

    private static final String NAMESPACE = "http://camel.apache.org/schema/xml-io";

    private final CamelContext context;
    private final List<String> flaws = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    /** For this context, whose registry holds the beans. */
    public RouteFiles(CamelContext context) {
        this.context = context;
    }

    /**
     * Reads and adds all routes of a folder.
     *
     * @throws IllegalStateException naming every flaw of every file
     */
    public void load(Path folder) throws Exception {
        List<RouteConfigurationDefinition> configurations = new ArrayList<>();
        List<RouteDefinition> routes = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(file -> file.toString().endsWith(".camel.xml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            configurations.addAll(configurationsIn(file));
        }
        Set<String> names = new HashSet<>();
        configurations.forEach(configuration -> names.add(configuration.getId()));
        for (Path file : files) {
            List<RouteDefinition> found = routesIn(file);
            found.forEach(route -> check(file, route, names));
            routes.addAll(found);
        }
        if (routes.isEmpty()) {
            flaws.add(folder + ": no routes");
        }
        if (!flaws.isEmpty()) {
            throw new IllegalStateException("route files are not in order: " + String.join("; ", flaws));
        }
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        configurations.forEach(model::addRouteConfiguration);
        RoutesDefinition all = new RoutesDefinition();
        all.setCamelContext(context);
        // Without it the configurations that the routes name would not be applied to them.
        routes.forEach(all::prepareRoute);
        model.addRouteDefinitions(routes);
    }

    private List<RouteConfigurationDefinition> configurationsIn(Path file) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            Optional<RouteConfigurationsDefinition> found =
                    new ModelParser(text, NAMESPACE).parseRouteConfigurationsDefinition();
            return found.map(RouteConfigurationsDefinition::getRouteConfigurations)
                    .orElse(List.of());
        } catch (XmlPullParserException e) {
            flaws.add(file.getFileName() + ": " + e.getMessage());
            return List.of();
        }
    }

    private List<RouteDefinition> routesIn(Path file) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            Optional<RoutesDefinition> found = new ModelParser(text, NAMESPACE).parseRoutesDefinition();
            return found.map(RoutesDefinition::getRoutes).orElse(List.of());
        } catch (XmlPullParserException e) {
            // Said already when the configurations were looked for.
            return List.of();
        }
    }

    private void check(Path file, RouteDefinition route, Set<String> configurations) {
        String name = file.getFileName() + ", route " + route.getId();
        require(route.getId() != null && ids.add(route.getId()), name + ": id is missing or used twice");
        require(isText(route.getDescription()), name + ": description is missing");
        require(isText(route.getGroup()), name + ": group is missing");
        String configuration = route.getRouteConfigurationId();
        require(
                configuration != null && configurations.contains(configuration),
                name + ": error configuration " + configuration + " does not exist");
        route.getOutputs().forEach(step -> checkStep(name, step));
    }

    private void checkStep(String name, ProcessorDefinition<?> step) {
        if (step instanceof BeanDefinition bean) {
            Object target = bean.getRef() == null ? null : context.getRegistry().lookupByName(bean.getRef());
            require(target != null, name + ": bean " + bean.getRef() + " is missing");
            boolean hasMethod = target != null
                    && Arrays.stream(target.getClass().getMethods())
                            .map(Method::getName)
                            .anyMatch(method -> method.equals(bean.getMethod()));
            require(hasMethod, name + ": bean " + bean.getRef() + " has no method " + bean.getMethod());
        }
        if (step.getOutputs() != null) {
            step.getOutputs().forEach(inner -> checkStep(name, inner));
        }
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private void require(boolean condition, String flaw) {
        if (!condition) {
            flaws.add(flaw);
        }
    }
}
