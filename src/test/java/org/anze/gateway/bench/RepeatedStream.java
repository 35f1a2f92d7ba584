package org.anze.gateway.bench;

import java.io.InputStream;

/** A file of any length that is nowhere: a head, the same block over and over, a tail. For one thread. */
final class RepeatedStream extends InputStream {

    private final byte[] head;
    private final byte[] block;
    private final byte[] tail;
    private long left;
    private byte[] current;
    private int position;
    private boolean tailBegun;

    RepeatedStream(byte[] head, byte[] block, long times, byte[] tail) {
        this.head = head;
        this.block = block;
        this.left = times;
        this.tail = tail;
        this.current = head;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (position == current.length) {
            if (left > 0) {
                left--;
                current = block;
            } else if (!tailBegun) {
                tailBegun = true;
                current = tail;
            } else {
                return -1;
            }
            position = 0;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    /** How many bytes it has in all. */
    long length(long times) {
        return head.length + times * block.length + tail.length;
    }
}
