// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

/** The figures that runs are compared by, and where they stand in a level's JSON. */
enum Figure {
  OUTPUT_TOKENS("output tok/s", "/outputTokensPerSecond"),
  SATURATED_TOKENS("decode tok/s", "/saturatedTokensPerSecond"),
  REQUESTS("requests/s", "/requestsPerSecond"),
  GOODPUT("goodput/s", "/goodput"),
  TTFT_P50("TTFT p50 ms", "/ttft/p50"),
  TTFT_P95("TTFT p95 ms", "/ttft/p95"),
  TTFT_P99("TTFT p99 ms", "/ttft/p99"),
  ITL_P50("ITL p50 ms", "/itl/p50"),
  ITL_P95("ITL p95 ms", "/itl/p95"),
  ITL_P99("ITL p99 ms", "/itl/p99"),
  TPOT_P50("TPOT p50 ms", "/tpot/p50");

  private final String title;
  private final String pointer;

  Figure(String title, String pointer) {
    this.title = title;
    this.pointer = pointer;
  }

  /** Returns the name with its unit. */
  String title() {
    return title;
  }

  /** Returns the JSON pointer (RFC 6901) below {@code /levels/N/load}. */
  String pointer() {
    return pointer;
  }
}
