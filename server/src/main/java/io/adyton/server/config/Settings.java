// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import io.adyton.server.config.SettingType.Choice;
import io.adyton.server.config.SettingType.FilePath;
import io.adyton.server.config.SettingType.Line;
import io.adyton.server.config.SettingType.Names;
import io.adyton.server.config.SettingType.TimeSpan;
import io.adyton.server.config.SettingType.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table of all settings, in the order in which help and documentation show them. */
public final class Settings {
  private static final WholeNumber PORT = new WholeNumber(0, 65_535);
  private static final Choice SWITCH = new Choice(List.of("true", "false"));

  /** What is served. */
  public static final Setting<String> MODEL =
      new Setting<>(
          "model",
          new Line("NAME|PATH"),
          "smollm2-135m-instruct",
          "The model to serve: a name that 'adyton model ls' shows, or the path of a GGUF file. A"
              + " model of the catalog is fetched when it is not there yet.");

  /** Where the server is reached. */
  public static final Setting<String> LISTEN =
      new Setting<>(
          "listen",
          new Line("ADDRESS"),
          "127.0.0.1",
          "The address to listen on. On any other than a loopback address, API keys are needed and"
              + " plain HTTP stays off.");

  /** The TLS port. */
  public static final Setting<Long> PORT_TLS =
      new Setting<>("port", PORT, "8443", "The TLS port of the API; 0 takes any free one.");

  /** The port without TLS. */
  public static final Setting<Long> PORT_HTTP =
      new Setting<>(
          "http",
          PORT,
          "8080",
          "The plain HTTP port of the API, on loopback addresses only; 0 takes any free one.");

  /** The port of metrics and health. */
  public static final Setting<Long> MANAGEMENT_PORT =
      new Setting<>(
          "management-port",
          PORT,
          "9464",
          "The port of metrics and health on 127.0.0.1, where the API listens on other addresses;"
              + " on loopback addresses they are on the API's own ports.");

  /** Whether requests without a key are refused everywhere. */
  public static final Setting<String> REQUIRE_KEY =
      new Setting<>(
          "require-key",
          SWITCH,
          "false",
          "Whether requests need an API key on loopback addresses too.");

  /** The folder that holds everything that is kept. */
  public static final Setting<Path> DATA_DIRECTORY =
      new Setting<>(
          "data-dir",
          new FilePath("DIRECTORY"),
          "",
          "Where models, keys and natives are kept; one server uses it at a time. By default"
              + " ADYTON_HOME, else adyton in the user's data folder ($XDG_DATA_HOME, else"
              + " ~/.local/share).");

  /** What speaks for the machine. */
  public static final Setting<String> TPM =
      new Setting<>(
          "tpm",
          new Line("DEVICE"),
          "none",
          "The TPM 2.0 that measures the start and speaks for this machine: /dev/tpmrm0, or"
              + " tcp:HOST:PORT for a software one. Implies strict. With none, evidence is simulated"
              + " and proves nothing (AL0).");

  /** What the processor's evidence comes from. */
  public static final Setting<String> EVIDENCE =
      new Setting<>(
          "evidence",
          new Choice(List.of("none", "auto", "configfs-tsm", "sev-guest", "nitro", "gramine")),
          "none",
          "Where the processor's evidence comes from, beside the TPM: auto is the first that this"
              + " machine offers. GPUs in confidential mode then speak too. Implies strict, and"
              + " nothing starts where the machine offers none.");

  /** Where what makers of hardware publish is kept. */
  public static final Setting<String> COLLATERAL =
      new Setting<>(
          "collateral",
          new Line("DIR"),
          "none",
          "A folder of what makers of the hardware publish and clients need to judge it; it is read"
              + " for each answer, so it can be renewed while the server runs.");

  /** Whether a start that could be tampered with is refused. */
  public static final Setting<String> STRICT =
      new Setting<>(
          "strict",
          SWITCH,
          "false",
          "Whether to refuse a start that variables, flags, core dumps or swap could subvert. Plain"
              + " HTTP stays off.");

