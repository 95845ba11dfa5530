// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.adyton.benchmarks.process.MachineFacts;
import java.util.List;
import java.util.Map;

/**
 * The bare loop and a server, measured in turns.
 *
 * @param startedAt wall-clock time, ISO 8601
 * @param machine where it was measured
 * @param stolenShare processor time the host gave to others meanwhile, 0 to 1
 * @param url the server
 * @param notes options of the loop
 * @param clients clients of the server, sequences of the loop
 * @param tokens tokens of each answer
 * @param turns in the order they were taken
 */
public record TurnsReport(
    String startedAt,
    MachineFacts machine,
    double stolenShare,
    String url,
    Map<String, String> notes,
    int clients,
    int tokens,
    List<Turn> turns) {
  /**
   * What both sides gave one after the other, in tokens per second of all clients together.
   *
   * @param bare of the bare loop
   * @param server of the server, while all clients were receiving text
   */
  public record Turn(double bare, double server) {}

  /** Returns the rates of the bare loop. */
  @JsonProperty
  public Quartiles bare() {
    return Quartiles.of(turns.stream().map(Turn::bare).toList());
  }

  /** Returns the rates of the server. */
  @JsonProperty
  public Quartiles server() {
    return Quartiles.of(turns.stream().map(Turn::server).toList());
  }

  /** Returns the server's rate over the loop's, taken within each turn. */
  @JsonProperty
  public Quartiles ratio() {
    return Quartiles.of(turns.stream().map(turn -> turn.server() / turn.bare()).toList());
  }
}
