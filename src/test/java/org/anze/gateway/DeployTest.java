package org.anze.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;
import tools.jackson.databind.json.JsonMapper;

/** What stands under deploy/ fits the program: settings, ports, probes, folders. */
class DeployTest {

    private static final Path UNIT = Path.of("deploy/systemd/anze-gateway.service");
    private static final Path ENVIRONMENT = Path.of("deploy/systemd/gateway.env");
    private static final Path IMAGE = Path.of("deploy/container/Dockerfile");
    private static final Path COMPOSE = Path.of("deploy/compose/compose.yaml");
    private static final Path CHART = Path.of("deploy/helm/anze-gateway");
    private static final Path PAGE = Path.of("docs/operations/deployment.md");
    private static final Pattern VARIABLE =
            Pattern.compile("\\b((?:ANZE|SERVER|SPRING|LOGGING|MANAGEMENT)_[A-Z0-9_]+)\\b");
    private static final Pattern ARGUMENT = Pattern.compile("--((?:anze|server|spring)\\.[a-z0-9.-]+)=");
    private static final Pattern WRITTEN_KEY = Pattern.compile("`(anze\\.[a-z0-9.-]+[a-z0-9])`");
    private static final Pattern LIST = Pattern.compile("anze\\.[a-z.-]+\\[\\d+]\\.[a-z-]+");
    /** Variables of the scripts themselves. */
    private static final Set<String> OF_SCRIPTS = Set.of("ANZE_PORT_BASE", "ANZE_UNTIL");

    @TempDir
    Path folder;

    @Test
    void namesNoSettingThatDoesNotExist() throws Exception {
        Set<String> known = known().stream().map(DeployTest::variable).collect(Collectors.toCollection(HashSet::new));
        known.addAll(OF_SCRIPTS);
        Map<String, String> unknown = new LinkedHashMap<>();
        int seen = 0;
        for (Path file : files()) {
            Matcher names = VARIABLE.matcher(Files.readString(file));
            while (names.find()) {
                seen++;
                // An item of a list: its name ends before its number.
                if (!known.contains(names.group(1).replaceFirst("_\\d+_[A-Z]+$", ""))) {
                    unknown.put(names.group(1), file.toString());
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).isGreaterThan(30);
    }

    @Test
    void scriptsAndPageNameNoKeyThatDoesNotExist() throws Exception {
        Set<String> known = known();
        Set<String> named = new TreeSet<>();
        for (Path file : files()) {
            ARGUMENT.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
        }
        WRITTEN_KEY.matcher(Files.readString(PAGE)).results().forEach(found -> named.add(found.group(1)));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(known).containsAll(named);
    }

    @Test
    void theChartsOwnSettingsExist() throws Exception {
        Map<?, ?> settings = (Map<?, ?>) values().get("settings");
        Set<String> known = known();
        assertThat(settings.keySet())
                .allMatch(
                        key -> known.contains(key) || LIST.matcher((String) key).matches());
    }

    @Test
    void namesNoPassword() throws Exception {
        for (String line : Files.readAllLines(ENVIRONMENT)) {
            assertThat(line).doesNotMatch("ANZE_\\w*PASSWORD=.+");
        }
        environments()
                .forEach(environment -> environment.forEach((name, value) -> {
                    if (name.endsWith("PASSWORD")) {
                        assertThat(value).startsWith("${");
                    }
                }));
        assertThat(chart()).allSatisfy(text -> assertThat(text).doesNotContainPattern("name: \\w+PASSWORD, value"));
    }

    @Test
    void addressesOfStoresCanBeRead() throws Exception {
        List<String> databases = new ArrayList<>();
        List<String> brokers = new ArrayList<>();
        Map<?, ?> values = values();
        databases.add((String) ((Map<?, ?>) values.get("database")).get("url"));
        brokers.add((String) ((Map<?, ?>) values.get("broker")).get("url"));
        List<Map<String, String>> all = new ArrayList<>(environments());
        all.add(environmentFile());
        for (Map<String, String> environment : all) {
            databases.add(environment.get("ANZE_STORES_DATABASEURL"));
            brokers.add(environment.get("ANZE_STORES_BROKERURL"));
        }
        assertThat(databases).hasSize(4).allMatch(url -> Driver.parseURL(url, null) != null);
        for (String url : brokers) {
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url)) {
                var connector = factory.getStaticConnectors()[0].getParams();
                boolean elsewhere = String.valueOf(connector.get("host")).endsWith("example") || url.contains("61617");
                assertThat(!elsewhere || "true".equals(String.valueOf(connector.get("sslEnabled"))))
                        .as(url)
                        .isTrue();
                assertThat(connector).as(url).doesNotContainEntry("verifyHost", "false");
                assertThat(factory.getReconnectAttempts()).as(url).isEqualTo(-1);
            }
        }
    }

