package org.anze.gateway.intake.returned;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Charsets of returned files. */
final class Encodings {

    static final Charset GB18030 = Charset.forName("GB18030");

    private Encodings() {}

    /** The sender's charset, or UTF-8 when that cannot hold our sentences. */
    static Charset toWrite(@Nullable String name) {
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("GBK") || upper.equals("GB2312") || upper.equals("CP936")) {
            return GB18030;
        }
        if (upper.equals("UTF-16")) {
            return StandardCharsets.UTF_16LE;
        }
        try {
            Charset charset = Charset.forName(name);
            return charset.canEncode() && charset.newEncoder().canEncode(Marks.TOKEN + "退回原因")
                    ? charset
                    : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
