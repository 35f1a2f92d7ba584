/**
 * What a team would otherwise build of the same parts: Camel routes, a table of records, a queue for each recipient, and a signature
 * for each record and recipient, because the recipients see different fields of it. As durable as the gateway: the receipt goes out
 * after the commit of database and broker, and a record counts as delivered after the commit that follows the recipient's receipt.
 */
@NullMarked
package org.anze.bench.baseline;

import org.jspecify.annotations.NullMarked;
