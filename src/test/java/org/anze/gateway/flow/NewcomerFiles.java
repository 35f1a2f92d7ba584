package org.anze.gateway.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFRow;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * What the parties of {@code src/test/resources/onboarding} bring along: their configuration and what they send. The
 * resources are text that people can read; what is sent is made of it here.
 */
final class NewcomerFiles {

    private static final Path FOLDER = Path.of("src", "test", "resources", "onboarding");
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,6})?");

    private NewcomerFiles() {}

    /** Their ids. */
    static List<String> parties() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER.resolve("parties"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** The folder with {@code parties} and {@code mappings} as an operator would write them. */
    static Path configuration() {
        return FOLDER;
    }

    /**
     * What is sent: {@code .tsv} becomes the sheet of a workbook, a folder becomes a zip, host files and declared XML are
     * GB18030, everything else is UTF-8.
     */
    static byte[] content(String party, String sample) throws IOException {
        Path file = FOLDER.resolve("sent").resolve(party).resolve(sample);
        if (sample.endsWith(".zip")) {
            return zip(file);
        }
        if (sample.endsWith(".xlsx")) {
            return xlsx(rows(file.resolveSibling(sample + ".tsv")));
        }
        if (sample.endsWith(".xls")) {
            return xls(rows(file.resolveSibling(sample + ".tsv")));
        }
        String text = Files.readString(file);
        boolean legacy = sample.endsWith(".txt")
                || sample.endsWith(".dat")
                || text.startsWith("<?xml version=\"1.0\" encoding=\"GB");
        return text.getBytes(legacy ? GB18030 : StandardCharsets.UTF_8);
    }

    /** A returned file with one text replaced, as somebody would in a spreadsheet program or an editor. */
    static byte[] replace(byte[] content, String ending, String wrong, String right) throws IOException {
        if (!ending.equals("xlsx")) {
            String utf8 = new String(content, StandardCharsets.UTF_8);
            Charset charset = utf8.indexOf('\ufffd') < 0 ? StandardCharsets.UTF_8 : GB18030;
            return new String(content, charset).replace(wrong, right).getBytes(charset);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path file = Files.write(Files.createTempFile("returned", ".xlsx"), content);
        try (ZipFile sheet = new ZipFile(file.toFile());
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(sheet.entries())) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                String part = new String(sheet.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                zip.write(part.replace(">" + wrong + "<", ">" + right + "<").getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } finally {
            Files.delete(file);
        }
        return out.toByteArray();
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static byte[] xlsx(List<String[]> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "newcomer", "1.0");
                Worksheet sheet = workbook.newWorksheet("清单")) {
            for (int row = 0; row < rows.size(); row++) {
                String[] cells = rows.get(row);
                for (int column = 0; column < cells.length; column++) {
                    if (NUMBER.matcher(cells[column]).matches()) {
                        sheet.value(row, column, Double.parseDouble(cells[column]));
                    } else if (!cells[column].isEmpty()) {
                        sheet.value(row, column, cells[column]);
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] xls(List<String[]> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            HSSFSheet sheet = workbook.createSheet("名单");
            for (int number = 0; number < rows.size(); number++) {
                HSSFRow row = sheet.createRow(number);
                String[] cells = rows.get(number);
                for (int column = 0; column < cells.length; column++) {
                    if (NUMBER.matcher(cells[column]).matches()) {
                        row.createCell(column).setCellValue(Double.parseDouble(cells[column]));
                    } else if (!cells[column].isEmpty()) {
                        row.createCell(column).setCellValue(cells[column]);
                    }
                }
            }
            workbook.write((OutputStream) out);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
