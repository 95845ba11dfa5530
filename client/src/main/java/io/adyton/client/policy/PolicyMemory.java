// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import io.adyton.attestation.trust.TrustPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Remembers the highest serial that was seen of each policy, in one file.
 *
 * <p><b>Guarantees.</b> Once a policy was admitted, none of its origin and name with a lower serial
 * is, in this process or another, and also not after a crash.
 *
 * <p><b>Does not guarantee.</b> Anything against who can write the file. Thread-safe; blocks.
 */
public final class PolicyMemory {
  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;

  /** Creates one that keeps its file in a directory, which need not be there yet. */
  public PolicyMemory(Path directory) {
    this.directory = directory;
  }

  /** Returns where the serials are kept. */
  public Path file() {
    return directory.resolve("serials.json");
  }

  /**
   * Takes notice of a policy.
   *
   * @param origin who it is by, or where it lies: policies of different origins are not compared
   * @throws OlderPolicyException if a higher serial of the same origin and name was admitted before
   * @throws MalformedEvidenceException if the file holds something else
   * @throws IOException if it cannot be read or written; the policy is not admitted then
   */
  public void admit(String origin, TrustPolicy policy)
      throws IOException, MalformedEvidenceException, OlderPolicyException {
    String line = policy.name().map(name -> origin + " " + name).orElse(origin);
    Files.createDirectories(directory);
    synchronized (PolicyMemory.class) {
      try (FileChannel lock =
              FileChannel.open(
                  directory.resolve("serials.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = lock.lock()) {
        SortedMap<String, Long> serials = read();
        Long seen = serials.get(line);
        if (seen != null && seen > policy.serial()) {
          throw new OlderPolicyException(seen, policy.serial());
        }
        if (seen == null || seen < policy.serial()) {
          serials.put(line, policy.serial());
          write(serials);
        }
      }
    }
  }

  private SortedMap<String, Long> read() throws IOException, MalformedEvidenceException {
    SortedMap<String, Long> serials = new TreeMap<>();
    if (Files.exists(file())) {
      StrictJson json =
          StrictJson.object(file().toString(), Bytes.of(Files.readAllBytes(file())), MAX_BYTES);
      for (String line : json.names()) {
        serials.put(line, json.number(line));
      }
    }
    return serials;
  }

  /** A crash finds the old file or the new one. */
  private void write(SortedMap<String, Long> serials) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    serials.forEach(json::put);
    Path fresh = directory.resolve("serials.json.new");
    Files.write(fresh, json.toPrettyString().getBytes(StandardCharsets.UTF_8));
    sync(fresh);
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
    sync(directory);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
