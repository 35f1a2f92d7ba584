package org.anze.gateway.delivery.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Opens the feed for pulling recipients and the public log; wants the beans of {@code feed} and {@code ledger}. */
@Configuration(proxyBeanMethods = false)
@Import({FeedController.class, LogController.class})
public class RestDeliveryConfiguration {}
