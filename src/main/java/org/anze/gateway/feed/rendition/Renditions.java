package org.anze.gateway.feed.rendition;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.mapping.rendering.OutboundMapping;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.mapping.rendering.Rendering;
import org.anze.gateway.mapping.rendering.RenderingProblem;
import org.anze.gateway.mapping.rendering.Target;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Renders the records of a parcel as the recipient's party file asks. Safe for several threads. */
public final class Renditions {

    private final RecordDefinitions definitions;
    private final OutboundMappings mappings;

    /** With the outbound mappings in force. */
    public Renditions(RecordDefinitions definitions, OutboundMappings mappings) {
        this.definitions = definitions;
        this.mappings = mappings;
    }

    /**
     * The files that go with a parcel.
     *
     * <p>Types that the party file maps: {@code <nine digits>.<type>.<extension of the target>}. The others by
     * format: NDJSON, CSV and xlsx one file per type, XML one {@code <nine digits>.xml} for all, JSON nothing.
     * Withdrawals: {@code <nine digits>.withdrawn.…} in the format, or in the XML document. An empty parcel has none.
     *
     * @param number parcel number, from 1
     * @param records in parcel order, withdrawals among them
     * @throws TryAgainLater when the recipient's encoding is unknown or lacks a character, or a mapping is missing,
     * broken or lacks a code: files must be mended
     */
    public List<Parcel.Rendition> render(Party recipient, long number, List<DisclosedRecord> records) {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null) {
            throw new IllegalArgumentException(recipient.id() + " receives nothing");
        }
        checkTypes(recipient.id(), delivery);
        if (records.isEmpty()
                || delivery.format() == Party.Format.JSON && delivery.mappings().isEmpty()) {
            return List.of();
        }
        Map<RecordType, List<DisclosedRecord>> byType = new EnumMap<>(RecordType.class);
        List<DisclosedRecord> withdrawn = new ArrayList<>();
        for (DisclosedRecord record : records) {
            if (record.withdrawal()) {
                withdrawn.add(record);
            } else {
                byType.computeIfAbsent(record.sealed().type(), type -> new ArrayList<>())
                        .add(record);
            }
        }
        Target target = target(recipient.id(), delivery);
        List<Parcel.Rendition> files = new ArrayList<>();
        List<DisclosedRecord> plain = new ArrayList<>();
        byType.forEach((type, list) -> {
            String mapping = delivery.mappings().get(type.code());
            if (mapping != null) {
                files.add(mapped(recipient.id(), number, type, mapping, list));
            } else if (target != null) {
                RecordDefinition newest = newest(list);
                List<RecordView> views = views(list);
                Rendering rendering = Rendering.disclosed(newest, target, views);
                files.add(file(recipient.id(), number, type.code(), rendering, views));
            } else {
                plain.addAll(list);
            }
        });
        addOthers(recipient, number, plain, withdrawn, files);
        return List.copyOf(files);
    }

    /** What no table takes: XML has one document for all of it, and withdrawals have a file of their own elsewhere. */
    private void addOthers(
            Party recipient,
            long number,
            List<DisclosedRecord> plain,
            List<DisclosedRecord> withdrawn,
            List<Parcel.Rendition> files) {
        Party.Delivery delivery = recipient.delivery();
        if (delivery != null && delivery.format() == Party.Format.XML) {
            plain.addAll(withdrawn);
            if (!plain.isEmpty()) {
                files.addAll(XmlRendition.render(recipient, number, plain, definitions));
            }
        } else if (delivery != null && !withdrawn.isEmpty()) {
            Target target = target(recipient.id(), delivery);
            files.add(withdrawals(
                    recipient.id(), number, target == null ? Target.of(Target.Format.JSON) : target, withdrawn));
        }
    }

    private static void checkTypes(String recipient, Party.Delivery delivery) {
        delivery.mappings().forEach((type, mapping) -> {
            if (RecordType.byCode(type).isEmpty()) {
                throw new TryAgainLater(RenditionProblem.MAPPING_MISPLACED, null, recipient, type, mapping);
            }
        });
    }

    /** Null for the formats that have no file per type. */
    private static @Nullable Target target(String recipient, Party.Delivery delivery) {
        return switch (delivery.format()) {
            case CSV -> Target.csv(charset(recipient, delivery), false);
            case XLSX -> Target.of(Target.Format.XLSX);
            case NDJSON -> Target.of(Target.Format.NDJSON);
            case JSON, XML -> null;
        };
    }

    private static Charset charset(String recipient, Party.Delivery delivery) {
        String name = delivery.encoding();
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new TryAgainLater(RenditionProblem.UNKNOWN_ENCODING, e, recipient, name);
        }
    }

    private Parcel.Rendition mapped(
            String recipient, long number, RecordType type, String name, List<DisclosedRecord> records) {
        OutboundMapping mapping = mappings.find(recipient, name)
                .orElseThrow(() -> new TryAgainLater(RenderingProblem.TABLE_MISSING, null, recipient, name));
        if (mapping.definition().type() != type) {
            throw new TryAgainLater(RenditionProblem.MAPPING_MISPLACED, null, recipient, type.code(), name);
        }
        return file(recipient, number, type.code(), mapping.rendering(), views(records));
    }

    private Parcel.Rendition withdrawals(
            String recipient, long number, Target target, List<DisclosedRecord> withdrawn) {
        boolean table = target.format() == Target.Format.CSV || target.format() == Target.Format.XLSX;
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(table ? "记录类型" : "recordType", "recordType");
        columns.put(table ? "业务主键" : "businessKey", "businessKey");
        columns.put(table ? "版本" : "version", "version");
        List<RecordView> views = withdrawn.stream()
                .map(record -> DisclosedView.ofWithdrawn(record, definition(record)))
                .toList();
        return file(recipient, number, "withdrawn", Rendering.plain(target, columns), views);
    }

    private static Parcel.Rendition file(
            String recipient, long number, String what, Rendering rendering, List<RecordView> views) {
        Target target = rendering.target();
        String name =
                Parcel.fileBase(number) + "." + what + "." + target.format().extension();
        return new Parcel.Rendition(name, target.mediaType(), rendering.render(recipient, views));
    }

    private List<RecordView> views(List<DisclosedRecord> records) {
        return records.stream()
                .map(record -> DisclosedView.of(record, definition(record)))
                .toList();
    }

    private RecordDefinition definition(DisclosedRecord record) {
        return definitions.of(record.sealed().type(), record.sealed().schemaVersion());
    }

    /** Later versions only add fields, so the newest has a column for everything. */
    private RecordDefinition newest(List<DisclosedRecord> records) {
        RecordDefinition newest = definition(records.get(0));
        for (DisclosedRecord record : records) {
            RecordDefinition next = definition(record);
            newest = next.version() > newest.version() ? next : newest;
        }
        return newest;
    }
}
