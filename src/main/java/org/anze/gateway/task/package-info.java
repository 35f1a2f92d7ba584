/**
 * What operators order about many things at once: giving records again, sending parcels again, reading submissions again
 * through a mended mapping, exporting what a recipient may see. Each order is a task with a list that is frozen when it is
 * planned, a forecast without effect, a reason, a second person above a threshold, a rate, a pause and an outcome per item.
 *
 * <p>Not for what happens by itself (feeds, retries, schedules), and not for the acts themselves: those are the feed's, the
 * intake's and the query's.
 *
 * <p>Promises: every item of the list has its effect at most once, and at least once unless the task is cancelled or the item is
 * refused for good, whatever is killed when. Of several nodes the one that holds the lease of schedules works.
 */
@NullMarked
package org.anze.gateway.task;

import org.jspecify.annotations.NullMarked;
