package org.anze.gateway.console.people;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The picture that an authenticator app takes, as SVG to stand inside a page: no script, no style, no address. */
public final class QrImage {

    private static final int BORDER = 4;

    private QrImage() {}

    /** The address that apps know (Key URI format): who, where, and the secret. It must never be logged. */
    public static String address(String issuer, String person, byte[] secret) {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(person) + "?secret=" + OneTimeCodes.base32(secret)
                + "&issuer=" + encode(issuer) + "&algorithm=SHA1&digits=6&period=30";
    }

    /** An {@code svg} element; each module is one unit of its view box. */
    public static String svg(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int side = code.size + 2 * BORDER;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + BORDER)
                            .append(',')
                            .append(y + BORDER)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg class=\"qr\" role=\"img\" width=\"240\" height=\"240\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\""
                + path
                + "\" fill=\"#000\"/></svg>";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
