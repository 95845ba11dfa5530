// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.provenance.log.TreeHash;
import io.adyton.provenance.receipt.EventChain;
import io.adyton.provenance.receipt.EventLines;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.ReceiptAppraisal;
import io.adyton.provenance.receipt.ReceiptBundle;
import io.adyton.provenance.receipt.ReceiptId;
import io.adyton.provenance.receipt.ReceiptVerifier;
import io.adyton.provenance.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a receipt costs: one event of its chain, its signature, its leaf, and its verification. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before it hands the state out.
public class ReceiptBenchmark {
  private static final int EVENT_BYTES = 230;
  private static final int TOGETHER = 256;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private byte[] event;
  private EventLines lines;
  private Path directory;
  private TransparencyLog log;
  private AttestedIdentity identity;
  private Receipt receipt;
  private ReceiptBundle bundle;
  private ReceiptVerifier verifier;
  private long leaves;

  /** Makes an identity, a log in a directory of its own, and one receipt in it. */
  @Setup
  public void setUp() throws IOException {
    Bytes digest = Bytes.EMPTY.digest("SHA-256");
    ReceiptId id = ReceiptId.draw(NOW, new SecureRandom());
    event = ("data: " + "x".repeat(EVENT_BYTES) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    lines = new EventLines(new EventChain(id, digest, digest), 4 * EVENT_BYTES);
    directory = Files.createTempDirectory("adyton-bench");
    log = TransparencyLog.open(directory.resolve("log"));
    identity =
        AttestedIdentity.create(
            new SimulatedAttester(Bytes.EMPTY),
            new AttestedIdentity.Facts(
                List.of(),
                new Bound.Engine("engine", "1", digest),
                new Bound.Privacy(0, 0, "tenant"),
                Optional.of(log.key().spki())),
            new AttestedIdentity.Names(List.of("localhost"), List.of()),
            InstantSource.fixed(NOW),
            new SecureRandom());
    receipt =
        new Receipt(
            id,
            NOW,
            identity.level(),
            identity.keptEvidence().digest("SHA-256"),
            Bytes.of(new byte[Receipt.SALT_BYTES]),
            Optional.empty(),
            new Receipt.Request("POST", "/v1/chat/completions", Optional.of(digest)),
            200,
            new Receipt.Body.Whole(digest, 1000),
            Optional.empty());
    SignedReceipt signed = SignedReceipt.sign(receipt, identity.receiptKey());
    bundle =
        new ReceiptBundle(signed.with(log.append(signed.leaf()).join()), identity.keptEvidence());
    verifier = new ReceiptVerifier(new ServerVerifier());
  }

  /** Closes the log and deletes it. */
  @TearDown
  public void tearDown() throws IOException {
    log.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Adds one event to a chain. */
  @Benchmark
  public void chain() {
    lines.accept(event, 0, event.length);
  }

  /** Writes and signs a receipt. */
  @Benchmark
  public SignedReceipt sign() {
    return SignedReceipt.sign(receipt, identity.receiptKey());
  }

  /** Appends 256 leaves and waits until they are on the disk. */
  @Benchmark
  public void append() {
    for (int i = 1; i < TOGETHER; i++) {
      var _ = log.append(nextLeaf());
    }
    log.append(nextLeaf()).join();
  }

  private Bytes nextLeaf() {
    return TreeHash.leaf(Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(leaves++).array()));
  }

  /** Verifies a receipt with its evidence and its place in the log. */
  @Benchmark
  public ReceiptAppraisal verify() {
    return verifier.verify(
        bundle, ReceiptVerifier.Exhibits.NONE, TrustPolicy.DEFAULT.acceptingSimulated());
  }
}
