// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.idle.IdleConnections;
import io.adyton.benchmarks.process.ProcessFigures;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adyton bench idle}: what a connection costs the server while it does nothing. */
@Command(
    name = "idle",
    description = "Hold idle connections and measure the server's resident memory for each.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each round opens the connections, sends one GET on each, waits, reads the server's memory",
      "and closes them. The first round also pays for what the server keeps (buffers, loaded",
      "classes), later ones show what a connection costs from then on."
    })
final class IdleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "500",
      description = "connections to hold (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "repetitions")
  private int rounds;

  @Option(
      names = "--hold",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "seconds to hold them before memory is read (default: ${DEFAULT-VALUE})")
  private int holdSeconds;

  @Option(
      names = "--path",
      defaultValue = "/livez",
      description = "asked for once on each connection (default: ${DEFAULT-VALUE})")
  private String path = "/livez";

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      required = true,
      description = "process of the server")
  private long serverPid;

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    List<Double> kibibytes = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      long before = residentBytes();
      long after;
      try (IdleConnections idle =
          IdleConnections.open(
              target.endpoint(), target.tls(), path, connections, Duration.ofSeconds(60))) {
        idle.hold(Duration.ofSeconds(holdSeconds));
        if (idle.established() < connections) {
          terminal.printf(
              "Only %d of %d connections stayed open.%n", idle.established(), connections);
          return 1;
        }
        after = residentBytes();
      }
      kibibytes.add((after - before) / 1024.0 / connections);
      terminal.printf(
          Locale.ROOT,
          "round %d: %.1f MiB before, %.1f MiB with %d idle connections: %.1f KiB each%n",
          round,
          before / 1048576.0,
          after / 1048576.0,
          connections,
          kibibytes.getLast());
      terminal.flush();
    }
    return 0;
  }

  private long residentBytes() throws IOException {
    return ProcessFigures.of(serverPid).residentBytes();
  }
}
