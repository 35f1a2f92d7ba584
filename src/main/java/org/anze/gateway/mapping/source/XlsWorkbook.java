package org.anze.gateway.mapping.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * The workbook part of an Excel 97–2003 file ([MS-XLS]). Only the container is left to Apache POI, whose record classes would
 * hold all texts of the file at once.
 */
final class XlsWorkbook implements AutoCloseable {

    /** Sheets of this kind end at 65,536 rows; larger files hold pictures. */
    static final long LARGEST = 64L << 20;

    static final int BOF = 0x809;
    static final int EOF = 0x0A;
    private static final int BIFF8 = 0x600;
    private static final int WORKSHEET = 0;
    private static final int MOST = 65_536;

    private final POIFSFileSystem container;
    private final Spool file;
    private final BiffStream biff;
    private final List<Sheet> sheets = new ArrayList<>();
    private final Map<Integer, CellFormat> written = new HashMap<>();
    private final List<Integer> formats = new ArrayList<>();
    private final List<Boolean> externalBooks = new ArrayList<>();
    private final Set<Integer> externalSheets = new HashSet<>();
    private final SharedStrings texts = new SharedStrings(CellText.LONGEST);
    private boolean from1904;

    /** A sheet of any kind as the workbook lists it. */
    record Sheet(String name, boolean hidden, int kind, long position) implements ListedSheet {}

    private XlsWorkbook(Spool file, POIFSFileSystem container, InputStream stream) {
        this.file = file;
        this.container = container;
        this.biff = new BiffStream(stream);
        readGlobals();
    }

    /** Takes all of the stream and reads the part before the sheets. */
    static XlsWorkbook of(InputStream in) {
        Spool file = Spool.of(in, LARGEST);
        try {
            FileKind kind = file.kind();
            if (kind != FileKind.COMPOUND) {
                throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, kind.words(), "xls");
            }
            return open(file);
        } catch (IOException e) {
            file.close();
            throw new UncheckedIOException(e);
        } catch (SenderMustCorrect e) {
            file.close();
            throw e;
        } catch (RuntimeException e) {
            // POI answers damaged containers with many kinds of exception.
            file.close();
            throw new SenderMustCorrect(XlsxWorkbook.broken("OLE2").finding(), e);
        }
    }

    private static XlsWorkbook open(Spool file) {
        try {
            POIFSFileSystem container = new POIFSFileSystem(file.channel(), true);
            DirectoryNode root = container.getRoot();
            if (root.hasEntryCaseInsensitive("EncryptedPackage")) {
                throw new SenderMustCorrect(SourceProblem.ENCRYPTED, Location.WHOLE);
            }
            if (!root.hasEntryCaseInsensitive("Workbook")) {
                boolean old = root.hasEntryCaseInsensitive("Book");
                throw new SenderMustCorrect(
                        SourceProblem.OTHER_KIND, Location.WHOLE, old ? "Excel 5.0/95" : "OLE2", "xls");
            }
            InputStream stream = new BufferedInputStream(
                    root.createDocumentInputStream(root.getEntryCaseInsensitive("Workbook")), 1 << 14);
            return new XlsWorkbook(file, container, stream);
        } catch (IOException e) {
            throw new SenderMustCorrect(XlsxWorkbook.broken("OLE2").finding(), e);
        }
    }

    private void readGlobals() {
        if (biff.next() != BOF) {
            throw XlsxWorkbook.broken("BOF");
        }
        if (biff.u16() != BIFF8) {
            throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, "Excel 5.0/95", "xls");
        }
        for (int type = biff.next(); type != EOF; type = biff.next()) {
            switch (type) {
                case -1 -> throw XlsxWorkbook.broken("EOF");
                case 0x2F -> throw new SenderMustCorrect(SourceProblem.ENCRYPTED, Location.WHOLE);
                case 0x22 -> from1904 = biff.u16() == 1;
                case 0x85 -> readSheet();
                case 0xE0 -> {
                    biff.u16();
                    formats.add(biff.u16());
                    limit(formats.size());
                }
                case 0x41E -> {
                    int number = biff.u16();
                    written.put(number, CellFormat.ofCode(biff.plainText()));
                }
                case 0xFC -> readTexts();
                case 0x1AE -> {
                    biff.u16();
                    // 0x0401 stands for this workbook itself, 0x3A01 for functions of add-ins.
                    externalBooks.add(biff.u16() != 0x401);
                    limit(externalBooks.size());
                }
                case 0x17 -> readExternalSheets();
                default -> {}
            }
        }
    }

    private static void limit(int size) {
        if (size > MOST) {
            throw new SenderMustCorrect(SourceProblem.WORKBOOK_LIMIT, Location.WHOLE, MOST + " formats");
        }
    }

    private void readSheet() {
        long position = Integer.toUnsignedLong(biff.i32());
        boolean hidden = (biff.u8() & 3) != 0;
        int kind = biff.u8();
        sheets.add(new Sheet(biff.shortText(), hidden, kind, position));
        limit(sheets.size());
    }

    private void readTexts() {
        biff.i32();
        long count = Integer.toUnsignedLong(biff.i32());
        // Some programs promise more than they write.
        for (long i = 0; i < count && biff.hasMore(); i++) {
            texts.add(biff.richText());
        }
    }

    private void readExternalSheets() {
        int count = biff.u16();
        for (int i = 0; i < count && biff.position() + 6 <= biff.length(); i++) {
            int book = biff.u16();
            biff.i32();
            if (book >= externalBooks.size() || externalBooks.get(book)) {
                externalSheets.add(i);
            }
        }
    }

    /** The worksheets in the order of their tabs. */
    List<Sheet> worksheets() {
        return sheets.stream().filter(sheet -> sheet.kind == WORKSHEET).toList();
    }

    /** Moves into the part of a sheet; what lies before it is passed over. */
    void goTo(Sheet sheet) {
        long before =
                sheets.stream().filter(each -> each.position < sheet.position).count();
        for (long i = 0; i < before; i++) {
            start();
            skipPart();
        }
        start();
    }

    private void start() {
        if (biff.next() != BOF) {
            throw XlsxWorkbook.broken("BOF");
        }
    }

    /** Passes over the rest of a part that has begun; charts inside a sheet are parts of their own. */
    void skipPart() {
        int depth = 1;
        while (depth > 0) {
            int type = biff.next();
            if (type < 0) {
                throw XlsxWorkbook.broken("EOF");
            }
            depth += type == BOF ? 1 : type == EOF ? -1 : 0;
        }
    }

    BiffStream biff() {
        return biff;
    }

    SharedStrings texts() {
        return texts;
    }

    CellFormat format(int number) {
        int format = number < formats.size() ? formats.get(number) : 0;
        CellFormat known = written.get(format);
        return known == null ? CellFormat.ofNumber(format) : known;
    }

    /** Whether a formula that names this sheet reference leads out of the file. */
    boolean isExternal(int sheetReference) {
        return externalSheets.contains(sheetReference);
    }

    boolean isFrom1904() {
        return from1904;
    }

    @Override
    public void close() {
        texts.close();
        try {
            container.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            file.close();
        }
    }
}
