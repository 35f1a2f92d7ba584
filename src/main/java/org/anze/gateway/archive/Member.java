package org.anze.gateway.archive;

import java.util.List;

/** The members of a bundle (docs/spec/archive-v1.md §2), by name. */
final class Member {

    /** Format identifier of the manifest. */
    static final String FORMAT = "anze-archive/1";

    static final String HEAD = "head.json";
    static final String ENTRIES = "entries.ndjson";
    static final String INDEX = "index.ndjson";
    static final String UNITS = "units.bin";
    static final String TILES = "tiles.ndjson";
    static final String CHECKPOINTS = "checkpoints.ndjson";
    static final String COVER = "cover.json";
    static final String SUBMISSIONS = "submissions.ndjson";
    static final String RAW = "raw.bin";
    static final String KEYS = "keys.ndjson";
    static final String MANIFEST = "manifest.json";

    /** All but the manifest, in the order in which they are written. */
    static final List<String> ALL =
            List.of(HEAD, ENTRIES, INDEX, UNITS, TILES, CHECKPOINTS, COVER, SUBMISSIONS, RAW, KEYS);

    /** Largest head, cover and manifest in bytes. */
    static final int MOST_SMALL = 1 << 20;

    /** Longest line in bytes: a submission's carries its receipt and the sender's signature. */
    static final int MOST_LINE = 48 << 20;

    /** Longest units of a record or chunk of raw bytes. */
    static final int MOST_CONTENT = 64 << 20;

    private Member() {}
}
