// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The command line's end of {@code admin.sock}. Not thread-safe. */
public final class AdminClient implements AutoCloseable {
  private final SocketChannel channel;

  private AdminClient(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects to the server that uses a data directory.
   *
   * @return empty if none does; a socket left by a crash counts as none
   * @throws IOException if there is one and it cannot be reached
   */
  public static Optional<AdminClient> connect(Path dataDirectory) throws IOException {
    try (SocketPath way = SocketPath.in(dataDirectory)) {
      if (!Files.exists(way.target())) {
        return Optional.empty();
      }
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(way.address());
        return Optional.of(new AdminClient(channel));
      } catch (ConnectException e) {
        channel.close();
        return Optional.empty();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws IOException if the server ends the connection or answers what this version does not
   *     know
   */
  public AdminAnswer ask(AdminRequest request) throws IOException {
    AdminWire.write(Channels.newOutputStream(channel), request);
    try {
      return AdminWire.read(
          new BufferedInputStream(Channels.newInputStream(channel)), AdminAnswer.class);
    } catch (AdminWire.MalformedLineException e) {
      throw new IOException("the server's answer was not understood; is it another version?", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
