// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.benchmarks;

import io.adyton.architecture.broken.cli.CliPlace;

/** Points out to the command line. */
public final class BenchmarksUsingCli {
  private BenchmarksUsingCli() {}

  static String forbidden() {
    return CliPlace.PLACE;
  }
}
