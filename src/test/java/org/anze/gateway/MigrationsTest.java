package org.anze.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * A node of the version before goes on, and starts, beside tables that a newer one has migrated. What two real versions do
 * together is in {@code RollingUpgradeTest}.
 */
class MigrationsTest {

    private static final Path FOLDER = Path.of("src/main/resources/db/migration");
    /** From here on a migration must leave the version before at work. */
    private static final int PROMISED_AFTER = 14;

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern STATEMENT =
            Pattern.compile("(?:'[^']*'|\\$\\$.*?\\$\\$|[^;'$]++|\\$(?!\\$))+", Pattern.DOTALL);
    private static final Pattern NEW_TABLE = Pattern.compile("create table (?:if not exists )?(\\w+)\\b.*");
    private static final Pattern ALTERED = Pattern.compile("alter table (?:only )?(\\w+) (.*)");
    /** How rows are laid out says nothing of what they hold. */
    private static final Pattern LAYOUT = Pattern.compile("set \\((?:toast_tuple_target|fillfactor) = \\d+\\)");

    private static final Pattern NEW_COLUMN = Pattern.compile("add column (?:if not exists )?(\\w+) (.*)");
    private static final Pattern ON_TABLE = Pattern.compile("create (?:unique index|trigger) .*? on (\\w+)\\b.*");
    private static final Pattern FILLED = Pattern.compile("update (\\w+) set (\\w+) = .*");

    /** Both came before the first release: no version before them was ever in use. */
    private static final Set<Integer> BEFORE_ANY_RELEASE = Set.of(18, 25);

    @Test
    void leaveTheVersionBeforeAtWork() throws IOException {
        Map<Integer, List<String>> breaking = new TreeMap<>();
        for (Path file : files()) {
            List<String> found = breaking(Files.readString(file));
            if (number(file) > PROMISED_AFTER && !found.isEmpty()) {
                breaking.put(number(file), found);
            }
        }

        assertThat(breaking).containsOnlyKeys(BEFORE_ANY_RELEASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table submission",
                "drop index submission_open",
                "alter table submission drop column bytes",
                "alter table submission rename column bytes to size",
                "alter table submission rename to arrival",
                "alter table submission set schema another",
                "alter table submission set (toast_tuple_target = 8160), drop column bytes",
                "alter table submission alter column bytes type int",
                "alter table submission alter column party set not null",
                "alter table submission add column node text not null",
                "alter table submission add column node text, add column kind text not null",
                "alter table submission add column node text unique",
                "alter table submission add constraint small check (bytes < 10)",
                "create unique index one_a_day on submission (party)",
                "create trigger watch before insert on submission for each row execute function watch()",
                "create or replace function audit_is_append_only() returns trigger language plpgsql as $$ begin; end $$",
                "update submission set bytes = 0",
                "delete from submission",
                "truncate submission",
                "do $$ begin drop table submission; end $$",
                "create table a (b int); alter table submission drop column bytes"
            })
    void areSeenWhenTheyDoNot(String sql) {
        assertThat(breaking(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table a (b int not null); create unique index c on a (b); alter table a add check (b > 0)",
                "create index later on submission (party); -- drop table submission\n",
                "alter table submission add column node text; update submission set node = 'x; drop table y'",
                "alter table submission add column node text not null default '', add column kind int",
                "alter table submission set (toast_tuple_target = 8160)"
            })
    void areNotSuspectedOfWhatTheyOnlyAdd(String sql) {
        assertThat(breaking(sql)).isEmpty();
    }

    /** With the settings of the product: Flyway must not refuse migrations it does not know because they are newer. */
    @Test
    void doNotKeepANodeOfTheVersionBeforeFromStarting(@TempDir Path former) throws IOException {
        DataSource migrated = TestStores.freshSchema();
        List<Path> files = files();
        List<Path> known = files.subList(0, files.size() - 2);
        for (Path file : known) {
            Files.copy(file, former.resolve(file.getFileName()));
        }

        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.flyway.locations=filesystem:" + former)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withBean(DataSource.class, () -> migrated)
                .run(node -> {
                    assertThat(node).hasNotFailed();
                    MigrationInfoService said = node.getBean(Flyway.class).info();
                    assertThat(said.applied())
                            .filteredOn(MigrationInfo::isVersioned)
                            .hasSize(files.size());
                    assertThat(said.pending()).isEmpty();
                });
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted(Comparator.comparing(MigrationsTest::number)).toList();
        }
    }

    private static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    /** Statements that a program of before might stumble over; what is not known to be harmless is among them. */
    private static List<String> breaking(String sql) {
        Set<String> tables = new HashSet<>();
        Set<String> columns = new HashSet<>();
        List<String> breaking = new ArrayList<>();
        Matcher statements = STATEMENT.matcher(COMMENT.matcher(sql).replaceAll(" "));
        while (statements.find()) {
            String statement =
                    statements.group().toLowerCase().replaceAll("\\s+", " ").strip();
            if (!statement.isEmpty() && !isHarmless(statement, tables, columns)) {
                breaking.add(statement);
            }
        }
        return breaking;
    }

    private static boolean isHarmless(String statement, Set<String> tables, Set<String> columns) {
        Matcher created = NEW_TABLE.matcher(statement);
        if (created.matches()) {
            tables.add(created.group(1));
            return true;
        }
        Matcher on = ON_TABLE.matcher(statement);
        if (on.matches()) {
            return tables.contains(on.group(1));
        }
        Matcher altered = ALTERED.matcher(statement);
        if (altered.matches()) {
            return tables.contains(altered.group(1)) || addsOnly(altered.group(1), altered.group(2), columns);
        }
        Matcher filled = FILLED.matcher(statement);
        if (filled.matches()) {
            return tables.contains(filled.group(1)) || columns.contains(filled.group(1) + "." + filled.group(2));
        }
        return statement.matches("(create (index|sequence|view|function) |insert into |comment on |grant ).*");
    }

    /** Columns that may stay without a value when somebody inserts who knows nothing of them. */
    private static boolean addsOnly(String table, String clauses, Set<String> columns) {
        for (String clause : clauses.split(",(?![^(]*\\)) ?")) {
            if (LAYOUT.matcher(clause.strip()).matches()) {
                continue;
            }
            Matcher column = NEW_COLUMN.matcher(clause.strip());
            if (!column.matches()
                    || column.group(2).matches(".*\\b(unique|primary key|references)\\b.*")
                    || column.group(2).contains("not null") && !column.group(2).contains("default")) {
                return false;
            }
            columns.add(table + "." + column.group(1));
        }
        return true;
    }
}
