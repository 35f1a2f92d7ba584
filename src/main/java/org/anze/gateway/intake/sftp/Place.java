package org.anze.gateway.intake.sftp;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where in a home a client points: the root, one of the three folders, or a file directly in one of them. There are no
 * other places, so there is nowhere to escape to.
 *
 * @param folder {@code in}, {@code out} or {@code receipts}; empty for the root
 * @param name file name; empty for a folder
 */
record Place(String folder, String name) {

    private static final List<String> FOLDERS = List.of(PartyHome.IN, PartyHome.OUT, PartyHome.RECEIPTS);

    /** Understands a path as a client writes it, relative to the root of the home. */
    static Place of(String remotePath) throws NoSuchFileException {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : remotePath.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        if (parts.isEmpty()) {
            return new Place("", "");
        }
        String folder = parts.pollFirst();
        String name = parts.isEmpty() ? "" : parts.pollFirst();
        if (!FOLDERS.contains(folder) || !parts.isEmpty() || name.indexOf('\0') >= 0) {
            throw new NoSuchFileException(FileNames.shown(remotePath));
        }
        return new Place(folder, name);
    }

    /** Understands a path of the home's own file system. */
    static Place of(Path rooted) throws NoSuchFileException {
        return of(rooted.toString());
    }

    boolean isFile() {
        return !name.isEmpty();
    }

    boolean isFileIn(String wanted) {
        return isFile() && folder.equals(wanted);
    }

    /** As a path from the root, in the form clients see. */
    String path() {
        return "/" + folder + (name.isEmpty() ? "" : "/" + name);
    }
}
