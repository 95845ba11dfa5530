// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection. Not thread-safe. */
public final class RawHttp implements JsonClient {
  private static final int TIMEOUT_MILLIS = 120_000;

  private final Socket socket;
  private final InputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to the host and port of {@code url}, without TLS. */
  public static RawHttp to(URI url) {
    try {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getByName(url.getHost()), url.getPort()));
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to the host and port of {@code url} with TLS, whatever certificate is shown. */
  public static RawHttp toTls(URI url) {
    try {
      SSLSocket socket =
          (SSLSocket)
              AnyCertificate.context()
                  .getSocketFactory()
                  .createSocket(url.getHost(), url.getPort());
      socket.startHandshake();
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shakes hands with a TLS server and writes the certificate it shows to {@code pem}. */
  public static Path certificateOf(URI url, Path pem) {
    try (SSLSocket socket =
        (SSLSocket)
            AnyCertificate.context()
                .getSocketFactory()
                .createSocket(url.getHost(), url.getPort())) {
      socket.startHandshake();
      Certificate leaf = socket.getSession().getPeerCertificates()[0];
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(leaf.getEncoded());
      return Files.writeString(
          pem, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | CertificateEncodingException e) {
      throw new IllegalStateException("no handshake with " + url, e);
    }
  }

  @Override
  public RawAnswer post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    send(head("POST", path, body.length), body);
    return read();
  }

  /** Sends a GET and reads the answer. */
  public RawAnswer get(String path) throws IOException {
    send(head("GET", path, 0), new byte[0]);
    return read();
  }

  /** Sends bytes as they are. */
  public void send(byte[]... parts) throws IOException {
    for (byte[] part : parts) {
      socket.getOutputStream().write(part);
    }
    socket.getOutputStream().flush();
  }

  /** Says that nothing more will be sent. */
  public void endOfRequest() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads one answer to its end. */
  public RawAnswer read() throws IOException {
    String status = line();
    int code = Integer.parseInt(status.split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new RawAnswer(code, Map.copyOf(headers), body(code, headers));
  }

  /** Reads until {@code text} has passed by and leaves the rest; for walking away mid-stream. */
  public void readUntil(String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      seen.append((char) octet());
      if (seen.length() > 1 << 16) {
        seen.delete(0, seen.length() - wanted.length);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // Closing is all that is left to do.
    }
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if (headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
      return chunked();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      body.writeBytes(exactly(size));
      line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the answer broke off");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = octet(); octet != '\n'; octet = octet()) {
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the server closed the connection");
    }
    return octet;
  }

  private static byte[] head(String method, String path, int length) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
