/**
 * Puts the parts together: reads the folders that an operator edits, loads the route files and checks them, and leads
 * batches and parcels through them.
 *
 * <p>{@code routing.http} is the door for parties: connector, TLS, authentication.
 *
 * <p>Not here: any decision about a record or a party.
 *
 * <p>Promise: a route file without id, description, group or existing error configuration, or one that names a bean or
 * method that is missing, stops the start; a broken party, agreement or mapping stops that party only.
 */
@NullMarked
package org.anze.gateway.routing;

import org.jspecify.annotations.NullMarked;
