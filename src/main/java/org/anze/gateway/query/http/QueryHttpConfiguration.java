package org.anze.gateway.query.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Opens the query side on the party port; wants the beans of {@code query} and {@code query.statistics}. */
@Configuration(proxyBeanMethods = false)
@Import({RecordQueryController.class, StatisticsController.class})
public class QueryHttpConfiguration {}
