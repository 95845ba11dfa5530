// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of {@code admin.sock}.
 *
 * <p>Only the user the server runs as, and root, are answered: the file has mode 0600, and each
 * peer's user is checked as well, so that there is no moment at which others get in. A malformed
 * line is answered with a refusal and ends its connection, nothing else. Whoever opens this holds
 * the {@link DirectoryLock}, so a socket that is already there was left by a crash and is replaced.
 */
public final class AdminSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final int MAX_CONNECTIONS = 16;

  private final Path path;
  private final ServerSocketChannel listener;
  private final Function<AdminRequest, AdminAnswer> desk;
  private final String owner;
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

  private AdminSocket(
      Path path, ServerSocketChannel listener, Function<AdminRequest, AdminAnswer> desk)
      throws IOException {
    this.path = path;
    this.listener = listener;
    this.desk = desk;
    this.owner = Files.getOwner(path).getName();
  }

  /** Starts to answer. {@code desk} is called on virtual threads, several at a time. */
  public static AdminSocket open(Path dataDirectory, Function<AdminRequest, AdminAnswer> desk)
      throws IOException {
    try (SocketPath way = SocketPath.in(dataDirectory)) {
      Files.deleteIfExists(way.target());
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        listener.bind(way.address());
        Files.setPosixFilePermissions(way.target(), PosixFilePermissions.fromString("rw-------"));
        AdminSocket socket = new AdminSocket(way.target(), listener, desk);
        Thread.ofVirtual().name("admin-socket").start(socket::accept);
        return socket;
      } catch (IOException | RuntimeException e) {
        listener.close();
        throw e;
      }
    }
  }

  private void accept() {
    try {
      while (listener.isOpen()) {
        SocketChannel peer = listener.accept();
        if (places.tryAcquire()) {
          connections.execute(() -> serve(peer));
        } else {
          peer.close();
        }
      }
    } catch (IOException e) {
      if (listener.isOpen()) {
        LOG.error("the administration socket has failed; restart the server to use it", e);
      }
    }
  }

  private void serve(SocketChannel peer) {
    try (peer;
        InputStream in = new BufferedInputStream(Channels.newInputStream(peer));
        OutputStream out = Channels.newOutputStream(peer)) {
      if (isTrusted(peer)) {
        converse(in, out);
      }
    } catch (IOException e) {
      LOG.debug("an administration connection ended early", e);
    } finally {
      places.release();
    }
  }

  private boolean isTrusted(SocketChannel peer) throws IOException {
    String user =
        requireNonNull(peer.getOption(ExtendedSocketOptions.SO_PEERCRED)).user().getName();
    return user.equals(owner) || user.equals("root");
  }

  private void converse(InputStream in, OutputStream out) throws IOException {
    while (hasMore(in)) {
      AdminAnswer answer;
      try {
        answer = desk.apply(AdminWire.read(in, AdminRequest.class));
      } catch (AdminWire.MalformedLineException e) {
        AdminWire.write(out, new AdminAnswer.Refused(String.valueOf(e.getMessage())));
        return;
      }
      AdminWire.write(out, answer);
    }
  }

  private static boolean hasMore(InputStream in) throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next >= 0;
  }

  /** Ends all connections and removes the socket. */
  @Override
  public void close() throws IOException {
    listener.close();
    connections.shutdownNow();
    Files.deleteIfExists(path);
  }
}
