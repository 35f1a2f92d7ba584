package org.anze.gateway.archive;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.HashStream;
import org.anze.gateway.seal.Suite;

/** Writes the members of one bundle one after the other, whatever their size (zip64), and remembers their digests. For one thread. */
final class BundleOutput implements AutoCloseable {

    /** The zip knows no time zone; the same bundle has the same bytes wherever it is made. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final Suite suite;
    private final List<Map<String, Object>> written = new ArrayList<>();

    BundleOutput(OutputStream target, Suite suite) {
        this.zip = new ZipOutputStream(target);
        this.suite = suite;
    }

    /** Writes what a member holds. */
    @FunctionalInterface
    interface Content {
        void write(DataOutputStream out) throws IOException, java.sql.SQLException;
    }

    void member(String name, Content content) throws IOException, java.sql.SQLException {
        // Cipher text does not compress; trying costs time.
        zip.setLevel(name.endsWith(".bin") ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
        begin(name);
        Digested digested = new Digested(zip, suite);
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(digested, 1 << 16));
        content.write(out);
        out.flush();
        zip.closeEntry();
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("digest", Base64Text.encode(digested.digest.finish()));
        member.put("name", name);
        member.put("size", digested.size);
        written.add(member);
    }

    /** What the manifest says of the members. */
    List<Map<String, Object>> written() {
        return written;
    }

    /** The last member. */
    void manifest(byte[] signed) throws IOException {
        begin(Member.MANIFEST);
        zip.write(signed);
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class Digested extends OutputStream {
        private final OutputStream out;
        private final HashStream digest;
        private long size;

        Digested(OutputStream out, Suite suite) {
            this.out = out;
            this.digest = new HashStream(suite);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
            size += length;
        }
    }
}
