package org.anze.gateway.intake.soap;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where signed messages are remembered for all nodes; apart from the door, which can be opened without a database. */
@Configuration(proxyBeanMethods = false)
class SignedMessagesConfiguration {

    @Bean
    SignedMessages signedMessages(JdbcClient jdbc) {
        return new StoredSignedMessages(jdbc);
    }
}
