// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.trust.MeasuredStart;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.SettingFlags;
import io.adyton.cli.serve.RunningProgram;
import io.adyton.llama.LibraryDescription;
import io.adyton.llama.LlamaLibrary;
import io.adyton.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adyton measure}. */
@Command(
    name = "measure",
    description =
        "Print the values that this build will show with the flags of 'serve', for the members code"
            + " and engines of a policy.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = SettingFlags.class)
public final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonFlag json;

  @Override
  public Integer call() throws IOException {
    ServerConfig config = ServerConfig.of(SettingFlags.read(spec));
    LibraryDescription natives =
        LlamaLibrary.load(config.dataDirectory().resolve("natives")).describe();
    List<StartEvent> events = RunningProgram.measure(Bytes.ofHex(config.digest()), natives);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isGiven()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("code", MeasuredStart.code(events).hex());
      document.put("engine", natives.manifestSha256());
      document.put("events", events.stream().map(StartEvent::text).toList());
      out.println(Json.write(document));
    } else {
      events.forEach(event -> out.println(event.text()));
      out.println("code   " + MeasuredStart.code(events).hex());
      out.println("engine " + natives.manifestSha256());
    }
    return 0;
  }
}
