// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The way to {@code admin.sock}. The kernel takes no socket path of more than 107 bytes; a longer
 * one is walked through a link in a private folder, which is gone when this is closed.
 */
final class SocketPath implements AutoCloseable {
  private static final String FILE_NAME = "admin.sock";
  private static final int MAX_BYTES = 107;

  private final Path target;
  private final Path walked;

  private SocketPath(Path target, Path walked) {
    this.target = target;
    this.walked = walked;
  }

  static SocketPath in(Path dataDirectory) throws IOException {
    Path target = dataDirectory.resolve(FILE_NAME);
    if (target.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return new SocketPath(target, target);
    }
    Path folder = Files.createTempDirectory("adyton");
    Path link = Files.createSymbolicLink(folder.resolve("d"), dataDirectory.toAbsolutePath());
    return new SocketPath(target, link.resolve(FILE_NAME));
  }

  Path target() {
    return target;
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(walked);
  }

  @Override
  public void close() throws IOException {
    if (!walked.equals(target)) {
      Path link = requireNonNull(walked.getParent());
      Files.deleteIfExists(link);
      Files.deleteIfExists(requireNonNull(link.getParent()));
    }
  }
}
