package org.anze.gateway.dictionary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a party needs to write records, as one zip: the dictionary, JSON and XML Schemas, templates, code tables. Its
 * version is drawn from its content, so two gateways that say the same version say the same thing. Immutable.
 *
 * @param version sixteen hexadecimal digits of the SHA-256 over names and contents of all files but the workbooks
 * @param zip the archive
 */
public record DictionaryArchive(String version, byte[] zip) {

    private static final FileTime NO_TIME = FileTime.fromMillis(315_532_800_000L);
    private static final long LARGEST_TABLE = 16L << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Builds the archive.
     *
     * @param codes folder of the code tables in force
     * @throws IOException when a code table cannot be read
     */
    public static DictionaryArchive of(RecordDefinitions definitions, Path codes) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("dictionary.html", utf8(DictionaryPage.html(definitions)));
        files.put("dictionary.md", utf8(DictionaryPage.markdown(definitions)));
        files.put("xml/records.xsd", utf8(XmlSchema.all(definitions)));
        files.put("soap/exchange-v1.wsdl", utf8(SoapContract.wsdl()));
        files.put("soap/exchange-v1.xsd", utf8(SoapContract.typedSchema()));
        for (RecordType type : RecordType.values()) {
            for (RecordDefinition definition : definitions.versions(type)) {
                String name = type.code() + "-" + definition.version();
                files.put(
                        "json/" + JsonSchema.fileName(definition),
                        utf8(JSON.writeValueAsString(JsonSchema.document(definition)) + "\n"));
                files.put("xml/" + XmlSchema.fileName(definition), utf8(XmlSchema.document(definition)));
                files.put("templates/" + name + ".csv", Templates.csv(definition));
                files.put("templates/" + name + ".xlsx", Templates.xlsx(definition));
            }
        }
        for (Path table : CodeTables.files(codes)) {
            if (Files.size(table) > LARGEST_TABLE) {
                throw new IOException(table + ": larger than " + LARGEST_TABLE + " bytes");
            }
            files.put("codes/" + table.getFileName(), Files.readAllBytes(table));
        }
        String version = digest(files);
        files.put("VERSION", utf8(version + "\n"));
        return new DictionaryArchive(version, zip(files));
    }

    /** The file name under which it is given away. */
    public String fileName() {
        return "anze-dictionary-" + version + ".zip";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                // Workbooks hold the time they were written; what they say is in the other files too.
                if (!name.endsWith(".xlsx")) {
                    digest.update(utf8(name + " " + content.length + "\n"));
                    digest.update(content);
                }
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
