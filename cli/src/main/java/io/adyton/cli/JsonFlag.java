// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import picocli.CommandLine.Option;

/** The option {@code --json}. */
public final class JsonFlag {
  @Option(names = "--json", description = "Print one JSON document.")
  private boolean given;

  /** Returns whether a program reads what is printed. */
  public boolean isGiven() {
    return given;
  }
}
