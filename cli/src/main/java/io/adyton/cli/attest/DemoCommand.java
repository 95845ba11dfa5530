// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.tpm.device.SoftwareTpm;
import io.adyton.attestation.trust.MeasuredStart;
import io.adyton.attestation.trust.PolicyEnvelope;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.cli.DataDirectoryFlag;
import io.adyton.cli.ExitCode;
import io.adyton.cli.UserError;
import io.adyton.cli.model.ConsoleProgress;
import io.adyton.cli.model.ModelFile;
import io.adyton.cli.serve.ModelFinder;
import io.adyton.cli.serve.RunningProgram;
import io.adyton.cli.serve.ServedInstance;
import io.adyton.cli.serve.StopSignals;
import io.adyton.client.ServerAddress;
import io.adyton.client.ServerProbe;
import io.adyton.client.proxy.ProxyServer;
import io.adyton.llama.LibraryDescription;
import io.adyton.llama.LlamaLibrary;
import io.adyton.server.admin.DirectoryInUseException;
import io.adyton.server.config.EffectiveSettings;
import io.adyton.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adyton demo}. */
@Command(
    name = "demo",
    description = {
      "Serve a model on a machine with a software TPM, verify it, and chat through the proxy.",
      "A software TPM is in the hands of whoever runs it: this shows how things work, and protects"
          + " nothing. Needs swtpm."
    },
    mixinStandardHelpOptions = true,
    modelTransformer = DataDirectoryFlag.class)
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tamper",
      paramLabel = "WHAT",
      description =
          "Change one thing and show the check that sees it: model, policy, quote or key. Exit code"
              + " 10.")
  private @Nullable Tampering tamper;

  @Option(
      names = "--model",
      paramLabel = "NAME|PATH",
      defaultValue = "smollm2-135m-instruct",
      description = "The model to serve, as for 'serve'.")
  private String model;

  @Option(names = "--once", description = "End after the chat instead of staying up.")
  private boolean once;

  @Override
  public Integer call()
      throws IOException,
          InterruptedException,
          DirectoryInUseException,
          MalformedEvidenceException {
    Path data = DataDirectoryFlag.read(spec);
    Path folder = Files.createDirectories(data.resolve("demo"));
    if (tamper != Tampering.MODEL) {
      return demonstrate(data, folder, model, Optional.empty());
    }
    ModelFile genuine =
        new ModelFinder(data, data.resolve("natives")).find(model, ConsoleProgress.on(err()));
    try (AlteredModel altered = AlteredModel.of(genuine.path(), folder)) {
      return demonstrate(data, folder, altered.path().toString(), Optional.of(genuine.sha256()));
    }
  }

  private int demonstrate(Path data, Path folder, String served, Optional<String> demanded)
      throws IOException,
          InterruptedException,
          DirectoryInUseException,
          MalformedEvidenceException {
    try (SoftwareTpm tpm = SoftwareTpm.start(folder.resolve("tpm"))) {
      say("software TPM at " + tpm.location());
      ServerConfig config =
          ServerConfig.of(
              EffectiveSettings.resolve(
                  Map.of(
                      "data-dir",
                      data.toString(),
                      "model",
                      served,
                      "tpm",
                      tpm.location(),
                      "port",
                      "0"),
                  Map.of(),
                  Optional.empty()));
      try (ServedInstance instance = ServedInstance.start(config, ConsoleProgress.on(err()))) {
        return show(instance, config, tpm, folder, demanded);
      }
    } catch (SoftwareTpm.MissingException e) {
      throw UserError.unsupported(String.valueOf(e.getMessage()));
    }
  }

  private int show(
      ServedInstance instance,
      ServerConfig config,
      SoftwareTpm tpm,
      Path folder,
      Optional<String> demanded)
      throws IOException, InterruptedException, MalformedEvidenceException {
    ServerAddress server = ServerAddress.parse(instance.description().baseUrls().getFirst());
    LibraryDescription natives =
        LlamaLibrary.load(config.dataDirectory().resolve("natives")).describe();
    Bytes code = MeasuredStart.code(RunningProgram.measure(Bytes.ofHex(config.digest()), natives));
    Bytes policyBytes =
        DemoPolicy.write(
            demanded.orElse(instance.description().modelDigest()),
            natives.manifestSha256(),
            code,
            tpm.authority());
    if (tamper == Tampering.POLICY) {
      return showOtherPolicy(policyBytes);
    }
    Path policyFile = folder.resolve("policy.json");
    Files.write(policyFile, policyBytes.toArray());
    TrustPolicy policy = TrustPolicy.parse(policyBytes);
    say("server at " + server + ", policy in " + policyFile);
    ServerProbe.Answer answer = ServerQuestion.ask(server, policy);
    ServerAppraisal appraisal = answer.appraisal();
    if (answer.evidence().isPresent() && tamper != null) {
      appraisal = tampered(new Demonstration(answer.evidence().get(), policy), tamper, appraisal);
    }
    new VerdictReport(server.toString(), "demo", appraisal, answer.expires())
        .print(spec.commandLine().getOut());
    if (!appraisal.isAccepted()) {
      return ExitCode.REJECTED.status();
    }
    chat(server, policy, instance.description().model());
    return ExitCode.OK.status();
  }

  private static ServerAppraisal tampered(
      Demonstration demonstration, Tampering tampering, ServerAppraisal genuine)
      throws MalformedEvidenceException {
    return switch (tampering) {
      case QUOTE -> demonstration.withOtherQuote();
      case KEY -> demonstration.withOtherKey();
      case MODEL, POLICY -> genuine;
    };
  }

  /** Signs the policy, lowers what it demands, and opens it. */
  private int showOtherPolicy(Bytes policy) throws MalformedEvidenceException {
    SigningKey author = SigningKey.generate();
    String envelope =
        new String(PolicyEnvelope.seal(policy, author).toArray(), StandardCharsets.US_ASCII);
    String lowered =
        new String(policy.toArray(), StandardCharsets.UTF_8)
            .replace("\"min_level\" : 1", "\"min_level\" : 0");
    Bytes edited =
        Bytes.of(
            envelope
                .replace(base64(policy.toArray()), base64(bytes(lowered)))
                .getBytes(StandardCharsets.US_ASCII));
    boolean opened = PolicyEnvelope.open(edited, author.publicKey()).isPresent();
    PrintWriter out = spec.commandLine().getOut();
    out.println(" 1 %-8s policy-signature".formatted(opened ? "asserted" : "refuted"));
    out.println("            expected a signature by the author over these bytes");
    out.println(
        "            found    a signature over min_level 1, and bytes that say min_level 0");
    out.println();
    out.println("refused: policy-signature; get the policy anew from its author");
    out.flush();
    return (opened ? ExitCode.OK : ExitCode.REJECTED).status();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void chat(ServerAddress server, TrustPolicy policy, String served)
      throws IOException, InterruptedException {
    try (ProxyServer proxy =
        ProxyServer.start(server, policy, 0, InstantSource.system(), new SecureRandom())) {
      String base = "http://127.0.0.1:" + proxy.port() + "/v1";
      say("proxy at " + base + "; one chat through it:");
      DemoChat.stream(base, served, spec.commandLine().getOut());
      if (!once) {
        StopSignals signals = StopSignals.handle();
        say("");
        say("export OPENAI_BASE_URL=" + base);
        say("ready " + base + " (Ctrl-C ends it)");
        signals.awaitFirst();
      }
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
