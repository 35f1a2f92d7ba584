package org.anze.gateway.mapping.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Excel 97–2003 workbooks made of records, so that a test can bend any of them. */
final class XlsFile {

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /** A record of 16-bit numbers. */
    XlsFile record(int type, int... numbers) {
        ByteBuffer data = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            data.putShort((short) number);
        }
        return bytes(type, data.array());
    }

    XlsFile bytes(int type, byte[] data) {
        header(type, data.length);
        stream.writeBytes(data);
        return this;
    }

    /** The head of a record, whatever follows. */
    XlsFile header(int type, int length) {
        stream.writeBytes(new byte[] {(byte) type, (byte) (type >> 8), (byte) length, (byte) (length >> 8)});
        return this;
    }

    XlsFile raw(byte[] data) {
        stream.writeBytes(data);
        return this;
    }

    /** The part before the sheets, with one sheet of that name and these shared texts. */
    static XlsFile globals(String sheet, String... texts) {
        return new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .sheet(sheet, 0)
                .texts(texts)
                .record(0x0A);
    }

    XlsFile sheet(String name, int state) {
        return sheet(name, state, stream.size());
    }

    /** A sheet whose part is said to begin at {@code position}. */
    XlsFile sheet(String name, int state, int position) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(position)
                .put((byte) state)
                .put((byte) 0)
                .put((byte) name.length())
                .put((byte) 1)
                .put(text);
        return bytes(0x85, data.array());
    }

    XlsFile texts(String... texts) {
        return texts(texts.length, texts);
    }

    XlsFile texts(int promised, String... texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(promised)
                .putInt(promised);
        data.writeBytes(head.array());
        for (String text : texts) {
            data.write(text.length());
            data.write(text.length() >> 8);
            data.write(1);
            data.writeBytes(text.getBytes(StandardCharsets.UTF_16LE));
        }
        return bytes(0xFC, data.toByteArray());
    }

    XlsFile beginSheet() {
        return record(0x809, 0x600, 0x10, 0, 0, 0, 0, 0, 0);
    }

    /** A cell with a shared text; row and column from 0. */
    XlsFile shared(int row, int column, int text) {
        return record(0xFD, row, column, 0, text, 0);
    }

    XlsFile number(int row, int column, double number) {
        ByteBuffer data = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) row).putShort((short) column).putShort((short) 0).putDouble(number);
        return bytes(0x203, data.array());
    }

    XlsFile end() {
        return record(0x0A);
    }

    /** In its container. */
    byte[] file() {
        return container("Workbook", stream.toByteArray());
    }

    static byte[] container(String name, byte[] content) {
        try (POIFSFileSystem container = new POIFSFileSystem();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            container.createDocument(new ByteArrayInputStream(content), name);
            container.writeFilesystem(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
