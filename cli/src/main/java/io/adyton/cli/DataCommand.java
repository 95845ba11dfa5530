// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on a data directory. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = DataDirectoryFlag.class)
public abstract class DataCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Returns the directory that flags, environment or file name. */
  protected final Path dataDirectory() {
    return DataDirectoryFlag.read(spec);
  }

  /** Returns where the result goes. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Returns where everything else goes. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
