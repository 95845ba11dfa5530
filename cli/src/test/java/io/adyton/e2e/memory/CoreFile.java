// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** The memory of a process, written by {@code gcore}, and what lay where. */
final class CoreFile implements AutoCloseable {
  private static final int WINDOW_BYTES = 16 << 20;
  private static final int OVERLAP_BYTES = 4096;
  private static final int CONTEXT_BYTES = 48;
  private static final int LOAD_SEGMENT = 1;
  private static final int DUMP_LIMIT_MINUTES = 3;

  private final Path file;
  private final MemoryMap map;

  private CoreFile(Path file, MemoryMap map) {
    this.file = file;
    this.map = map;
  }

  /** Writes the memory of a process below {@code folder}; it goes on running afterwards. */
  static CoreFile of(ProcessHandle process, Path folder) throws IOException {
    MemoryMap map = MemoryMap.of(process);
    Path prefix = folder.resolve("core");
    Path log = folder.resolve("gcore.log");
    try {
      Process gcore =
          new ProcessBuilder("gcore", "-o", prefix.toString(), Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!gcore.waitFor(DUMP_LIMIT_MINUTES, TimeUnit.MINUTES)) {
        gcore.destroyForcibly();
        throw new IOException("gcore took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new TestAbortedException("skipped: needs gcore, which comes with gdb", e);
    }
    Path core = folder.resolve("core." + process.pid());
    if (!Files.exists(core)) {
      throw new TestAbortedException("skipped: gcore may not attach here; " + log + " says why");
    }
    return new CoreFile(core, map);
  }

  /** Returns every place where one of the patterns lies. */
  List<Finding> find(List<Pattern> patterns) throws IOException {
    Map<Long, List<Pattern>> byStart = new HashMap<>();
    for (Pattern pattern : patterns) {
      long start = ByteBuffer.wrap(pattern.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(pattern);
    }
    PrefixSet prefixes = new PrefixSet(byStart.keySet());
    List<Finding> findings = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      for (Segment segment : segments(channel)) {
        scan(channel, segment, prefixes, byStart, findings::add);
      }
    }
    return findings;
  }

  /** Returns the size of the file. */
  long bytes() throws IOException {
    return Files.size(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private void scan(
      FileChannel channel,
      Segment segment,
      PrefixSet prefixes,
      Map<Long, List<Pattern>> byStart,
      Consumer<Finding> found)
      throws IOException {
    for (long at = 0; at < segment.bytes(); at += WINDOW_BYTES) {
      int size = (int) Math.min(WINDOW_BYTES + OVERLAP_BYTES, segment.bytes() - at);
      ByteBuffer window =
          channel
              .map(FileChannel.MapMode.READ_ONLY, segment.offset() + at, size)
              .order(ByteOrder.LITTLE_ENDIAN);
      int last = Math.min(WINDOW_BYTES, size - Long.BYTES + 1);
      for (int i = 0; i < last; i++) {
        long start = window.getLong(i);
        if (prefixes.mayContain(start) && byStart.containsKey(start)) {
          for (Pattern pattern : byStart.get(start)) {
            if (matches(window, i, pattern.bytes())) {
              long address = segment.address() + at + i;
              found.accept(
                  new Finding(pattern, address, map.region(address), surroundings(window, i)));
            }
          }
        }
      }
    }
  }

  private static boolean matches(ByteBuffer window, int at, byte[] bytes) {
    return at + bytes.length <= window.capacity()
        && window.slice(at, bytes.length).equals(ByteBuffer.wrap(bytes));
  }

  private static String surroundings(ByteBuffer window, int at) {
    int from = Math.max(0, at - CONTEXT_BYTES);
    byte[] bytes = new byte[Math.min(window.capacity() - from, 3 * CONTEXT_BYTES)];
    window.get(from, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  private static List<Segment> segments(FileChannel channel) throws IOException {
    ByteBuffer head = read(channel, 0, 64);
    if (head.getInt(0) != 0x464c457f || head.get(4) != 2) {
      throw new IOException("not a 64-bit ELF file");
    }
    long table = head.getLong(32);
    int entryBytes = Short.toUnsignedInt(head.getShort(54));
    int entries = Short.toUnsignedInt(head.getShort(56));
    ByteBuffer headers = read(channel, table, entries * entryBytes);
    List<Segment> segments = new ArrayList<>();
    for (int at = 0; at < headers.capacity(); at += entryBytes) {
      if (headers.getInt(at) == LOAD_SEGMENT && headers.getLong(at + 32) > 0) {
        segments.add(
            new Segment(
                headers.getLong(at + 8), headers.getLong(at + 16), headers.getLong(at + 32)));
      }
    }
    return segments;
  }

  private static ByteBuffer read(FileChannel channel, long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
      // The loop's condition reads.
    }
    return bytes.flip();
  }

  private record Segment(long offset, long address, long bytes) {}

  /** A bitmap that rules out nearly every eight bytes before a map is asked. */
  private static final class PrefixSet {
    private static final int BITS = 1 << 20;
    private final long[] bitmap = new long[BITS / Long.SIZE];

    PrefixSet(Iterable<Long> starts) {
      Arrays.fill(bitmap, 0);
      starts.forEach(start -> bitmap[slot(start) >>> 6] |= 1L << slot(start));
    }

    boolean mayContain(long start) {
      return (bitmap[slot(start) >>> 6] & 1L << slot(start)) != 0;
    }

    private static int slot(long start) {
      return (int) (start * 0x9E3779B97F4A7C15L >>> 44);
    }
  }
}
