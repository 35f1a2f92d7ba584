package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * A file that is being written. Counts what it adds to the home, and remembers whether everything the sender wrote came
 * through: a file with a failed write is never taken, however politely it is closed afterwards. Used by the one thread of
 * its SFTP session.
 */
final class Upload implements SeekableByteChannel {

    private final PartyHome home;
    private final String name;
    private final FileChannel file;
    private final long limit;
    private long position;
    private long end;
    private boolean spoiled;
    private boolean abandoned;
    private boolean closed;

    Upload(PartyHome home, String name, FileChannel file, long limit) throws IOException {
        this.home = home;
        this.name = name;
        this.file = file;
        this.limit = limit;
        this.end = file.size();
    }

    String name() {
        return name;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        boolean through = false;
        try {
            long reach = position + source.remaining();
            if (position < 0 || reach < position || reach > limit) {
                throw new SenderMustCorrect(SftpProblem.FILE_TOO_LARGE, Location.WHOLE, limit);
            }
            if (reach > end) {
                home.grow(reach - end);
                end = reach;
            }
            int count = 0;
            while (source.hasRemaining()) {
                int written = file.write(source, position);
                position += written;
                count += written;
            }
            through = true;
            return count;
        } finally {
            spoiled |= !through;
        }
    }

    /** Called when the session ends with this file open: the sender did not say that it was finished. */
    void abandon() {
        abandoned = true;
    }

    /** Whether every write came through and the sender closed it. */
    boolean isWhole() {
        return !spoiled && !abandoned;
    }

    boolean isSpoiled() {
        return spoiled && !abandoned;
    }

    void force() throws IOException {
        file.force(true);
    }

    /** Forces the bytes to disk and gives the file to its home. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean forced = false;
        try (file) {
            // Throws when an interrupt has closed the channel already, and then nothing was forced.
            file.force(true);
            forced = true;
        } finally {
            spoiled |= !forced;
            home.closed(this);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw new NonReadableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    /** Only remembered here, so that an impossible position fails with the write that wants it. */
    @Override
    public SeekableByteChannel position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new SenderMustCorrect(SftpProblem.NOT_PERMITTED, Location.WHOLE);
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }
}
