package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command finds what operators edit. */
final class HomeFolder {

    @Option(
            names = "--home",
            defaultValue = ".",
            paramLabel = "FOLDER",
            description = {"mappings、parties 等文件夹所在处，默认当前目录", "where the folders are; the working directory"})
    private Path home = Path.of(".");

    /**
     * All of it.
     *
     * @throws IOException when a folder is missing or unreadable as a whole
     * @throws IllegalArgumentException when codes or profiles are broken; they are everybody's
     */
    EditedFolders read() throws IOException {
        return EditedFolders.read(home);
    }
}
