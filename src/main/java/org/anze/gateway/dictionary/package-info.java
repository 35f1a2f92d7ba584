/**
 * What the gateway publishes about its records: JSON Schema, XML Schema, OpenAPI parts, templates to fill in, and the data
 * dictionary for people, all drawn from the record definitions, so that none of them can say something else than the checks.
 *
 * <p>Not here: the definitions themselves ({@code record}), checking records ({@code validation}), and how a sender's own
 * columns become canonical ones ({@code mapping}).
 *
 * <p>Promise: the same definitions and code tables give the same dictionary under the same version; nothing published here needs credentials, because
 * none of it is about anybody.
 */
@NullMarked
package org.anze.gateway.dictionary;

import org.jspecify.annotations.NullMarked;
