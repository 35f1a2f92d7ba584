package org.anze.gateway.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** An MQTT 3.1.1 client of one socket; packets of fewer than 128 bytes only. */
final class RawMqtt implements AutoCloseable {

    private static final int PUBLISH = 0x30;

    private final Socket socket;
    private final DataInputStream in;
    private int type;
    private byte[] early = new byte[0];

    RawMqtt(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and returns the return code of CONNACK: 0 accepted; -1 when the connection was closed. */
    int connect(String client, String user, String password) throws IOException {
        return connect(client, user, password, true);
    }

    int connect(String client, String user, String password, boolean clean) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.write(new byte[] {4, (byte) (clean ? 0xC2 : 0xC0), 0, 60});
        body.writeUTF(client);
        body.writeUTF(user);
        body.writeUTF(password);
        byte[] answer = ask(0x10, bytes.toByteArray());
        return answer.length == 0 ? -1 : answer[1];
    }

    /** Subscribes with quality 1 and returns the code in SUBACK: 0x80 is a refusal; -1 when the connection was closed. */
    int subscribe(String topic) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeShort(1);
        body.writeUTF(topic);
        body.write(1);
        byte[] answer = ask(0x82, bytes.toByteArray());
        if (type == PUBLISH) {
            // The server may begin to deliver before it says that the subscription was taken.
            early = answer;
            answer = answer();
        }
        return answer.length == 0 ? -1 : answer[2] & 0xFF;
    }

    /** Publishes with quality 1 and returns whether it was acknowledged. */
    boolean publish(String topic, String text) throws IOException {
        return publish(topic, text, false);
    }

    boolean publish(String topic, String text, boolean retain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF(topic);
        body.writeShort(2);
        body.write(text.getBytes(StandardCharsets.UTF_8));
        return ask(retain ? 0x33 : 0x32, bytes.toByteArray()).length > 0;
    }

    /** The body of the next delivery as text. */
    String receive() throws IOException {
        return new String(early.length > 0 ? early : answer(), StandardCharsets.UTF_8);
    }

    private byte[] ask(int type, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        packet.write(body.length);
        packet.write(body);
        socket.getOutputStream().write(packet.toByteArray());
        return answer();
    }

    private byte[] answer() throws IOException {
        try {
            type = in.readByte() & 0xF0;
            return in.readNBytes(in.readByte());
        } catch (EOFException | SocketException closed) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
