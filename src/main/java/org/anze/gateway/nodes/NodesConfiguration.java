package org.anze.gateway.nodes;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts leases and bells together; they begin when the gateway's start says so, and end last. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
class NodesConfiguration {

    /** The lease of processing submissions and writing the ledger. */
    static final String LEDGER = "ledger";
    /** The lease of what runs by the clock. */
    static final String SCHEDULES = "schedules";

    @Bean
    Leases leases(DataSource dataSource, NodeSettings settings, ObjectProvider<BuildProperties> build) {
        BuildProperties known = build.getIfAvailable();
        return new Leases(
                dataSource,
                settings.identity(),
                known == null ? "development" : String.valueOf(known.getVersion()),
                LeaseTimes.USUAL);
    }

    @Bean
    Lease ledgerLease(Leases leases) {
        return leases.lease(LEDGER);
    }

    @Bean
    Lease scheduleLease(Leases leases) {
        return leases.lease(SCHEDULES);
    }

    @Bean
    Bells bells(DataSource dataSource, Leases leases) {
        return new Bells(dataSource, leases.node(), leases::hasOthers);
    }
}
