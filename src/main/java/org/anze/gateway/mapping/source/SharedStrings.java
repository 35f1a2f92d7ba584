package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the cells of a workbook refer to by number. A million rows have millions of them, so only some blocks are kept
 * in memory (8 MB, and where each text begins) and the rest in a file; programs number texts in the order of the cells, so a
 * block is rarely read twice. For one thread.
 */
final class SharedStrings implements AutoCloseable {

    private static final int MOST = 12_000_000;
    private static final long MOST_CHARACTERS = 256L << 20;
    private static final int BLOCK = 1 << 15;
    private static final int BLOCKS_KEPT = 128;
    private static final int STARTS = 1 << 14;
    private static final int CACHE = 1 << 12;

    private final int longest;
    private final List<int[]> starts = new ArrayList<>();
    private final List<char @Nullable []> blocks = new ArrayList<>();
    private final int[] loaded = new int[BLOCKS_KEPT];
    private final String[] cache = new String[CACHE];
    private final int[] cached = new int[CACHE];
    private int nextLoaded;
    private int count;
    private long characters;
    private @Nullable Spool file;

    /** {@code longest} is the number of characters one text may have. */
    SharedStrings(int longest) {
        this.longest = longest;
        Arrays.fill(loaded, -1);
        Arrays.fill(cached, -1);
    }

    void add(CharSequence text) {
        if (count == MOST || characters + text.length() > MOST_CHARACTERS) {
            throw new SenderMustCorrect(
                    SourceProblem.WORKBOOK_LIMIT, Location.WHOLE, MOST + " texts, " + (MOST_CHARACTERS >> 20) + " M");
        }
        if (text.length() > longest) {
            throw new SenderMustCorrect(SourceProblem.WORKBOOK_LIMIT, Location.WHOLE, longest + " characters");
        }
        if (count % STARTS == 0) {
            starts.add(new int[STARTS]);
        }
        starts.get(count / STARTS)[count % STARTS] = (int) characters;
        count++;
        for (int i = 0; i < text.length(); i++) {
            int at = (int) (characters % BLOCK);
            if (at == 0) {
                beginBlock();
            }
            last()[at] = text.charAt(i);
            characters++;
        }
    }

    private char[] last() {
        char[] block = blocks.get(blocks.size() - 1);
        if (block == null) {
            throw new IllegalStateException("the block that is written is always kept");
        }
        return block;
    }

    private void beginBlock() {
        if (!blocks.isEmpty() && blocks.size() >= BLOCKS_KEPT) {
            spill();
        }
        blocks.add(new char[BLOCK]);
    }

    /** Writes the blocks out, all at first and one by one from then on. */
    private void spill() {
        try {
            if (file == null) {
                file = Spool.empty();
                for (int i = 0; i < blocks.size(); i++) {
                    write(file, i);
                }
            } else {
                write(file, blocks.size() - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Spool target, int number) throws IOException {
        char[] block = blocks.get(number);
        if (block != null) {
            ByteBuffer bytes = ByteBuffer.allocate(2 * BLOCK);
            bytes.asCharBuffer().put(block);
            target.append(bytes.array(), 0, 2 * BLOCK);
            blocks.set(number, null);
        }
    }

    int count() {
        return count;
    }

    /** A text by its number from 0; null when there is none. */
    @Nullable
    String get(int number) {
        if (number < 0 || number >= count) {
            return null;
        }
        int slot = number & CACHE - 1;
        if (cached[slot] != number) {
            cache[slot] = read(number);
            cached[slot] = number;
        }
        return cache[slot];
    }

    private String read(int number) {
        long start = starts.get(number / STARTS)[number % STARTS];
        int next = number + 1;
        long end = next == count ? characters : starts.get(next / STARTS)[next % STARTS];
        int length = (int) (end - start);
        int at = (int) (start % BLOCK);
        if (length == 0) {
            return "";
        }
        if (at + length <= BLOCK) {
            return new String(block((int) (start / BLOCK)), at, length);
        }
        StringBuilder text = new StringBuilder(length);
        for (long position = start; position < end; ) {
            int from = (int) (position % BLOCK);
            int part = (int) Math.min(BLOCK - from, end - position);
            text.append(block((int) (position / BLOCK)), from, part);
            position += part;
        }
        return text.toString();
    }

    private char[] block(int number) {
        char[] block = blocks.get(number);
        if (block == null) {
            block = load(number);
        }
        return block;
    }

    private char[] load(int number) {
        Spool from = file;
        if (from == null) {
            throw new IllegalStateException("nothing was written out");
        }
        byte[] bytes = new byte[2 * BLOCK];
        try {
            from.read(2L * BLOCK * number, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        char[] block = new char[BLOCK];
        ByteBuffer.wrap(bytes).asCharBuffer().get(block);
        // The block read longest ago makes room; the one that is being written was never loaded.
        int gone = loaded[nextLoaded];
        if (gone >= 0) {
            blocks.set(gone, null);
        }
        loaded[nextLoaded] = number;
        nextLoaded = (nextLoaded + 1) % BLOCKS_KEPT;
        blocks.set(number, block);
        return block;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
