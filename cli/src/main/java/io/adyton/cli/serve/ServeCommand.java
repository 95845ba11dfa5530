// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.cli.ExitCode;
import io.adyton.cli.SettingFlags;
import io.adyton.cli.Version;
import io.adyton.cli.model.ConsoleProgress;
import io.adyton.server.config.ServerConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adyton serve}. */
@Command(
    name = "serve",
    description = {
      "Serve a model over the OpenAI API.",
      "Without options: the default model, TLS on port 8443 and plain HTTP on 8080, for this"
          + " machine only and open without a key.",
      "The last line of the start is 'ready', with addresses, model and digest.",
      "SIGTERM or Ctrl-C lets running requests end; a second one stops at once."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = SettingFlags.class)
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ServerConfig config = ServerConfig.of(SettingFlags.read(spec));
    spec.commandLine().getOut().println("Adyton " + Version.text());
    ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr());
    try (ServedInstance instance = ServedInstance.start(config, progress)) {
      StopSignals signals = StopSignals.handle();
      Announcement.print(spec.commandLine().getOut(), instance, config);
      signals.awaitFirst();
      instance.drain();
    }
    return ExitCode.OK.status();
  }
}
