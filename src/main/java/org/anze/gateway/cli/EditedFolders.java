package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Validator;

/** What operators edit, read from a folder without a running gateway. */
record EditedFolders(Parties parties, Mappings mappings, Validator validator) {

    /**
     * Reads the folders.
     *
     * @throws IOException when one of them is missing or unreadable as a whole
     * @throws IllegalArgumentException when codes or profiles are broken; they are everybody's
     */
    static EditedFolders read(Path home) throws IOException {
        for (String folder : new String[] {"codes", "jurisdictions", "mappings", "parties"}) {
            if (!Files.isDirectory(home.resolve(folder))) {
                throw new IOException("没有文件夹 / no such folder: " + home.resolve(folder));
            }
        }
        RecordDefinitions definitions = RecordDefinitions.load();
        CodeTables codes = CodeTables.load(home.resolve("codes"));
        Validator validator = new Validator(definitions, Profiles.load(home.resolve("jurisdictions")), codes);
        return new EditedFolders(
                Parties.load(home.resolve("parties")),
                Mappings.load(home.resolve("mappings"), definitions, codes),
                validator);
    }
}