    @Test
    void templatesAreYamlWithTheChartsValues() throws Exception {
        List<String> kinds = documents().stream()
                .map(document -> String.valueOf(document.get("kind")))
                .distinct()
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder("StatefulSet", "Service", "NetworkPolicy", "PodDisruptionBudget");
    }

    @Test
    void templatesAreYamlWithAnOperatorsValues() throws Exception {
        ChartText text = new ChartText(
                CHART,
                "anze",
                Map.of(
                        "home", Map.of("existingClaim", "edited"),
                        "settings",
                                Map.of("anze.evidence.authorities[0].name", "national", "anze.rest.patience", "3s")));
        String nodes = text.render(CHART.resolve("templates/nodes.yaml"));
        Map<?, ?> parsed = ChartText.yaml().load(nodes);
        assertThat(String.valueOf(at(parsed, "spec", "template", "spec", "volumes")))
                .contains("claimName=edited");
        assertThat(nodes)
                .contains("{name: ANZE_HOME_FOLDER, value: /opt/anze-gateway/home}")
                .contains("{name: ANZE_EVIDENCE_AUTHORITIES_0_NAME, value: \"national\"}")
                .contains("{name: ANZE_REST_PATIENCE, value: \"3s\"}");
    }

    @Test
    void everyValueOfTheChartIsUsed() throws Exception {
        ChartText text = new ChartText(CHART, "anze", Map.of());
        for (Path template : ChartText.templates(CHART)) {
            text.render(template);
        }
        Set<String> leaves = new TreeSet<>();
        leaves("", values(), leaves);
        assertThat(leaves).allMatch(leaf -> text.used().stream()
                .anyMatch(used -> leaf.equals(used) || leaf.startsWith(used + ".")));
    }

