package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.feed.PreparedParcel.AgreementRef;
import org.anze.gateway.feed.rendition.Renditions;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.SealingTime;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.parcel.Withdrawal;
import org.anze.gateway.seal.tree.MultiProof;
import org.jspecify.annotations.Nullable;

/** Renders, proves and signs parcels. Safe for several threads. */
public final class ParcelMaker {

    private final LedgerReader ledger;
    private final RecordDefinitions definitions;
    private final Supplier<OutboundMappings> mappings;
    private final Signer signer;
    private final SealCertificate certificate;
    private final Suite suite;
    private final Envelopes envelopes;
    private final Clock clock;

    /** With the outbound mappings in force at each moment and the gateway's sealing key. */
    public ParcelMaker(
            LedgerReader ledger,
            RecordDefinitions definitions,
            Supplier<OutboundMappings> mappings,
            Signer signer,
            SealCertificate certificate,
            Envelopes envelopes,
            Clock clock) {
        this.ledger = ledger;
        this.definitions = definitions;
        this.mappings = mappings;
        this.signer = signer;
        this.certificate = certificate;
        this.suite = signer.suite();
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /**
     * A parcel.
     *
     * @param checkpointSize of the checkpoint it refers to
     */
    record Made(Parcel parcel, long checkpointSize) {}

    /**
     * Passes while parcels can be made; see {@link SealingTime#require}. To be asked before agreements are: by a clock that is
     * years off none is in force, and what they do not give is passed over for good.
     */
    void requireSealingTime() {
        SealingTime.require(certificate, clock.instant());
    }

    /** Looks how far the ledger is: whoever made the last parcel may have known more of it than this node was told. */
    void refresh() {
        ledger.refresh();
    }

    /** Document and renditions of one parcel. */
    Made make(Party recipient, long number, List<DisclosedRecord> records) {
        SignedCheckpoint checkpoint = checkpoint();
        ParcelWriter writer = writer(recipient.id(), number, checkpoint);
        List<Long> indexes = new ArrayList<>();
        for (DisclosedRecord record : records) {
            writer.agreement(new Agreement(record.agreement(), record.agreementVersion()));
            if (record.withdrawal()) {
                writer.withdrawal(new Withdrawal(
                        record.sealed().type().code(),
                        record.sealed().businessKey(),
                        record.sealed().version()));
            } else {
                writer.entry(
                        record.sealed().header(),
                        record.sealed().index(),
                        record.sealed().type().code(),
                        units(record));
                indexes.add(record.sealed().index());
            }
        }
        if (!indexes.isEmpty()) {
            writer.inclusion(MultiProof.create(
                    suite,
                    ledger.tree(),
                    indexes.stream().mapToLong(Long::longValue).toArray(),
                    checkpoint.checkpoint().size()));
        }
        List<Parcel.Rendition> renditions =
                enclosed(recipient, new Renditions(definitions, mappings.get()).render(recipient, number, records));
        renditions.forEach(rendition -> writer.rendition(rendition.name(), rendition.content()));
        Parcel parcel =
                new Parcel(recipient.id(), number, writer.sign(signer, certificate), renditions, records.size());
        if (envelope(recipient) == Party.Envelope.SIGNED_ENCRYPTED) {
            parcel = parcel.with(enclosed(recipient, parcel.documentName(), parcel.document()));
        }
        return new Made(parcel, checkpoint.checkpoint().size());
    }

    private static Party.@Nullable Envelope envelope(Party recipient) {
        Party.Delivery delivery = recipient.delivery();
        return delivery == null ? null : delivery.envelope();
    }

    private List<Parcel.Rendition> enclosed(Party recipient, List<Parcel.Rendition> renditions) {
        return envelope(recipient) == null
                ? renditions
                : renditions.stream()
                        .map(rendition -> enclosed(recipient, rendition.name(), rendition.content()))
                        .toList();
    }

    private Parcel.Rendition enclosed(Party recipient, String name, byte[] content) {
        return new Parcel.Rendition(
                name + Envelopes.SUFFIX, Envelopes.MEDIA_TYPE, envelopes.enclose(recipient, content));
    }

    /**
     * The empty parcel that stands in for one that does not leave any more.
     *
     * @param checkpointSize of the checkpoint that the one it stands in for refers to, so that checkpoints never shrink from
     *     one parcel to the next
     * @param statement why
     */
    Parcel makeEmpty(String recipient, long number, long checkpointSize, String statement) {
        byte[] document = writer(recipient, number, ledger.checkpointOf(checkpointSize))
                .statement(statement)
                .sign(signer, certificate);
        return new Parcel(recipient, number, document, List.of(), 0);
    }

    /** The agreements that decided over these records. */
    static List<AgreementRef> agreements(List<DisclosedRecord> records) {
        Set<AgreementRef> agreements = new LinkedHashSet<>();
        records.forEach(record -> agreements.add(new AgreementRef(record.agreement(), record.agreementVersion())));
        return List.copyOf(agreements);
    }

    private SignedCheckpoint checkpoint() {
        return ledger.newest().orElseThrow(() -> new IllegalStateException("an empty ledger has no parcels"));
    }

    private ParcelWriter writer(String recipient, long number, SignedCheckpoint checkpoint) {
        requireSealingTime();
        Instant now = clock.instant();
        return new ParcelWriter(new ParcelHead(checkpoint.checkpoint().origin(), recipient, number, now), checkpoint);
    }

    /** The entry of a disclosed record, as it was hashed. */
    public static EntryHeader header(DisclosedRecord record) {
        try {
            return EntryHeader.parse(record.sealed().header());
        } catch (FlawException e) {
            throw new IllegalStateException("ledger entry " + record.sealed().index() + " is damaged", e);
        }
    }

    /** The units of a disclosed record as evidence carries them, in tree order. */
    public static List<DisclosedUnit> units(DisclosedRecord record) {
        List<DisclosedUnit> units = new ArrayList<>(record.units().size());
        for (DisclosedRecord.Unit unit : record.units()) {
            units.add(
                    switch (unit.manner()) {
                        case GIVEN -> new DisclosedUnit.Given(unit.name(), present(unit.salt()), present(unit.value()));
                        case MASKED ->
                            new DisclosedUnit.Masked(unit.name(), present(unit.hash()), present(unit.masked()));
                        case WITHHELD -> new DisclosedUnit.Withheld(unit.name(), present(unit.hash()));
                    });
        }
        return units;
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a disclosed unit is incomplete");
        }
        return part;
    }
}