  /** Tokens per sequence. */
  public static final Setting<Long> CONTEXT =
      new Setting<>(
          "context",
          new WholeNumber(0, 1_048_576),
          "0",
          "Tokens of context for each request, prompt and completion together; 0 takes what the"
              + " model was trained with, at most 4096.");

  /** Sequences in one step. */
  public static final Setting<Long> PARALLEL =
      new Setting<>(
          "parallel",
          new WholeNumber(0, 256),
          "0",
          "Requests that are computed at the same time, each with its own share of the KV cache; 0"
              + " takes as many as kv-memory holds, at most 32.");

  /** Memory for keys and values. */
  public static final Setting<Long> KV_MEMORY =
      new Setting<>(
          "kv-memory",
          new WholeNumber(64, 1_048_576),
          "2048",
          "MiB of memory for keys and values where parallel is 0.");

  /** Requests that wait. */
  public static final Setting<Long> QUEUE =
      new Setting<>(
          "queue",
          new WholeNumber(1, 65_536),
          "512",
          "Requests that may wait for a place; further ones are answered with 429.");

  /** Rows in one step. */
  public static final Setting<Long> BATCH =
      new Setting<>(
          "batch",
          new WholeNumber(32, 8_192),
          "512",
          "Tokens computed in one step at most; prompts are read in pieces of this size.");

  /** Compute threads. */
  public static final Setting<Long> THREADS =
      new Setting<>(
          "threads",
          new WholeNumber(0, 1_024),
          "0",
          "Threads that compute; 0 takes one for each processor.");

  /** Layers on the GPU. */
  public static final Setting<Long> GPU_LAYERS =
      new Setting<>(
          "gpu-layers",
          new WholeNumber(-1, 65_536),
          "-1",
          "Layers of the model that a GPU holds; -1 is all of them. Without a GPU backend it has no"
              + " effect.");

  /** How several GPUs share a model. */
  public static final Setting<String> SPLIT_MODE =
      new Setting<>(
          "split-mode",
          new Choice(List.of("none", "layer", "row")),
          "layer",
          "How several GPUs share a model: on one of them, by layers, or by rows.");

  /** Which devices compute. */
  public static final Setting<List<String>> DEVICES =
      new Setting<>(
          "devices",
          new Names("NAME,…"),
          "",
          "The devices to compute on, by the names that 'adyton doctor' shows; none given means all"
              + " of them.");

  /** Whether streams count tokens unasked. */
  public static final Setting<String> STREAM_FORCE_USAGE =
      new Setting<>(
          "stream.force-usage",
          SWITCH,
          "false",
          "Whether every stream ends with a chunk that counts its tokens, as if its request had said"
              + " stream_options.include_usage.");

  /** How long a draining server still accepts. */
  public static final Setting<Duration> DRAIN_ACCEPT_GRACE =
      new Setting<>(
          "drain.accept-grace",
          new TimeSpan(Duration.ZERO, Duration.ofMinutes(10)),
          "5s",
          "After SIGTERM, how long new requests are still taken while load balancers look away. On"
              + " loopback addresses, where there are none, it is 0s unless given.");

  /** How long running requests may take to end. */
  public static final Setting<Duration> DRAIN_TIMEOUT =
      new Setting<>(
          "drain.timeout",
          new TimeSpan(Duration.ZERO, Duration.ofHours(1)),
          "45s",
          "After that, how long running requests may take to end before they are broken off.");

  /** All of them. */
  public static final List<Setting<?>> ALL =
      List.of(
          MODEL,
          LISTEN,
          PORT_TLS,
          PORT_HTTP,
          MANAGEMENT_PORT,
          REQUIRE_KEY,
          DATA_DIRECTORY,
          TPM,
          EVIDENCE,
          COLLATERAL,
          STRICT,
          CONTEXT,
          PARALLEL,
          KV_MEMORY,
          QUEUE,
          BATCH,
          THREADS,
          GPU_LAYERS,
          SPLIT_MODE,
          DEVICES,
          STREAM_FORCE_USAGE,
          DRAIN_ACCEPT_GRACE,
          DRAIN_TIMEOUT);

  private Settings() {}
}
