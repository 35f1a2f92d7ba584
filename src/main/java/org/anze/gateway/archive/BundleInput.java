package org.anze.gateway.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.HashStream;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.jspecify.annotations.Nullable;

/**
 * A bundle whose manifest was verified. Its members are read in streams; what a stream gave is to be believed once {@link
 * Reading#finish} returned. For one thread.
 */
final class BundleInput implements AutoCloseable {

    private final ZipFile zip;
    private final JsonFields manifest;
    private final byte[] digest;
    private final Suite suite;
    private final Map<String, Listed> members = new LinkedHashMap<>();

    private record Listed(byte[] digest, long size) {}

    /**
     * Opens a bundle.
     *
     * @throws FlawException when it is no zip file, has members of other names, or its manifest does not verify
     */
    static BundleInput open(Path file, SealTrust trust) throws FlawException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException | RuntimeException unreadable) {
            throw new FlawException(Flaw.UNREADABLE, "");
        }
        try {
            return new BundleInput(zip, trust);
        } catch (FlawException | RuntimeException flaw) {
            try {
                zip.close();
            } catch (IOException alsoFailed) {
                flaw.addSuppressed(alsoFailed);
            }
            throw flaw;
        }
    }

    private BundleInput(ZipFile zip, SealTrust trust) throws FlawException {
        this.zip = zip;
        requireNames();
        byte[] signed = small(Member.MANIFEST);
        SignedStatement statement = SignedStatement.verify(signed, Member.FORMAT, trust);
        manifest = JsonFields.of(
                statement.body(),
                "manifest",
                "format",
                "from",
                "issuedAt",
                "keepUntil",
                "ledger",
                "members",
                "month",
                "suite",
                "to");
        suite = manifest.suite("suite");
        digest = suite.hash(signed);
        String ledger = manifest.ledger("ledger");
        if (!ledger.equals(statement.signer()) && !ledger.startsWith(statement.signer() + "/")) {
            throw new FlawException(Flaw.SIGNER_UNKNOWN, "manifest.ledger");
        }
        for (Object value : manifest.list("members")) {
            JsonFields member = JsonFields.of(value, "manifest.members", "digest", "name", "size");
            members.put(member.text("name"), new Listed(member.hash("digest"), member.integer("size", 0)));
        }
        if (!List.copyOf(members.keySet()).equals(Member.ALL)
                || manifest.list("members").size() != Member.ALL.size()) {
            throw new FlawException(Flaw.RENDITION_NAME, "manifest.members");
        }
    }

    /** Exactly the known names, each once: what nobody looks at must not ride along. */
    private void requireNames() throws FlawException {
        Set<String> wanted = new HashSet<>(Member.ALL);
        wanted.add(Member.MANIFEST);
        int count = 0;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); count++) {
            String name = entries.nextElement().getName();
            if (count > Member.ALL.size() || !Member.ALL.contains(name) && !name.equals(Member.MANIFEST)) {
                throw new FlawException(Flaw.RENDITION_NAME, "");
            }
            wanted.remove(name);
        }
        if (!wanted.isEmpty()) {
            throw new FlawException(
                    Flaw.RENDITION_MISSING, wanted.stream().sorted().findFirst().orElse(""));
        }
        if (count != Member.ALL.size() + 1) {
            throw new FlawException(Flaw.RENDITION_NAME, "");
        }
    }

    JsonFields manifest() {
        return manifest;
    }

    /** H of the manifest with its signature. */
    byte[] digest() {
        return digest;
    }

    Suite suite() {
        return suite;
    }

    private byte[] small(String name) throws FlawException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            byte[] bytes = in.readNBytes(Member.MOST_SMALL + 1);
            if (bytes.length > Member.MOST_SMALL) {
                throw new FlawException(Flaw.TOO_LARGE, name);
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new FlawException(Flaw.UNREADABLE, name);
        }
    }

    /** A member of one JSON value, verified. */
    @Nullable
    Object value(String name) throws FlawException {
        try (Reading reading = read(name)) {
            byte[] bytes = reading.bytes(Member.MOST_SMALL);
            reading.finish();
            return CanonicalJson.parse(bytes);
        }
    }

    /** Begins to read a member. */
    Reading read(String name) throws FlawException {
        Listed listed = members.get(name);
        if (listed == null) {
            throw new IllegalArgumentException(name);
        }
        try {
            return new Reading(name, listed, zip.getInputStream(zip.getEntry(name)), suite);
        } catch (IOException | RuntimeException unreadable) {
            throw new FlawException(Flaw.UNREADABLE, name);
        }
    }

    @Override
    public void close() throws FlawException {
        try {
            zip.close();
        } catch (IOException e) {
            throw new FlawException(Flaw.UNREADABLE, "");
        }
    }

    /** One member under way. */
    static final class Reading implements AutoCloseable {

        private final String name;
        private final Listed listed;
        private final InputStream in;
        private final HashStream hash;
        private final byte[] one = new byte[1];
        private long size;
        private long lines;

        private Reading(String name, Listed listed, InputStream in, Suite suite) {
            this.name = name;
            this.listed = listed;
            this.in = new BufferedInputStream(in, 1 << 16);
            this.hash = new HashStream(suite);
        }

        /** Where it is, for a flaw. */
        String where() {
            return name + ":" + lines;
        }

        /** The next line as canonical JSON; null at the end. */
        @Nullable
        Object line() throws FlawException {
            byte[] line = text();
            return line == null ? null : CanonicalJson.parse(line);
        }

        /** The next line without its line feed; null at the end. */
        byte @Nullable [] text() throws FlawException {
            lines++;
            byte[] line = new byte[512];
            int length = 0;
            while (true) {
                int next = take();
                if (next < 0) {
                    if (length > 0) {
                        throw new FlawException(Flaw.MALFORMED, where());
                    }
                    return null;
                }
                if (next == '\n') {
                    return Arrays.copyOf(line, length);
                }
                if (length == Member.MOST_LINE) {
                    throw new FlawException(Flaw.TOO_LARGE, where());
                }
                if (length == line.length) {
                    line = Arrays.copyOf(line, Math.min(2 * length, Member.MOST_LINE));
                }
                line[length++] = (byte) next;
            }
        }

        private byte[] pending = {};
        private int at;

        private int take() throws FlawException {
            if (at == pending.length) {
                pending = some();
                at = 0;
            }
            return pending.length == 0 ? -1 : pending[at++] & 0xff;
        }

        private byte[] some() throws FlawException {
            try {
                byte[] bytes = in.readNBytes(1 << 14);
                count(bytes);
                return bytes;
            } catch (IOException damaged) {
                throw new FlawException(Flaw.RENDITION_DIFFERS, name);
            }
        }

        /** All of it. */
        byte[] bytes(int most) throws FlawException {
            try {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw new FlawException(Flaw.TOO_LARGE, name);
                }
                count(bytes);
                return bytes;
            } catch (IOException damaged) {
                throw new FlawException(Flaw.RENDITION_DIFFERS, name);
            }
        }

        /** The next big-endian number of so many bytes; -1 at the end. */
        long number(int bytes) throws FlawException {
            byte[] read = exactly(bytes, true);
            if (read.length == 0) {
                return -1;
            }
            long value = 0;
            for (byte each : read) {
                value = value << 8 | each & 0xff;
            }
            if (value < 0) {
                throw new FlawException(Flaw.MALFORMED, where());
            }
            return value;
        }

        /** A length of 4 bytes and that many bytes. */
        byte[] content() throws FlawException {
            lines++;
            long length = number(Integer.BYTES);
            if (length < 0 || length > Member.MOST_CONTENT) {
                throw new FlawException(length < 0 ? Flaw.MALFORMED : Flaw.TOO_LARGE, where());
            }
            return exactly((int) length, false);
        }

        private byte[] exactly(int length, boolean mayEnd) throws FlawException {
            try {
                byte[] bytes = in.readNBytes(length);
                if (bytes.length != length && !(mayEnd && bytes.length == 0)) {
                    throw new EOFException();
                }
                count(bytes);
                return bytes;
            } catch (EOFException cut) {
                throw new FlawException(Flaw.MALFORMED, where());
            } catch (IOException damaged) {
                throw new FlawException(Flaw.RENDITION_DIFFERS, name);
            }
        }

        private void count(byte[] bytes) {
            size += bytes.length;
            hash.update(bytes, 0, bytes.length);
        }

        /** Reads what is left and compares size and digest with the manifest; before, nothing of it is proven. */
        void finish() throws FlawException {
            byte[] rest = some();
            while (rest.length > 0) {
                rest = some();
            }
            if (size != listed.size() || !Arrays.equals(hash.finish(), listed.digest())) {
                throw new FlawException(Flaw.RENDITION_DIFFERS, name);
            }
        }

        @Override
        public void close() throws FlawException {
            try {
                in.close();
            } catch (IOException e) {
                throw new FlawException(Flaw.UNREADABLE, name);
            }
        }
    }
}
