package org.anze.gateway.query.statistics;

import java.time.Clock;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.query.AuditedQueries;
import org.anze.gateway.query.QuerySettings;
import org.anze.gateway.record.RecordDefinitions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the figures together; they follow the ledger from the start of the gateway on. */
@Configuration(proxyBeanMethods = false)
class StatisticsConfiguration {

    @Bean
    Cube statisticsCube(QuerySettings settings) {
        return new Cube(settings.mostCells());
    }

    @Bean
    CubeFollower statisticsFollower(LedgerReader ledger, JdbcClient jdbc, RecordDefinitions definitions, Cube cube) {
        return new CubeFollower(ledger, jdbc, new Parts(definitions), cube);
    }

    @Bean
    StatisticsDesk statisticsDesk(
            AuditedQueries queries,
            Cube cube,
            CubeFollower follower,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Supplier<Agreements> agreements,
            Clock clock) {
        return new Statistics(queries, cube, follower, ledger, definitions, agreements, clock);
    }
}
