// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Appends leaves until it is killed, and prints the number of each that was acknowledged. */
final class LogToKill {
  private static final int IN_FLIGHT = 50;

  private LogToKill() {}

  static Bytes leaf(int number) {
    return TreeHash.leaf(Bytes.of(ByteBuffer.allocate(4).putInt(number).array()));
  }

  /** Takes the log's directory and the number of the first leaf. */
  public static void main(String[] arguments) throws Exception {
    TransparencyLog log = TransparencyLog.open(Path.of(arguments[0]));
    Deque<CompletableFuture<LoggedLeaf>> waiting = new ArrayDeque<>();
    int acknowledged = Integer.parseInt(arguments[1]);
    for (int number = acknowledged; ; number++) {
      waiting.add(log.append(leaf(number)));
      if (waiting.size() == IN_FLIGHT) {
        waiting.remove().join();
        System.out.println(acknowledged++);
      }
    }
  }
}
