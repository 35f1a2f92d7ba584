package org.anze.gateway.feed.rendition;

import java.util.List;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;

/** Renders the records of a parcel as the recipient's party file asks. Stateless; safe for several threads. */
public final class Renditions {

    private Renditions() {}

    /**
     * The files that go with a parcel.
     *
     * <p>CSV: {@code <nine digits>.<type>.csv} for each record type in it and {@code <nine digits>.withdrawn.csv} when
     * records are withdrawn. XML: {@code <nine digits>.xml}. JSON, and an empty parcel in any format: nothing.
     *
     * @param number parcel number, from 1
     * @param records in parcel order, withdrawals among them
     * @throws TryAgainLater when the recipient's encoding is unknown or lacks a character: its party file must be mended
     */
    public static List<Parcel.Rendition> render(
            Party recipient, long number, List<DisclosedRecord> records, RecordDefinitions definitions) {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null) {
            throw new IllegalArgumentException(recipient.id() + " receives nothing");
        }
        if (records.isEmpty() || delivery.format() == Party.Format.JSON) {
            return List.of();
        }
        return delivery.format() == Party.Format.CSV
                ? CsvRendition.render(recipient, number, records, definitions)
                : XmlRendition.render(recipient, number, records, definitions);
    }
}