    @Test
    void portsAreTheProgramsOwn() throws Exception {
        Set<Integer> ports = new TreeSet<>(List.of(
                Integer.valueOf(ConfigurationPageTest.keys().get("anze.https.port")),
                Integer.valueOf(ConfigurationPageTest.keys().get("anze.sftp.port")),
                (Integer) at(application(), "server", "port")));
        Set<Integer> inChart = new TreeSet<>();
        for (Object port : (List<?>) container().get("ports")) {
            inChart.add((Integer) ((Map<?, ?>) port).get("containerPort"));
        }
        assertThat(inChart).isEqualTo(ports);
        assertThat(Files.readString(IMAGE))
                .contains("EXPOSE " + ports.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n");
        for (Object service : ((Map<?, ?>) compose().get("services")).values()) {
            Object published = ((Map<?, ?>) service).get("ports");
            for (Object port : published == null ? List.of() : (List<?>) published) {
                String[] parts = String.valueOf(port).split(":");
                assertThat(parts[0]).isEqualTo("127.0.0.1");
                assertThat(ports).contains(Integer.valueOf(parts[2]));
            }
        }
    }

    @Test
    void probesAskWhatTheProgramAnswers() throws Exception {
        assertThat(at(application(), "management", "endpoint", "health", "probes", "enabled"))
                .isEqualTo(true);
        assertThat(at(application(), "management", "endpoint", "health", "group", "readiness", "include"))
                .isEqualTo("readinessState,db,broker");
        assertThat(probe("startupProbe")).isEqualTo("/actuator/health/liveness");
        assertThat(probe("livenessProbe")).isEqualTo("/actuator/health/liveness");
        assertThat(probe("readinessProbe")).isEqualTo("/actuator/health/readiness");
    }

    @Test
    void givesEveryNodeTheSameTimeToEnd() throws Exception {
        assertThat(Files.readString(UNIT)).contains("TimeoutStopSec=90\n");
        assertThat(at(compose(), "services", "gateway-1", "stop_grace_period")).isEqualTo("90s");
        assertThat(at(pod(), "terminationGracePeriodSeconds")).isEqualTo(90);
    }

    @Test
    void containersRunWithoutRights() throws Exception {
        assertThat(at(pod(), "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(at(container(), "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(container(), "securityContext", "allowPrivilegeEscalation"))
                .isEqualTo(false);
        assertThat(Files.readString(IMAGE))
                .contains("USER " + at(pod(), "securityContext", "runAsUser") + ":"
                        + at(pod(), "securityContext", "runAsGroup"));
    }

    @Test
    void theImageTakesEveryFolderThatIsReadAndCanReachIt() throws Exception {
        List<String> let = Files.readAllLines(Path.of("deploy/container/Dockerfile.dockerignore"));
        Set<String> copied = new TreeSet<>();
        Matcher copies = Pattern.compile("(?m)^COPY (\\w[\\w.]*) ").matcher(Files.readString(IMAGE));
        while (copies.find()) {
            copied.add(copies.group(1));
            assertThat(Path.of(copies.group(1))).exists();
            assertThat(let).contains("!" + copies.group(1));
        }
        assertThat(copied).contains("pom.xml", "src", "routes", "mappings", "parties", "jurisdictions", "codes");
    }

    @Test
    void thePageNamesFilesThatAreThere() throws Exception {
        Matcher named = Pattern.compile("\\bdeploy/[\\w./-]*\\w").matcher(Files.readString(PAGE));
        Set<String> paths = new TreeSet<>();
        while (named.find()) {
            paths.add(named.group());
        }
        // Passwords, which are never in git.
        paths.remove("deploy/compose/.env");
        assertThat(paths).hasSizeGreaterThan(5).allMatch(path -> Files.exists(Path.of(path)));
    }

    /** Long, because no system's packages have helm: the gate must not have tests that are skipped everywhere. */
    @Test
    @Tag("long")
    void helmRendersTheChart() throws Exception {
        assumeTrue(
                Executables.missing("helm").isEmpty(), "helm is not on this machine; ChartText has rendered the chart");
        succeeds("helm", "lint", "--strict", CHART.toString());
        succeeds("helm", "template", "anze", CHART.toString());
    }

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        assumeTrue(Executables.missing("systemd-analyze").isEmpty(), "systemd-analyze is not on this machine");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path unit = folder.resolve(UNIT.getFileName());
        String text = Files.readString(UNIT);
        assertThat(text).contains("ExecStart=/usr/bin/java ");
        Files.writeString(unit, text.replace("ExecStart=/usr/bin/java ", "ExecStart=" + java + " "));
        assertThat(succeeds("systemd-analyze", "verify", "--man=no", unit.toString()))
                .doesNotContain("Unknown key", "Failed to parse", unit.getFileName() + ":");
    }

    @Test
    @Tag("long")
    void composeAcceptsItsFile() throws Exception {
        assumeTrue(Executables.missing("docker").isEmpty(), "docker is not on this machine");
        assumeTrue(
                new ProcessBuilder("docker", "compose", "version").start().waitFor() == 0,
                "docker is here without its compose plug-in");
        Path passwords = Files.writeString(folder.resolve("env"), "DATABASE_PASSWORD=a\nBROKER_PASSWORD=b\n");
        succeeds("docker", "compose", "--env-file", passwords.toString(), "-f", COMPOSE.toString(), "config", "-q");
    }

    @Test
    void scriptsAreShell() throws Exception {
        for (Path file : files()) {
            if (file.toString().endsWith(".sh")) {
                assertThat(Files.isExecutable(file)).as("%s", file).isTrue();
                succeeds("sh", "-n", file.toString());
            }
        }
    }

    private String succeeds(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> below = Files.walk(Path.of("deploy"))) {
            return below.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Our keys and those of the libraries. */
    private static Set<String> known() throws Exception {
        Set<String> known = new HashSet<>(ConfigurationPageTest.keys().keySet());
        for (URL metadata : Collections.list(
                DeployTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = metadata.openStream()) {
                StreamSupport.stream(
                                JsonMapper.shared()
                                        .readTree(in)
                                        .path("properties")
                                        .spliterator(),
                                false)
                        .forEach(property -> known.add(property.path("name").asString()));
            }
        }
        return known;
    }

    /** How Spring Boot reads a key from the environment. */
    private static String variable(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> environmentFile() throws IOException {
        return Files.readAllLines(ENVIRONMENT).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** The environments of the nodes in the compose file. */
    private static List<Map<String, String>> environments() throws IOException {
        List<Map<String, String>> environments = new ArrayList<>();
        for (String node : List.of("gateway-1", "gateway-2")) {
            Map<String, String> environment = new LinkedHashMap<>();
            ((Map<?, ?>) at(compose(), "services", node, "environment"))
                    .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
            environments.add(environment);
        }
        return environments;
    }

    private static Map<?, ?> compose() throws IOException {
        return ChartText.yaml().load(Files.readString(COMPOSE));
    }

    private static Map<?, ?> application() throws IOException {
        return ChartText.yaml().load(Files.readString(Path.of("src/main/resources/application.yaml")));
    }

    private static Map<?, ?> values() throws IOException {
        return ChartText.yaml().load(Files.readString(CHART.resolve("values.yaml")));
    }

    private static List<String> chart() throws IOException {
        ChartText text = new ChartText(CHART, "anze", Map.of());
        return ChartText.templates(CHART).stream().map(text::render).toList();
    }

    private static List<Map<?, ?>> documents() throws IOException {
        List<Map<?, ?>> documents = new ArrayList<>();
        for (String text : chart()) {
            ChartText.yaml().loadAll(text).forEach(document -> documents.add((Map<?, ?>) document));
        }
        return documents;
    }

    private static Map<?, ?> pod() throws IOException {
        Map<?, ?> nodes = documents().stream()
                .filter(document -> "StatefulSet".equals(document.get("kind")))
                .findAny()
                .orElseThrow();
        return (Map<?, ?>) at(nodes, "spec", "template", "spec");
    }

    private static Map<?, ?> container() throws IOException {
        return (Map<?, ?>) ((List<?>) pod().get("containers")).get(0);
    }

    private static Object probe(String name) throws IOException {
        assertThat(at(container(), name, "httpGet", "port")).isEqualTo("console");
        return at(container(), name, "httpGet", "path");
    }

    private static Object at(Map<?, ?> map, String... path) {
        Object found = map;
        for (String name : path) {
            found = ((Map<?, ?>) found).get(name);
        }
        return found;
    }

    /** Paths of what is no map; the settings of operators are one value. */
    private static void leaves(String path, Object value, Set<String> into) {
        if (value instanceof Map<?, ?> map && !path.equals("settings")) {
            map.forEach((key, inner) -> leaves(path.isEmpty() ? String.valueOf(key) : path + "." + key, inner, into));
        } else {
            into.add(path);
        }
    }
}
