/**
 * What people see in a browser: how each party stands, where a record is, what became of it and who was given what.
 *
 * <p>Pages are made on the server (Thymeleaf), work without scripts, and are nicer with htmx. Chinese first; {@code
 * ?lang=en} switches and a cookie remembers.
 *
 * <p>Not here: any change. The console reads the database by its own bounded queries and gives orders only through {@code
 * feed.FeedActions} and {@code routing.ConfigurationReload}.
 *
 * <p>Promise: no query runs longer than the limit of {@link org.anze.gateway.console.ConsoleSettings}; no personal value
 * (classes L4 and L5 of DOMAIN.md B4) reaches a page, and no search term reaches an address, a log line or a referrer.
 */
@NullMarked
package org.anze.gateway.console;

import org.jspecify.annotations.NullMarked;
