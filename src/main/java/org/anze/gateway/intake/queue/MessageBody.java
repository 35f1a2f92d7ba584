package org.anze.gateway.intake.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/** The bytes of a message as its sender had them. */
final class MessageBody {

    private static final char LOST = '\uFFFD';
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.-]{1,40})[\"']");

    private MessageBody() {}

    static InputStream open(Message message) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            bytes.reset();
            return new Bytes(bytes);
        }
        if (message instanceof TextMessage text && text.getText() != null) {
            // What was not UTF-8 on the wire has become U+FFFD, and no reader can bring it back.
            if (text.getText().indexOf(LOST) >= 0) {
                throw new SenderMustCorrect(QueueProblem.TEXT_DAMAGED, Location.WHOLE);
            }
            // The broker has decoded the text already; an XML declaration still names the encoding it is to be read in.
            return new ByteArrayInputStream(text.getText().getBytes(charset(text.getText())));
        }
        throw new SenderMustCorrect(QueueProblem.KIND, Location.WHOLE);
    }

    private static Charset charset(String text) {
        Matcher declared = DECLARED.matcher(text.substring(0, Math.min(text.length(), 300)));
        try {
            return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            // The reader of the XML will refuse the declaration with its place.
            return StandardCharsets.UTF_8;
        }
    }

    private static final class Bytes extends InputStream {
        private final BytesMessage message;
        private final byte[] one = new byte[1];

        Bytes(BytesMessage message) {
            this.message = message;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            byte[] part = offset == 0 && length == target.length ? target : new byte[length];
            try {
                int count = message.readBytes(part, length);
                if (part != target && count > 0) {
                    System.arraycopy(part, 0, target, offset, count);
                }
                return count;
            } catch (JMSException e) {
                throw new IOException("the message cannot be read", e);
            }
        }
    }
}
