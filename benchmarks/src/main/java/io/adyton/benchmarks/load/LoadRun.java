// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import io.adyton.benchmarks.http.Endpoint;
import io.adyton.benchmarks.http.EventLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Levels of load on one server, one after the other, on the calling thread. Connections stay open
 * from level to level, and no prompt is sent twice.
 */
public final class LoadRun implements AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(50).toNanos();

  private final EventLoop loop;
  private final ConnectionPool connections;
  private final PromptSource prompts;
  private final ChatRequestWriter writer;
  private final Workload workload;
  private final Objective objective;

  /**
   * Prepares a run; nothing is sent yet.
   *
   * @param tls the context of TLS connections, absent for plain ones
   * @param apiKey sent as bearer token unless empty
   */
  public LoadRun(
      Endpoint endpoint,
      @Nullable SSLContext tls,
      String apiKey,
      Workload workload,
      Objective objective)
      throws IOException {
    this.writer = new ChatRequestWriter(endpoint, workload, apiKey);
    this.loop = new EventLoop(System::nanoTime);
    this.connections = new ConnectionPool(loop, endpoint, tls);
    this.prompts = new PromptSource(workload);
    this.workload = workload;
    this.objective = objective;
  }

  /** Sends the requests of one level and returns what they met. */
  public LevelResult run(Arrivals arrivals, Bounds bounds) throws IOException {
    long cpuBefore = processCpuNanos();
    Level level =
        new Level(loop, connections, prompts, writer, arrivals, bounds, objective, workload.seed());
    level.start();
    while (!level.isFinished()) {
      loop.turn(LONGEST_WAIT_NANOS);
    }
    return level.result(processCpuNanos() - cpuBefore);
  }

  @Override
  public void close() throws IOException {
    connections.close();
    loop.close();
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
