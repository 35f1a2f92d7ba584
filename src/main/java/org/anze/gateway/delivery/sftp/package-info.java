/**
 * Delivery to a recipient's own SFTP server: parcels are pushed into a folder there, receipts are fetched from the
 * {@code receipts} folder beside it.
 *
 * <p>Promises: the document is written last and gets its name last, so where a document stands its parcel is whole. Pushing
 * a parcel again replaces the same files by the same bytes. The recipient's host key must be known beforehand; there is no
 * trust on first use.
 *
 * <p>Not here: when a parcel is sent or sent again ({@code feed}), and files that parties drop with us
 * ({@code intake.sftp}).
 */
@NullMarked
package org.anze.gateway.delivery.sftp;

import org.jspecify.annotations.NullMarked;
