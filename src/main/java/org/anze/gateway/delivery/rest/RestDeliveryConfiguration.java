package org.anze.gateway.delivery.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Opens the feed for pulling recipients and the public log; wants the beans of {@code feed},
 * {@code ledger} and {@code evidence}.
 */
@Configuration(proxyBeanMethods = false)
@Import({FeedController.class, LogController.class, CosignedCheckpointController.class})
public class RestDeliveryConfiguration {}
