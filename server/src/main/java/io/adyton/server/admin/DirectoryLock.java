// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to change a data directory, held by one process at a time.
 *
 * <p>The operating system releases it when the process ends in whatever way, so a crash leaves no
 * lock behind. The file {@code lock} names the holder's process id for whoever finds it taken.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE_NAME = "lock";

  /** Closing any channel of a file drops this process's lock on it, so none is opened twice. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates the directory where there is none, for its owner only, and locks it.
   *
   * @throws DirectoryInUseException if it is locked
   * @throws IOException if it cannot be created or written
   */
  public static DirectoryLock acquire(Path directory) throws DirectoryInUseException, IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path real = directory.toRealPath();
    if (!HELD_HERE.add(real)) {
      throw new DirectoryInUseException(directory, OptionalLong.of(ProcessHandle.current().pid()));
    }
    try {
      return new DirectoryLock(real, lockFile(real, directory));
    } catch (DirectoryInUseException | IOException | RuntimeException e) {
      HELD_HERE.remove(real);
      throw e;
    }
  }

  private static FileChannel lockFile(Path real, Path directory)
      throws DirectoryInUseException, IOException {
    FileChannel channel =
        FileChannel.open(
            real.resolve(FILE_NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new DirectoryInUseException(directory, holder(channel));
      }
      byte[] processId =
          Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(processId), 0);
      return channel;
    } catch (DirectoryInUseException | IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static OptionalLong holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    int length = channel.read(text, 0);
    try {
      return OptionalLong.of(
          Long.parseLong(
              new String(text.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns the directory, without links. */
  public Path directory() {
    return directory;
  }

  /** Releases the directory. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      HELD_HERE.remove(directory);
    }
  }
}
