package org.anze.gateway.access.change;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * A difference between what is in force for a party and what its files say.
 *
 * @param id names exactly these texts: when the files are changed again, it is another change
 * @param identity what changes about the party itself; null when nothing does
 * @param files only those that differ
 * @param figuresHeld record types of which nothing may be counted until this is approved
 * @param proposed the first person's word; null as long as there is none
 * @param rejected why it was sent back; null unless it was
 */
public record AgreementChange(
        long id,
        String party,
        Instant foundAt,
        @Nullable Identity identity,
        List<File> files,
        List<RecordType> figuresHeld,
        @Nullable Word proposed,
        @Nullable Word rejected) {

    /** Copies the lists. */
    public AgreementChange {
        files = List.copyOf(files);
        figuresHeld = List.copyOf(figuresHeld);
    }

    /**
     * The party's type, credit code and reach, before and after.
     *
     * @param reachBefore delivery address, registered certificates and token mode as canonical JSON; empty when not recorded
     */
    public record Identity(
            String typeBefore,
            String typeAfter,
            String usccBefore,
            String usccAfter,
            String reachBefore,
            String reachAfter) {}

    /**
     * One file.
     *
     * @param versionBefore version in force; null for a new file
     * @param versionAfter version on disk; null for a removed file
     */
    public record File(
            String name,
            @Nullable Integer versionBefore,
            @Nullable Integer versionAfter,
            List<TextLine> lines) {
        /** Copies the list. */
        public File {
            lines = List.copyOf(lines);
        }
    }

    /** What a person said, and when. */
    public record Word(String person, Instant at, String reason) {}
}
