package org.anze.gateway.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** The dictionary of the code tables in force; made when somebody asks and kept until other tables are. Safe for many threads. */
final class CurrentDictionary implements Supplier<DictionaryArchive> {

    private final EditableFolders folders;
    private final HomeSettings home;
    private final RecordDefinitions definitions;
    private @Nullable CodeTables madeOf;
    private @Nullable DictionaryArchive archive;

    CurrentDictionary(EditableFolders folders, HomeSettings home, RecordDefinitions definitions) {
        this.folders = folders;
        this.home = home;
        this.definitions = definitions;
    }

    @Override
    public synchronized DictionaryArchive get() {
        CodeTables codes = folders.current().codes();
        DictionaryArchive known = archive;
        if (known == null || codes != madeOf) {
            try {
                known = DictionaryArchive.of(definitions, home.editable("codes"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            archive = known;
            madeOf = codes;
        }
        return known;
    }
}
