// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a file forward, little-endian, never past its end.
 *
 * <p>Every length is checked against what is left of the file before a byte is allocated for it.
 */
final class GgufInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long fileBytes;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long bufferEnd;

  private GgufInput(FileChannel channel, long fileBytes) {
    this.channel = channel;
    this.fileBytes = fileBytes;
  }

  static GgufInput open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new GgufInput(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long fileBytes() {
    return fileBytes;
  }

  long position() {
    return bufferEnd - buffer.remaining();
  }

  long remaining() {
    return fileBytes - position();
  }

  int int32(String what) throws GgufException, IOException {
    require(Integer.BYTES, what);
    return buffer.getInt();
  }

  long int64(String what) throws GgufException, IOException {
    require(Long.BYTES, what);
    return buffer.getLong();
  }

  /** Reads exactly {@code length} bytes, which the caller bounded. */
  byte[] bytes(int length, String what) throws GgufException, IOException {
    checkRemaining(length, what);
    byte[] bytes = new byte[length];
    read(bytes, 0, length, what);
    return bytes;
  }

  /** Reads {@code length} bytes into an array that has room for them. */
  void read(byte[] target, int offset, int length, String what) throws GgufException, IOException {
    checkRemaining(length, what);
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        fill(what);
      }
      int step = Math.min(length - done, buffer.remaining());
      buffer.get(target, offset + done, step);
      done += step;
    }
  }

  void checkRemaining(long length, String what) throws GgufException {
    if (length > remaining()) {
      throw truncated(what);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void require(int length, String what) throws GgufException, IOException {
    checkRemaining(length, what);
    while (buffer.remaining() < length) {
      fill(what);
    }
  }

  private void fill(String what) throws GgufException, IOException {
    buffer.compact();
    int read = channel.read(buffer, bufferEnd);
    buffer.flip();
    if (read <= 0) {
      throw truncated(what);
    }
    bufferEnd += read;
  }

  private GgufException truncated(String what) {
    return new GgufException(
        Reason.TRUNCATED,
        "The file ends at byte %d, inside %s; download it again.".formatted(fileBytes, what));
  }
}
