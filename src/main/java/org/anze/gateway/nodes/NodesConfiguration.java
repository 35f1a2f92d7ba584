package org.anze.gateway.nodes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts leases and bells together; they begin when the gateway's start says so, and end last. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
class NodesConfiguration {

    /** The lease of processing submissions and writing the ledger. */
    static final String LEDGER = "ledger";
    /** The lease of what runs by the clock. */
    static final String SCHEDULES = "schedules";

    @Bean
    Leases leases(
            DataSource dataSource,
            NodeSettings settings,
            ObjectProvider<BuildProperties> build,
            Clock clock,
            MeterRegistry meters) {
        BuildProperties known = build.getIfAvailable();
        Leases leases = new Leases(
                dataSource,
                settings.identity(),
                known == null ? "development" : String.valueOf(known.getVersion()),
                LeaseTimes.USUAL,
                clock);
        Gauge.builder("anze.node.clock.ahead", leases, node -> node.clockAhead().toMillis() / 1000.0)
                .description("by how much this node's clock is ahead of the database's, below zero when it is behind")
                .baseUnit("seconds")
                .register(meters);
        return leases;
    }

    @Bean
    Lease ledgerLease(Leases leases, MeterRegistry meters) {
        return counted(leases.lease(LEDGER), LEDGER, meters);
    }

    @Bean
    Lease scheduleLease(Leases leases, MeterRegistry meters) {
        return counted(leases.lease(SCHEDULES), SCHEDULES, meters);
    }

    private static Lease counted(Lease lease, String name, MeterRegistry meters) {
        Gauge.builder("anze.lease.held", lease, held -> held.isHeld() ? 1 : 0)
                .tag("lease", name)
                .description("whether this node does this work")
                .register(meters);
        return lease;
    }

    @Bean
    Supplier<NodesState> nodesState(JdbcClient jdbc, Leases leases) {
        return () -> NodesState.read(jdbc, leases.node());
    }

    @Bean
    Bells bells(DataSource dataSource, Leases leases) {
        return new Bells(dataSource, leases.node(), leases::hasOthers);
    }
}
