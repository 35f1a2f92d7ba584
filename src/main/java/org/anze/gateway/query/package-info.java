/**
 * The query side: a party asks for records, their versions, history and proof, or whether something holds of a unit.
 *
 * <p>Not here: what may be shown ({@code access} decides and discloses), how a file of records looks ({@code
 * feed.rendition}, {@code mapping.rendering}), figures over many records ({@code query.statistics}), HTTP ({@code
 * query.http}).
 *
 * <p>Promises: the decision is the one of the feed, taken anew for every record of every answer; each answer and each refusal
 * stands in the audit log before it leaves; what is not permitted is answered like what does not exist; every answer is
 * bounded in records and time.
 */
@NullMarked
package org.anze.gateway.query;

import org.jspecify.annotations.NullMarked;
