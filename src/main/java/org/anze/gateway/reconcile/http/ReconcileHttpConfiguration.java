package org.anze.gateway.reconcile.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Opens reconciliation on the party port; wants a bean of {@code ReconcileDesk}. */
@Configuration(proxyBeanMethods = false)
@Import(ReconciliationController.class)
public class ReconcileHttpConfiguration {}
